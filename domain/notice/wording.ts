/**
 * Turns matters, the state of the case and a recipient into a subject and a text in the recipient's language. The
 * order never changes: what happened, what is asked and by when, where the case stands, why, and the numbers by which
 * all of it is found again (RULES 7). Pure; sending is the channels' business.
 */
import { between, earlier, instant, ms, MINUTE, SECOND } from '../instant.js';
import type { Instant, Span } from '../instant.js';
import { inZone } from '../local-times.js';
import { sectorName } from '../sectors.js';
import { spanInWords } from '../span-in-words.js';
import { cleanName, cleanText } from './clean.js';
import type { CaseBrief, FactsOf, Matter, Message, Telling } from './matter.js';
import type { Phrases, Says } from './phrases.js';
import { english } from './wording-en.js';
import { ukrainian } from './wording-uk.js';

export interface Extra {
  /** Where the reader sees the case and answers. */
  link?: string;
  /** The link leads to the page to acknowledge by, or to pass it on. */
  answers?: boolean;
  /** Of the closing entry, where the record could be read. */
  closingHash?: string;
}

export interface Rendered {
  subject: string;
  text: string;
  /** What is asked: `acknowledge`, ids of proposals (`p1`) and of duties (`D1`). */
  requires: string[];
  /** The earliest instant by which a proposal or duty is asked for. */
  due?: Instant;
}

export const LANGUAGES: Record<Message['recipient']['language'], Phrases> = { en: english, uk: ukrainian };

/** Subjects name this many matters; the text names all. */
const MATTERS_IN_SUBJECT = 2;

export function renderMessage(telling: Telling, message: Message, extra: Extra = {}): Rendered {
  const { brief } = telling;
  const p = LANGUAGES[message.recipient.language];
  const matters = message.matters.flatMap((id) => telling.matters.find((matter) => matter.id === id) ?? []);
  const asOf = matters.map(({ madeAt }) => madeAt).reduce((a, b) => (a > b ? a : b), brief.firstViolationAt);
  const says = sayings(telling, message.recipient, extra);
  const asked = asks(brief, message, matters, asOf, p, says);
  const lines = [
    ...happened(matters, p, says),
    '',
    `${p.labels.asked}:`,
    ...asked.lines.map((line) => `- ${line}`),
    ...(extra.link === undefined ? [] : [`${extra.answers ? p.labels.answer : p.labels.link}: ${extra.link}`]),
    '',
    ...standing(brief, message, asOf, p, says),
    ...(brief.exercise ? ['', p.notReal] : []),
    ...(brief.exercise && brief.speed > 1 ? [p.divided(String(brief.speed))] : []),
  ];
  return {
    subject: subject(brief, matters, p, says),
    text: framed(lines, brief.exercise, p).join('\n'),
    requires: asked.requires,
    ...(asked.due === undefined ? {} : { due: asked.due }),
  };
}

/** An exercise says so before anything else, and after everything else. */
function framed(lines: readonly string[], exercise: boolean, p: Phrases): string[] {
  if (!exercise) return [...lines];
  return [`${p.exercise} · ${lines[0] ?? ''}`, ...lines.slice(1), '', p.exercise];
}

function subject(brief: CaseBrief, matters: readonly Matter[], p: Phrases, says: Says): string {
  const named = matters.slice(0, MATTERS_IN_SUBJECT).map(({ facts }) => p.headline(facts, says));
  const more = matters.length - named.length;
  const about = [...named, ...(more > 0 ? [p.more(more)] : [])].join('; ');
  return [...(brief.exercise ? [p.exercise] : []), about, says.place, cleanName(brief.caseId)].join(' · ');
}

/** Each matter in the order in which it was decided, with its own reason. */
function happened(matters: readonly Matter[], p: Phrases, says: Says): string[] {
  return matters.flatMap(({ facts, because }, index) => {
    const [first = '', ...rest] = p.happened(facts, says);
    const number = matters.length > 1 ? `${p.number(index + 1, matters.length)} ` : '';
    const reason = p.reason(says.plain(because.why), facts.topic);
    return [
      ...(index > 0 ? [''] : []),
      `${number}${first}`,
      ...rest,
      `${p.labels.reason}: ${p.clause(says.plain(because.clause))}. ${reason}`,
    ];
  });
}

