/** The frame of the page to acknowledge by: no script, nothing from another host, one style that the policy names. */
import { createHash } from 'node:crypto';
import { escapeHtml } from '../../domain/notice/clean.js';

const STYLE = `:root{color-scheme:light dark;--ink:#1b1f24;--soft:#4b5560;--paper:#fff;--line:#c9d0d8;--press:#0b57a4;--on:#fff;--mark:#a84300}
@media(prefers-color-scheme:dark){:root{--ink:#e9edf1;--soft:#aeb9c4;--paper:#14181c;--line:#3a444e;--press:#8cc4ff;--on:#06213a;--mark:#ff9d5c}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:38rem;margin:0 auto;padding:1.25rem 1rem 3rem}h1{font-size:1.6rem;line-height:1.2;margin:.25rem 0 .75rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}p{margin:.5rem 0}
.mark{border:.25rem dashed var(--mark);padding:.4rem .75rem;margin:0 0 1rem;font-weight:700}.mark span{display:block;font-weight:400}
.to,.soft{color:var(--soft)}.to{margin:0}.said{border-left:.3rem solid var(--press);padding:.4rem .75rem;margin:1rem 0}
form{margin:1rem 0 .25rem}button{width:100%;min-height:3.25rem;padding:.6rem 1rem;font:inherit;font-weight:600;border:2px solid var(--press);border-radius:.5rem;background:var(--press);color:var(--on);cursor:pointer}
button.second{background:var(--paper);color:var(--press)}a{color:var(--press)}:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
dl{margin:0;border-top:1px solid var(--line)}dl div{padding:.45rem 0;border-bottom:1px solid var(--line)}dt{color:var(--soft);font-size:.9rem}dd{margin:0;font-variant-numeric:tabular-nums}`;

/** Beside the headers of every answer (`http/headers.ts`), which forbid caches and referrers. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'x-robots-tag': 'noindex, nofollow',
} as const;

export interface Frame {
  language: 'en' | 'uk';
  title: string;
  /** First on the page, in its title, and last on it. */
  exercise?: { mark: string; says: string };
  /** To whom the page speaks. */
  to?: string;
  /** HTML, escaped. */
  body: string;
}

export function framed({ language, title, exercise, to, body }: Frame): string {
  const heading = escapeHtml(title);
  const mark = exercise && escapeHtml(exercise.mark);
  return `<!DOCTYPE html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${mark === undefined ? '' : `${mark} · `}${heading} · Holdfire</title><style>${STYLE}</style></head>
<body><main>
${exercise ? `<p class="mark">${mark}<span>${escapeHtml(exercise.says)}</span></p>` : ''}
${to === undefined ? '' : `<p class="to">${escapeHtml(to)}</p>`}
<h1>${heading}</h1>
${body}
${mark === undefined ? '' : `<p class="soft">${mark}</p>`}
</main></body></html>
`;
}
