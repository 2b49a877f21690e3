/** An alarm in words, for whoever looks after the machines at night. */
import type { Alarm } from './alarms.js';
import { messageIdOf } from './alarms.js';
import type { FindingKind } from './finding.js';

interface Words {
  /** After a number. */
  counted: [one: string, many: string];
  /** What it means, and where to look first. */
  meaning: string;
  over: string;
}

export const WORDS: Record<FindingKind, Words> = {
  due: {
    counted: ['instant has passed without a trace', 'instants have passed without a trace'],
    meaning: 'Workers or the Temporal server do not do what is due. People may not have been told.',
    over: 'Everything that was due has its entry.',
  },
  report: {
    counted: ['accepted report is in no case', 'accepted reports are in no case'],
    meaning: 'The API does not bring reports to Temporal, or no worker takes them.',
    over: 'Every accepted report is where it belongs.',
  },
  command: {
    counted: ['command has no answer', 'commands have no answer'],
    meaning: 'No worker takes what people sign and record.',
    over: 'Every command has its answer.',
  },
  notice: {
    counted: ['notice has no outcome', 'notices have no outcome'],
    meaning: 'Messages are still being tried, or a worker died with them: look at the mail relay and at "not told".',
    over: 'It is known what came of every notice.',
  },
  canary: {
    counted: ['canary is silent', 'canaries are silent'],
    meaning: 'Nothing goes from the Temporal server over a worker into the record.',
    over: 'The canary is back.',
  },
  seal: {
    counted: ['record is not sealed', 'records are not sealed'],
    meaning: 'What is written now can be rewritten unnoticed until it is sealed. Gates and notices go on without it.',
    over: 'The record is sealed again.',
  },
  record: {
    counted: ['record cannot be read', 'records cannot be read'],
    meaning: 'While it is away nobody watches whether what is due is done. Gates and notices go on without it.',
    over: 'The record can be read again.',
  },
  entry: {
    counted: ['stream cannot be understood', 'streams cannot be understood'],
    meaning:
      'This watchdog is older than what writes the record, or an entry was altered: what is due there is not watched.',
    over: 'Every stream can be understood.',
  },
  clock: {
    counted: ['clock is wrong', 'clocks are wrong'],
    meaning: 'The clocks of this host and of the workers differ; set them by NTP.',
    over: 'The clocks agree.',
  },
};

export interface SpokenWords {
  subject: string;
  text: string;
}

export function inWords(alarm: Alarm, installation: string): SpokenWords {
  const { kind, world, over, count, findings, nth, begun, saidAt, goneSince } = alarm;
  const words = WORDS[kind];
  const [one, many] = words.counted;
  const marked = world === 'exercise' ? 'EXERCISE: ' : '';
  const head = over ? `Over: ${words.over}` : `${count} ${count === 1 ? one : many}`;
  const more = count > findings.length ? [`… and ${count - findings.length} more.`] : [];
  const body = over
    ? [`${words.over} It lasted from ${begun} to ${goneSince ?? saidAt}.`]
    : [...findings.map(({ says }) => `- ${says}`), ...more, '', words.meaning];
  return {
    subject: `${marked}Holdfire watchdog: ${head}`,
    text: [
      ...(marked === '' ? [] : ['EXERCISE. This concerns the exercise world alone.', '']),
      ...body,
      '',
      `Since ${begun}; said at ${saidAt}${over ? '' : `, for the ${nth === 1 ? 'first' : `${nth}th`} time`}. Installation: ${installation}.`,
      `What to do: docs/running.md, "The watchdog speaks", ${kind}.`,
      `Message ${messageIdOf(alarm)}`,
    ].join('\n'),
  };
}