interface Asked {
  lines: string[];
  requires: string[];
  due?: Instant;
}

function asks(
  brief: CaseBrief,
  { acknowledge, owes }: Message,
  matters: readonly Matter[],
  asOf: Instant,
  p: Phrases,
  says: Says,
): Asked {
  const proposals = acknowledge ? matters.flatMap(({ facts }) => (facts.topic === 'proposal-made' ? [facts] : [])) : [];
  const duties = owes.flatMap((id) => brief.duties.find((duty) => duty.id === id) ?? []);
  const lines = [
    ...(acknowledge ? [p.askAcknowledge] : []),
    ...proposals.map((facts: FactsOf<'proposal-made'>) =>
      p.askAnswer(facts.proposalId, p.act(facts.act), says.when(facts.expiresAt)),
    ),
    ...duties.map(({ id, asks: ask, workingDueAt, charged }) => {
      const past = workingDueAt <= asOf;
      const line = p.askDuty(id, says.words(ask), says.when(workingDueAt), past);
      return past && !charged ? `${line} ${p.notCharged}` : line;
    }),
  ];
  const instants = [...proposals.map(({ expiresAt }) => expiresAt), ...duties.map(({ workingDueAt }) => workingDueAt)];
  return {
    lines: lines.length > 0 ? lines : [p.askNothing],
    requires: [
      ...(acknowledge ? ['acknowledge'] : []),
      ...proposals.map(({ proposalId }) => proposalId),
      ...duties.map(({ id }) => id),
    ],
    ...(instants.length > 0 ? { due: instants.reduce(earlier) } : {}),
  };
}

/** The case as every notice restates it. */
function standing(brief: CaseBrief, message: Message, asOf: Instant, p: Phrases, says: Says): string[] {
  const { labels } = p;
  const phase = brief.posture === 0 ? p.quiet : says.phase(brief.posture);
  const { plan } = brief;
  return [
    `${labels.case}:`,
    `${labels.caseId}: ${cleanName(brief.caseId)}`,
    `${labels.place}: ${says.place}`,
    `${labels.violation}: ${p.violationKind(says.plain(brief.violationKind))}`,
    `${labels.firstViolation}: ${says.when(brief.firstViolationAt)}`,
    `${labels.state}: ${p.state(phase, String(brief.level), p.status[brief.status])}`,
    `${labels.windows} (${labels.asOf} ${says.when(asOf)}):`,
    ...windows(brief, asOf, p, says).map((line) => `- ${line}`),
    `${labels.plan}: ${p.planLine(says.plain(plan.id), plan.version, plan.hash.slice(0, 12))}`,
    `${labels.to}: ${says.words(message.recipient.name)}`,
    `${labels.message}: ${message.id}`,
    ...(message.updates === undefined || message.updates === message.id
      ? []
      : [`${labels.updates}: ${message.updates}`]),
  ];
}

/** What is left of the agreement's windows: until each gate, and until a declaration would come too late. */
function windows(brief: CaseBrief, asOf: Instant, p: Phrases, says: Says): string[] {
  if (brief.status !== 'open') return [p.window.none];
  return brief.gates.flatMap(({ phase, opensAt, openedAt, needsDeclaration, lapsesAt }) => {
    const name = says.phase(phase);
    if (openedAt !== undefined) return [p.window.open(name, says.when(openedAt))];
    const end = needsDeclaration ? lapsesAt : opensAt;
    if (end === undefined) return [p.window.notBefore(says.hours(opensAt), name, says.when(opensAt))];
    const [ahead, past] = needsDeclaration
      ? [p.window.byDeclaration, p.window.byDeclarationPast]
      : [p.window.toPhase, p.window.toPhasePast];
    const hours = says.hours(end);
    return [
      end > asOf
        ? ahead(hours, name, says.span(between(asOf, end)), says.when(end))
        : past(hours, name, says.when(end)),
    ];
  });
}

