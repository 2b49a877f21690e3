/** The frame of the page to acknowledge by: no script, nothing from another host, one style that the policy names. */
import { createHash } from 'node:crypto';
import { escapeHtml } from '../../domain/notice/clean.js';

/** The board's own colours and type (`board/style.css`), light and dark; `page-frame.spec.ts` compares them. */
export const STYLE = `:root{color-scheme:light dark;--ground:#f4f4f1;--raised:#ffffff;--ink:#15181b;--faint:#525960;--line:#d3d5d1;--alarm:#a63f00;--wait:#6b5200;--calm:#00664b;--link:#005a94;--passed:#0072b2;--on:#ffffff;font:16px/1.45 system-ui,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif;font-variant-numeric:tabular-nums}
@media(prefers-color-scheme:dark){:root{--ground:#0f1215;--raised:#181c21;--ink:#e4e5e3;--faint:#a3abb4;--line:#313840;--alarm:#ff9a4d;--wait:#f0c94a;--calm:#4fd0a8;--link:#7cc4f2;--passed:#56b4e9;--on:#10161b}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;background:var(--ground);color:var(--ink);overflow-wrap:anywhere}
.exercise{border:.7rem solid transparent;border-image:repeating-linear-gradient(45deg,#e69f00 0 14px,#16191c 14px 28px) 12}
.mark{display:flex;flex-wrap:wrap;gap:0 1.25rem;margin:0;padding:.3rem 1rem;background:#f5d27a;color:#16191c}.mark strong{letter-spacing:.14em}
header{padding:.5rem 1rem;background:var(--raised);border-bottom:1px solid var(--line)}
.name{display:inline-flex;align-items:center;gap:.5rem;margin:0;min-height:2.2rem;font-weight:720;font-size:1.05rem;letter-spacing:.01em}.name path{fill:var(--passed)}
main{max-width:44rem;margin:0 auto;padding:0 1rem 3rem}h1{font-size:1.6rem;line-height:1.2;font-weight:680;letter-spacing:-.01em;margin:.2rem 0 .75rem}h2{font-size:1.1rem;margin:1.75rem 0 .5rem}p{margin:.4rem 0}
.to,.soft{color:var(--faint)}.to{margin:1rem 0 0}.said{margin:1rem 0;padding:.6rem 1rem;border:2px solid var(--passed);border-radius:6px;background:var(--raised);font-weight:600}
form{margin:1rem 0 .25rem}button{width:100%;min-height:3.25rem;padding:.6rem 1rem;font:inherit;font-weight:600;border:1px solid transparent;border-radius:3px;background:var(--link);color:var(--on);cursor:pointer}
button.second{border-color:var(--faint);background:var(--raised);color:var(--ink)}a{color:var(--link)}:focus-visible{outline:3px solid var(--passed);outline-offset:2px}
dl{margin:0;padding:0 1rem;background:var(--raised);border:1px solid var(--line);border-radius:6px}dl div{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,2fr);gap:0 1rem;padding:.45rem 0}dl div+div{border-top:1px solid var(--line)}dt{color:var(--faint);font-size:.9rem}dd{margin:0}
@media(max-width:30rem){dl div{display:block}.exercise{border-width:.4rem}}
@media print{:root{color-scheme:light;--ground:#fff;--raised:#fff;--ink:#000;--faint:#000}form{display:none}.exercise{border:0;border-image:none}.mark{border:2px solid #000;background:none}}`;

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
<body${exercise ? ' class="exercise"' : ''}>
${exercise ? `<p class="mark"><strong>${mark}</strong><span>${escapeHtml(exercise.says)}</span></p>` : ''}
<header><p class="name"><svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M3 20V14h6v6M9 20V9h6v11M15 20V4h6v16"/></svg>Holdfire</p></header>
<main>
${to === undefined ? '' : `<p class="to">${escapeHtml(to)}</p>`}
<h1>${heading}</h1>
${body}
${mark === undefined ? '' : `<p class="soft">${mark}</p>`}
</main></body></html>
`;
}
