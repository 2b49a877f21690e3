/** The HTML part of a mail: the same text, escaped, one link. No images, no styles from elsewhere, nothing to track. */
import { escapeHtml } from '../../domain/notice/clean.js';
import type { OutgoingMessage } from './channel.js';

export function htmlOf({ subject, text, link, language }: OutgoingMessage): string {
  const safe = escapeHtml(text);
  const address = link === undefined ? undefined : escapeHtml(link);
  const body = address === undefined ? safe : safe.replaceAll(address, () => `<a href="${address}">${address}</a>`);
  return [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    `<body><pre style="font: 15px/1.5 system-ui, sans-serif; white-space: pre-wrap">${body}</pre></body></html>`,
  ].join('\n');
}
