/** One verb for each read of the API. */
import type { ApiRequest, ApiVerb } from './api-verb.js';
import { casesTable, caseText, noticesTable, timelineText, whyText } from './show.js';

const get = (path: string, query: Record<string, string | undefined> = {}): ApiRequest => ({
  method: 'GET',
  path,
  query,
});
const ofCase = (caseId: string, part = '', query: Record<string, string | undefined> = {}): ApiRequest =>
  get(`/cases/${encodeURIComponent(caseId)}${part}`, query);

export const READS: readonly ApiVerb[] = [
  {
    name: 'cases',
    says: 'List cases, the soonest instant first',
    shown: '[--status open|quiet|closed] [--sector UA-23] [--limit N] [--cursor C]',
    options: { status: 'text', sector: 'text', limit: 'text', cursor: 'text' },
    request: (g) =>
      get('/cases', {
        status: g.text('status'),
        sector: g.text('sector'),
        limit: g.text('limit'),
        cursor: g.text('cursor'),
      }),
    show: casesTable,
  },
  {
    name: 'show',
    says: 'Show a case: its instants, duties, decisions, and what you may do',
    positionals: ['CASE'],
    request: (g) => ofCase(g.positional('CASE')),
    show: caseText,
  },
  {
    name: 'timeline',
    says: 'Show what happened in a case, entry by entry',
    positionals: ['CASE'],
    request: (g) => ofCase(g.positional('CASE'), '/timeline'),
    show: timelineText,
  },
  {
    name: 'why',
    says: 'Say why: the story of a case, or of an instant, phase, gate, duty, office or organisation in it',
    positionals: ['CASE', 'WHAT?'],
    shown: '[--lang en|uk]',
    options: { lang: 'text' },
    request: (g) => ofCase(g.positional('CASE'), '/why', { what: g.optional('WHAT'), lang: g.text('lang') }),
    show: whyText,
  },
  {
    name: 'notices',
    says: 'Show who was told of what, and what came of it',
    positionals: ['CASE'],
    request: (g) => ofCase(g.positional('CASE'), '/notices'),
    show: noticesTable,
  },
  {
    name: 'proposals',
    says: 'Show proposals with their text and its hash',
    positionals: ['CASE'],
    request: (g) => ofCase(g.positional('CASE'), '/proposals'),
  },
  {
    name: 'history',
    says: "Fetch the Temporal history of a case's runs (JSON)",
    positionals: ['CASE'],
    request: (g) => ofCase(g.positional('CASE'), '/history'),
    show: json,
  },
  {
    name: 'record',
    says: 'Fetch the record of a case with the plan and directory it names (JSON)',
    positionals: ['CASE'],
    request: (g) => ofCase(g.positional('CASE'), '/record'),
    show: json,
  },
  {
    name: 'audit period',
    says: 'Write what a period holds, as CSV or JSON Lines',
    shown: '--what cases|violations|notices|entries [--from INSTANT] [--to INSTANT] [--format csv|jsonl]',
    options: { what: 'text', from: 'text', to: 'text', format: 'text' },
    request: (g) =>
      get('/exports', {
        what: g.needed('what'),
        from: g.instant('from'),
        to: g.instant('to'),
        format: g.text('format'),
      }),
    show: (body) => (typeof body === 'string' ? body.trimEnd() : JSON.stringify(body)),
  },
  { name: 'seal', says: "Show the record's latest seal and its keys", request: () => get('/seals') },
  {
    name: 'seal proof',
    says: 'Prove that an entry of the record is in the log',
    positionals: ['STREAM', 'SEQ'],
    request: (g) => get('/seals/inclusion', { stream: g.positional('STREAM'), seq: g.positional('SEQ') }),
  },
  {
    name: 'witnesses',
    says: 'List who cosigns the log, and what each saw last',
    request: () => get('/seals/witnesses'),
  },
  {
    name: 'reviews',
    says: 'List reports under review: those that wait for people to judge them first',
    shown: '[--state waiting|concluded] [--limit N]',
    options: { state: 'text', limit: 'text' },
    request: (g) => get('/reviews', { state: g.text('state'), limit: g.text('limit') }),
  },
  {
    name: 'plans',
    says: 'List plans, or show one as data',
    positionals: ['ID?', 'VERSION?'],
    request: (g) => {
      const [id, version] = [g.optional('ID'), g.optional('VERSION')];
      if (id === undefined) return get('/plans');
      return get(`/plans/${encodeURIComponent(id)}/versions/${encodeURIComponent(version ?? '1')}`);
    },
  },
  {
    name: 'difference',
    says: 'Show in words what another version of a plan changes',
    positionals: ['ID', 'VERSION', 'TO?'],
    request: (g) => {
      const [id, version] = [g.positional('ID'), g.positional('VERSION')].map(encodeURIComponent);
      return get(`/plans/${id}/versions/${version}/difference`, { to: g.optional('TO') });
    },
  },
  { name: 'holds', says: 'List holds of routine notices', request: () => get('/holds') },
  {
    name: 'keys',
    says: 'List keys: whose, for what, until when, confirmed or not; never the keys themselves',
    request: () => get('/keys'),
  },
  {
    name: 'erasures',
    says: 'List what was erased from the record, or is proposed to be',
    request: () => get('/erasures'),
  },
  { name: 'publications', says: 'List what was proposed to be published', request: () => get('/publications') },
  {
    name: 'directory',
    says: 'Show parties, organisations and offices, without addresses or keys',
    request: () => get('/directory'),
  },
  {
    name: 'sectors',
    says: 'Show the worst state of each sector, now or at an instant of the past',
    shown: '[--at INSTANT]',
    options: { at: 'text' },
    request: (g) => get('/sectors', { at: g.instant('at') }),
  },
  { name: 'summary', says: 'Count cases, duties and what is overdue', request: () => get('/summary') },
  { name: 'me', says: 'Say who your key is, and what it may do', request: () => get('/me') },
  { name: 'time', says: "Show the server's time and, in an exercise, the virtual one", request: () => get('/time') },
  {
    name: 'command',
    says: 'Say what became of a command that was accepted without an answer',
    positionals: ['ID'],
    request: (g) => get(`/commands/${encodeURIComponent(g.positional('ID'))}`),
  },
];

function json(body: unknown): string {
  return JSON.stringify(body, null, 2);
}
