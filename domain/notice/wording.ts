/**
 * What a recipient reads (RULES 7): what is on record, what is asked and by when, the state of the case, and why.
 * A notice states; it never presumes or commands. The sentences of each topic are in `wording-en.ts`, `wording-uk.ts`.
 */
import { between } from '../instant.js';
import type { Instant } from '../instant.js';
import { inZone } from '../local-times.js';
import type { Language } from '../local-times.js';
import { sectorName } from '../sectors.js';
import { spanInWords } from '../span-in-words.js';
import type { Matter, Message, Telling } from './matter.js';
import { ENGLISH } from './wording-en.js';
import { UKRAINIAN } from './wording-uk.js';

export interface Rendered {
  subject: string;
  text: string;
  /** What is asked: `acknowledge`, and ids of duties. */
  requires: string[];
  /** The soonest instant by which something is asked. */
  due?: Instant;
}

/** What the sentences of a language are told. */
export interface Speaker {
  language: Language;
  /** An instant in UTC with the reader's local time. */
  at(instant: Instant): string;
  span(milliseconds: number): string;
  name(id: string): string;
  names(ids: readonly string[]): string;
  duty(id: string): string;
  phase(number: number): string;
  /** Text that somebody typed, made harmless and short enough. */
  quote(text: string): string;
}

/** The words of one language. */
export interface Wording {
  /** One line that fits a subject. */
  headline(facts: Matter['facts'], say: Speaker): string;
  /** Sentences of what is on record. */
  body(facts: Matter['facts'], say: Speaker): string[];
  labels: Record<Label, string>;
}

export type Label =
  | 'exercise'
  | 'exerciseLine'
  | 'asked'
  | 'nothing'
  | 'acknowledge'
  | 'by'
  | 'case'
  | 'place'
  | 'kind'
  | 'status'
  | 'open'
  | 'quiet'
  | 'closed'
  | 'phase'
  | 'none'
  | 'first'
  | 'opens'
  | 'opened'
  | 'ifDeclared'
  | 'left'
  | 'passed'
  | 'updates'
  | 'why'
  | 'plan'
  | 'message'
  | 'link'
  | 'divided'
  | 'planTime'
  | 'entry'
  | 'noEntry'
  | 'rule';

const MOST_QUOTED = 600;
const MOST_SUBJECT = 160;
/** Control characters, and the signs that turn the direction of text. */
// oxlint-disable-next-line no-control-regex -- it is these that must not pass
const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

export function renderMessage(
  telling: Telling,
  message: Message,
  extra: { link?: string; closingHash?: string } = {},
): Rendered {
  const { brief } = telling;
  const wording = message.recipient.language === 'uk' ? UKRAINIAN : ENGLISH;
  const say = speaker(telling, message);
  const matters = telling.matters.filter(({ id }) => message.matters.includes(id));
  const headlines = matters.map(({ facts }) => wording.headline(facts, say));
  const exercise = brief.exercise ? `${wording.labels.exercise}: ` : '';
  const subject = clean(`${exercise}${headlines[0] ?? ''}${more(headlines.length)} · ${brief.sector} · ${brief.caseId}`);
  const owed = brief.duties.filter(({ id }) => message.owes.includes(id));
  const due = owed.map(({ workingDueAt }) => workingDueAt).sort()[0];
  const lines = [
    ...(brief.exercise ? [wording.labels.exerciseLine, ''] : []),
    ...matters.flatMap((matter, index) => [
      `${matters.length > 1 ? `${index + 1}. ` : ''}${headlines[index] ?? ''}`,
      ...wording.body(matter.facts, say),
      '',
    ]),
    ...asked(telling, message, wording, say),
    '',
    ...state(telling, wording, say),
    ...(message.updates === undefined ? [] : [`${wording.labels.updates}: ${message.updates}`]),
    ...matters.map(({ because }) => `${wording.labels.why}: ${wording.labels.rule} ${because.clause}. ${because.why}`),
    `${wording.labels.plan}: ${brief.plan.id} ${brief.plan.version} (${brief.plan.hash.slice(0, 12)})`,
    ...closing(matters, wording, extra.closingHash),
    `${wording.labels.message}: ${message.id}`,
    ...(extra.link === undefined ? [] : [`${wording.labels.link}: ${extra.link}`]),
    ...(brief.exercise ? ['', wording.labels.exerciseLine] : []),
  ];
  const requires = [...(message.acknowledge ? ['acknowledge'] : []), ...message.owes];
  return {
    subject: subject.length > MOST_SUBJECT ? `${subject.slice(0, MOST_SUBJECT - 1)}…` : subject,
    text: `${lines.join('\n').trim()}\n`,
    requires,
    ...(due === undefined ? {} : { due }),
  };
}