/** The values of a case as this reader is told them, in notices and on the page that they lead to. */
export function sayings(
  { brief, names }: Pick<Telling, 'brief' | 'names'>,
  { language, timeZone }: Pick<Message['recipient'], 'language' | 'timeZone'>,
  extra: Extra = {},
): Says {
  const p = LANGUAGES[language];
  const atSpeed = brief.exercise && brief.speed > 1;
  const words: Says['words'] = (both) => cleanText(both[language]);
  const plain: Says['plain'] = cleanName;
  const name: Says['name'] = (id) => plain(names[id]?.[language] ?? id);
  const duty: Says['duty'] = (id) => {
    const label = brief.duties.find((one) => one.id === id)?.label;
    return label === undefined ? plain(id) : `${plain(id)} (${words(label)})`;
  };
  const span = (real: Span): string => spanInWords(rounded(real), language);
  const planned = (real: Span): string => spanInWords(nearest(real * brief.speed), language);
  const fromFirst = (at: Instant): Span => nearest(between(brief.firstViolationAt, at) * brief.speed);
  return {
    brief,
    when: (at) =>
      [
        ...onTheClocks(at, timeZone, language, p),
        ...(atSpeed ? [p.planTime(offsetText(fromFirst(at), language))] : []),
      ].join(' = '),
    span: (real) => (atSpeed ? p.planSpan(planned(real), span(real)) : span(real)),
    hours: (at) => hoursText(fromFirst(at), language),
    phase: (phase) => {
      const named = brief.phaseNames[phase];
      return named === undefined ? String(phase) : `${phase} (${words(named)})`;
    },
    name,
    names: (ids) => ids.map(name).join('; '),
    duty,
    duties: (ids) => ids.map(duty).join('; '),
    words,
    quote: (text) => `${p.quotes[0]}${cleanText(text)}${p.quotes[1]}`,
    plain,
    place: placeOf(brief, language),
    ...(extra.closingHash === undefined ? {} : { closingHash: extra.closingHash }),
  };
}

/** UTC first. The reader's own time without the date where that is the same, and not at all where all of it is. */
function onTheClocks(at: Instant, timeZone: string, language: 'en' | 'uk', p: Phrases): string[] {
  // Cut to the second, never rounded up: nothing is promised for longer than it lasts.
  const second = instant(Math.floor(ms(at) / SECOND) * SECOND);
  const utc = inZone(second, 'UTC', language);
  const local = inZone(second, timeZone, language);
  const [utcDate = '', utcClock = ''] = utc.split(', ');
  const [date = '', clock = ''] = local.split(', ');
  if (date === utcDate && clock.split(' ')[0] === utcClock.split(' ')[0]) return [utc];
  const weekday = date.split(' ')[0] ?? '';
  return [utc, p.yourTime(date === utcDate ? `${weekday} ${clock}` : local)];
}

function placeOf({ sector, place }: CaseBrief, language: 'en' | 'uk'): string {
  const region = cleanName(sectorName(sector, language));
  const named = region === sector ? region : `${region} (${cleanName(sector)})`;
  const where = cleanName(place);
  return where === '' ? named : `${named}, ${where}`;
}

/** To the minute: a real clock cut to milliseconds, times the speed, misses the plan's by seconds. */
const nearest = (span: Span): Span => Math.round(span / MINUTE) * MINUTE;

/** Down: what is left is never said to be longer than it is. Seconds only where there are few minutes. */
function rounded(span: Span): Span {
  const unit = span >= 10 * MINUTE ? MINUTE : SECOND;
  return Math.max(span > 0 ? SECOND : 0, Math.floor(span / unit) * unit);
}

function hoursText(span: Span, language: 'en' | 'uk'): string {
  const hours = Math.round((span / (60 * MINUTE)) * 100) / 100;
  return language === 'uk' ? String(hours).replace('.', ',') : String(hours);
}

/** `T0 + 24:00`. */
function offsetText(span: Span, language: 'en' | 'uk'): string {
  const minutes = Math.abs(span) / MINUTE;
  const clock = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return `T0 ${span < 0 ? '−' : '+'} ${clock} ${language === 'uk' ? 'год' : 'h'}`;
}
