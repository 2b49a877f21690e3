/** What arrived, read from the mailboxes and the webhook log: one row for each arrival. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ at: number, caseId: string, office: string, id: string, topics: string[], channel: string }} Arrival */

/** @returns {Arrival[]} */
export function arrivals(folder) {
  return [...mails(join(folder, 'mail')), ...webhooks(join(folder, 'webhooks.jsonl'))].sort((a, b) => a.at - b.at);
}

/** `MILLISECONDS-N.eml`, named by the sink when the mail had come whole. */
function mails(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => {
      const header = headerOf(readFileSync(join(folder, name), 'utf8'));
      const to = /([^\s<>@]+)@/.exec(header.to ?? '')?.[1] ?? '';
      return {
        at: Number(name.split('-')[0]),
        caseId: header['x-holdfire-case'] ?? '',
        office: to,
        id: (header['message-id'] ?? '').replace(/^<|@.*$/g, ''),
        topics: (header['x-holdfire-topic'] ?? '').split(' ').filter(Boolean),
        channel: 'email',
      };
    });
}

function headerOf(text) {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

function webhooks(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { at, office, id, body } = JSON.parse(line);
      const topics = (body.matters ?? []).map(({ topic }) => topic);
      return { at, caseId: body.caseId ?? '', office, id, topics, channel: 'webhook' };
    });
}
