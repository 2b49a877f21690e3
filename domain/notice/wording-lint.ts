/**
 * Checks the restraint of a rendered notice (RULES 7): verbs addressed to the reader are only read, acknowledge,
 * confirm, record, report, convene and answer; nothing is presumed or commanded; an exercise says so. What people
 * wrote themselves stands in quotation marks and is theirs.
 */
import type { Rendered } from './wording.js';

/** Faults in words; none for a notice that keeps to the rules. */
export function lintNotice({ subject, text }: Rendered, language: 'en' | 'uk', exercise: boolean): string[] {
  const own = text.replace(/“[^”]*”|«[^»]*»/g, '…');
  return [
    ...hidden(`${subject}${text}`),
    ...verbs(own, language),
    ...(exercise ? missingMark(subject, text, language) : []),
    ...(/[\r\n]/.test(subject) ? ['The subject is more than one line.'] : []),
  ];
}

const MARK = { en: 'EXERCISE', uk: 'НАВЧАННЯ (EXERCISE)' } as const;

function missingMark(subject: string, text: string, language: 'en' | 'uk'): string[] {
  const lines = text.trimEnd().split('\n');
  const places = { subject, 'first line': lines[0] ?? '', 'last line': lines.at(-1) ?? '' };
  return Object.entries(places).flatMap(([place, words]) =>
    words.startsWith(MARK[language]) ? [] : [`${MARK[language]} does not come first in the ${place}.`],
  );
}

function hidden(text: string): string[] {
  const found = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(text.replaceAll('\n', ''))?.[0];
  return found === undefined ? [] : [`It holds the unseen character U+${found.codePointAt(0)?.toString(16)}.`];
}

function verbs(text: string, language: 'en' | 'uk'): string[] {
  return language === 'en' ? [...english(text), ...asks(text, ASKS.en)] : [...ukrainian(text), ...asks(text, ASKS.uk)];
}

const ASKS = {
  en: /^(read|acknowledge|confirm|record|report|convene|answer)\b/i,
  uk: /^(прочитайте|підтвердьте|зафіксуйте|повідомте|скличте|дайте відповідь)(?=[\s:,])/iu,
} as const;

/** The lines below "Asked of you", which end with the first line that is none. */
function asks(text: string, allowed: RegExp): string[] {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => /^(Asked of you|Про що вас просять):$/.test(line)) + 1;
  const asked = lines.slice(from).slice(
    0,
    lines.slice(from).findIndex((line) => !line.startsWith('- ')),
  );
  if (from === 0 || asked.length === 0) return ['It does not say what is asked of the reader.'];
  return asked.flatMap((line) => (allowed.test(line.slice(2)) ? [] : [`It asks in other words: ${line}`]));
}

/** Verbs that would begin a command. English gives no other sign of an imperative than its place. */
const COMMANDS = new Set(
  (
    'act activate advance alert approve arm assess assist attack attend avoid begin block call cancel cease check choose click ' +
    'close come condemn consider contact continue coordinate counter decide declare defend deploy do end engage ensure ' +
    'evacuate execute fire follow forward give go halt help hold ignore implement inform initiate intervene join keep launch ' +
    'let make meet mobilise mobilize move note notify obey open order pass pay please prepare press protect provide punish reply ' +
    'resist respond retaliate return review send shoot sign stand start stay stop strike submit support take tell treat try use ' +
    'verify vote wait warn withdraw'
  ).split(' '),
);

const PRESSING =
  /\b(must|shall|should|ought|have to|has to|need to|needs to|required to|are to|immediately|urgent(ly)?)\b/i;

function english(text: string): string[] {
  const faults = text.split(/(?<=[.!?;:])\s+|\n(?:- )?/).flatMap((sentence) => {
    const first = /^[\s(]*([A-Za-z]+)(?=[\s,])/.exec(sentence)?.[1]?.toLowerCase() ?? '';
    return COMMANDS.has(first) ? [`It commands: ${sentence}`] : [];
  });
  const pressing = PRESSING.exec(text)?.[0];
  return pressing === undefined ? faults : [...faults, `It presses: ${pressing}`];
}

/** Ukrainian imperatives show themselves by their ending. */
const IMPERATIVE = /(?<!\p{L})\p{L}+(?:йте|ьте|[бвгджзклмнпрстфхцчшщ]те|іть|їть)(?!\p{L})/giu;
const ALLOWED = new Set(['прочитайте', 'підтвердьте', 'зафіксуйте', 'повідомте', 'скличте', 'дайте']);
const PRESSING_UK =
  /(?<!\p{L})(мусите|мусить|повинні|повинен|повинна|зобов’язані|зобов’язаний|негайно|терміново)(?!\p{L})/iu;

function ukrainian(text: string): string[] {
  const faults = [...text.matchAll(IMPERATIVE)].flatMap(([word]) =>
    ALLOWED.has(word.toLowerCase()) ? [] : [`It commands: ${word}`],
  );
  const pressing = PRESSING_UK.exec(text)?.[0];
  return pressing === undefined ? faults : [...faults, `It presses: ${pressing}`];
}