const more = (count: number): string => (count > 1 ? ` (+${count - 1})` : '');

/** One line, nothing that a header or a terminal would take for an order. */
const clean = (text: string): string => text.replace(/[\r\n\t]+/g, ' ').replace(HARMFUL, '').trim();

function speaker({ brief, names }: Telling, { recipient }: Message): Speaker {
  const { language, timeZone } = recipient;
  const name = (id: string): string => names[id]?.[language] ?? id;
  const planTime = (instant: Instant): string => {
    if (brief.speed === 1) return '';
    const span = Math.round((between(brief.firstViolationAt, instant) * brief.speed) / 60_000) * 60_000;
    return span < 0 ? '' : `, T0 + ${spanInWords(span, language)}`;
  };
  return {
    language,
    at: (instant) => {
      const utc = `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
      return `${utc} (${inZone(instant, timeZone, language)}${planTime(instant)})`;
    },
    span: (milliseconds) => {
      const whole = Math.round((Math.abs(milliseconds) * brief.speed) / 60_000) * 60_000;
      return spanInWords(whole, language);
    },
    name,
    names: (ids) => ids.map(name).join(', '),
    duty: (id) => brief.duties.find((duty) => duty.id === id)?.label[language] ?? id,
    phase: (number) => `${number}, ${brief.phaseNames[number]?.[language] ?? ''}`,
    quote: (text) => {
      const harmless = clean(text);
      return `“${harmless.length > MOST_QUOTED ? `${harmless.slice(0, MOST_QUOTED)}…` : harmless}”`;
    },
  };
}

function asked({ brief }: Telling, message: Message, { labels }: Wording, say: Speaker): string[] {
  const { language } = say;
  const owed = message.owes.flatMap((id) => brief.duties.find((duty) => duty.id === id) ?? []);
  const lines = owed.map(({ asks, workingDueAt, id }) => `- ${asks[language]} ${labels.by} ${say.at(workingDueAt)}. [${id}]`);
  if (message.acknowledge) lines.unshift(`- ${labels.acknowledge}`);
  return [`${labels.asked}:`, ...(lines.length > 0 ? lines : [`- ${labels.nothing}`])];
}

function state({ brief }: Telling, { labels }: Wording, say: Speaker): string[] {
  const { status, posture, firstViolationAt, gates, speed } = brief;
  const phase = posture === 0 ? labels.none : say.phase(posture);
  return [
    `${labels.case}: ${brief.caseId} (${labels[status]})`,
    `${labels.place}: ${brief.sector}, ${sectorName(brief.sector, say.language)}${brief.place ? `, ${clean(brief.place)}` : ''}`,
    `${labels.kind}: ${clean(brief.violationKind)}`,
    `${labels.phase}: ${phase}`,
    `${labels.first}: ${say.at(firstViolationAt)}`,
    ...gates.map(({ phase: number, opensAt, openedAt, needsDeclaration }) => {
      const name = `${labels.phase} ${say.phase(number)}`;
      if (openedAt !== undefined) return `${name}: ${labels.opened} ${say.at(openedAt)}`;
      if (status !== 'open') return `${name}: ${labels.none}`;
      return `${name}: ${needsDeclaration ? labels.ifDeclared : labels.opens} ${say.at(opensAt)}`;
    }),
    ...windows(brief, labels, say),
    ...(speed === 1 ? [] : [`${labels.divided} ${speed}. ${labels.planTime}`]),
  ];
}

/** How much of what is still owed by the plan's windows was left when this was written. */
function windows(brief: Telling['brief'], labels: Wording['labels'], say: Speaker): string[] {
  return brief.duties
    .filter((duty) => ['open', 'approaching', 'overdue', 'confirming'].includes(duty.state))
    .map(({ id, label, workingDueAt, charged }) => {
      const mark = charged ? '' : ' *';
      return `${id}${mark} ${label[say.language]}: ${labels.by} ${say.at(workingDueAt)}`;
    });
}

function closing(matters: readonly Matter[], { labels }: Wording, hash: string | undefined): string[] {
  if (!matters.some(({ facts }) => facts.topic === 'case-closed')) return [];
  return [hash === undefined ? labels.noEntry : `${labels.entry}: ${hash}`];
}

