/**
 * The page behind a link to acknowledge by, in the words of the notices and the language of the office. Everything on
 * it that came from outside goes through the notices' own cleaning and is escaped.
 */
import type { CaseState } from '../../domain/case/state.js';
import type { CaseOffice } from '../../domain/directory/directory.js';
import type { Instant } from '../../domain/instant.js';
import type { Language } from '../../domain/local-times.js';
import { cleanName, cleanText, escapeHtml } from '../../domain/notice/clean.js';
import { sentWith } from '../../domain/notice/link-token.js';
import type { LinkClaims } from '../../domain/notice/link-token.js';
import type { Says } from '../../domain/notice/phrases.js';
import { brief } from '../../domain/notice/telling.js';
import { LANGUAGES, sayings } from '../../domain/notice/wording.js';
import type { LinkState } from './link-state.js';
import { framed } from './page-frame.js';
import { ENGLISH, UKRAINIAN } from './page-words.js';
import type { PageWords } from './page-words.js';

export type Action = 'acknowledge' | 'pass' | 'undo';

/** What came of a button. */
export type Pressed =
  | { kind: 'done'; action: Action }
  | { kind: 'pending' }
  /** `detail` is the refusal's own sentence, in English. */
  | { kind: 'refused'; detail: string }
  | { kind: 'after-closure'; entry: number | undefined };

const WORDS: Record<Language, PageWords> = { en: ENGLISH, uk: UKRAINIAN };

/** Where no case is shown: a link that nobody made, or a case that cannot be reached. */
export function casePageWithout(kind: 'foreign' | 'away', language: Language): string {
  const { title, text } = WORDS[language][kind];
  return framed({ language, title, body: paragraph(text) });
}

export interface LinkPage {
  state: CaseState;
  claims: LinkClaims;
  found: LinkState;
  pressed?: Pressed;
}

export function linkPage({ state, claims, found, pressed }: LinkPage): string {
  const office = state.directory.offices[claims.office];
  const { language = 'en', timeZone = 'UTC' } = office ?? {};
  const says = sayings({ brief: brief(state), names: {} }, { language, timeZone });
  const p = LANGUAGES[language];
  const { title, body } = pressed?.kind === 'pending' ? pending(WORDS[language]) : told(state, claims, found, says);
  return framed({
    language,
    title,
    ...(state.exercise ? { exercise: { mark: p.exercise, says: p.notReal } } : {}),
    to: `${p.labels.to}: ${office ? says.words(office.name) : claims.office}`,
    body: [
      pressed ? outcome(pressed, WORDS[language]) : '',
      body,
      // What an office may know of a case ends with its place in the directory, and with the link.
      found.kind === 'expired' || found.kind === 'removed' ? '' : standing(state, claims, says, language),
    ].join('\n'),
  });
}

/** What the page is about, by what the link has found. */
function told(state: CaseState, claims: LinkClaims, found: LinkState, says: Says): { title: string; body: string } {
  const office = state.directory.offices[claims.office];
  const w = WORDS[office?.language ?? 'en'];
  switch (found.kind) {
    case 'asked':
      return { title: w.asked.title, body: asked(state, office, found.deputy, w, says) };
    case 'acknowledged': {
      const { by, undoUntil } = found;
      const giver = state.directory.offices[by.office]?.name;
      const lines = [w.acknowledged.by(giver ? says.words(giver) : says.plain(by.office), says.when(by.at))];
      const undo =
        undoUntil === undefined ? [] : [button('undo', w.undo, 'second'), soft(w.undoUntil(says.when(undoUntil)))];
      return {
        title: w.acknowledged.title,
        body: [...lines.map(paragraph), ...undo, soft(w.acknowledged.anew)].join('\n'),
      };
    }
    case 'closed':
      return { title: w.closed.title, body: paragraph(w.closed.since(says.when(found.at))) };
    case 'removed':
      return { title: w.removed.title, body: paragraph(w.removed.text) };
    case 'expired':
      return {
        title: w.expired.title,
        body: [paragraph(w.expired.text(says.when(claims.expiresAt))), soft(`${w.message}: ${messageId(claims)}`)].join(
          '\n',
        ),
      };
  }
}

function asked(
  state: CaseState,
  office: CaseOffice | undefined,
  deputy: Extract<LinkState, { kind: 'asked' }>['deputy'],
  w: PageWords,
  says: Says,
): string {
  const organisation = office && state.directory.organisations[office.organisation]?.name;
  const pass = {
    'to-be-told': [button('pass', w.pass, 'second'), soft(w.passes)],
    told: [soft(w.deputyTold)],
    none: [soft(w.noDeputy)],
  }[deputy];
  return [
    paragraph(w.asked.means(organisation ? says.words(organisation) : '')),
    paragraph(w.asked.covers),
    button('acknowledge', w.acknowledge),
    ...pass,
  ].join('\n');
}

const pending = (w: PageWords): { title: string; body: string } => ({
  title: w.pending.title,
  body: [paragraph(w.pending.text), `<p><a href="">${escapeHtml(w.pending.look)}</a></p>`].join('\n'),
});

function outcome(pressed: Pressed, w: PageWords): string {
  const said = (html: string): string => `<p class="said" role="status">${html}</p>`;
  switch (pressed.kind) {
    case 'done':
      return said(escapeHtml(w.done[pressed.action]));
    case 'pending':
      return '';
    case 'refused':
      return said(`${escapeHtml(w.notDone)} <span lang="en">${escapeHtml(cleanText(pressed.detail))}</span>`);
    case 'after-closure':
      return said(escapeHtml(w.closed.kept(pressed.entry)));
  }
}

/** The case as its notices restate it. */
function standing(state: CaseState, claims: LinkClaims, says: Says, language: Language): string {
  const p = LANGUAGES[language];
  const w = WORDS[language];
  const { posture, level, status, violationKind, firstViolationAt } = says.brief;
  const when = (at: Instant): string => says.when(at);
  const rows: [string, string][] = [
    [p.labels.caseId, cleanName(state.caseId)],
    [p.labels.place, says.place],
    [p.labels.violation, p.violationKind(says.plain(violationKind))],
    [p.labels.firstViolation, when(firstViolationAt)],
    [p.labels.state, p.state(posture === 0 ? p.quiet : says.phase(posture), String(level), p.status[status])],
    [w.message, messageId(claims)],
    [w.sent, when(sentWith(claims))],
    [w.validUntil, when(claims.expiresAt)],
  ];
  const list = rows.map(([term, value]) => `<div><dt>${escapeHtml(term)}</dt><dd>${escapeHtml(value)}</dd></div>`);
  return [`<h2>${escapeHtml(p.labels.case)}</h2>`, `<dl>${list.join('\n')}</dl>`, soft(w.holder)].join('\n');
}

/** As the message itself names it. */
const messageId = ({ caseId, noticeId }: LinkClaims): string => `${caseId}.${noticeId}`;

const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
const soft = (text: string): string => `<p class="soft">${escapeHtml(text)}</p>`;

/** A form for each button: it goes to the address of the page itself, which holds the token. */
const button = (action: Action, label: string, look?: 'second'): string =>
  `<form method="post"><button type="submit" name="action" value="${action}"${look ? ` class="${look}"` : ''}>${escapeHtml(label)}</button></form>`;
