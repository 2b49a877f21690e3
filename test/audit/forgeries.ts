/**
 * What somebody may do to a bundle, and what must find it: the steps of the verifier, any of which may be the first.
 * Who has the whole folder mends what he can: manifest, chain, hashes. Keys of the API and of the log he has not.
 */
import type { KeyObject } from 'node:crypto';
import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { entryLine, parseLine } from '../../record/entry.js';
import type { Entry } from '../../record/entry.js';
import type { StepName } from '../../record/verify/fault.js';
import type { VerifyOptions } from '../../record/verify/verify-bundle.js';
import { editHistory, linesOf, mended, put, rechained, seal, textOf } from './sealed-bundle.js';
import type { Editable, HistoryJson } from './sealed-bundle.js';

export interface Forgery {
  name: string;
  /** Steps that must find it. */
  found: StepName[];
  /** In some fault. */
  where: RegExp;
  /** Changes the bundle; answers what the reader knows from elsewhere. */
  forge: (files: Editable, keys: Keys) => VerifyOptions | void;
  /** Only what Temporal's history says, which a plain replay sees too. */
  history?: true;
}

export interface Keys {
  /** Of the log, the first ended. */
  log: readonly KeyObject[];
  stranger: KeyObject;
}

const ENTRIES = 'entries.jsonl';
type Body = CaseEntryBody;
const bodyOf = (line: string): Body => (parseLine(line) as Entry<Body>).body;
const isGate = ({ cause }: Body): boolean => cause.kind === 'due' && cause.due === 'gate:G2';
const isSigned = ({ events }: Body): boolean => events.some(({ type }) => type === 'proposal-signed');
const isStoodDown = ({ events }: Body): boolean => events.some(({ type }) => type === 'stood-down');

function at(lines: readonly string[], is: (body: Body) => boolean): number {
  const index = lines.findIndex((line) => is(bodyOf(line)));
  if (index < 0) throw new Error('The bundle has no such entry.');
  return index;
}

/** Of the entries, by somebody who chains them anew. */
const entries =
  (change: (lines: string[]) => string[]) =>
  (files: Editable): void =>
    void rechained(files, ENTRIES, change(linesOf(files, ENTRIES)));

const edited = (is: (body: Body) => boolean, change: (body: Body) => void) =>
  entries((lines) => {
    const index = at(lines, is);
    const entry = parseLine(lines[index] ?? '') as Entry<Body>;
    change(entry.body);
    return lines.with(index, entryLine(entry));
  });

const OF_ENTRIES: Forgery[] = [
  {
    name: 'an entry removed',
    found: ['seal', 'decisions'],
    where: /entry \d+|proof/,
    forge: entries((lines) => lines.toSpliced(at(lines, isGate), 1)),
  },
  {
    name: 'the end cut off',
    found: ['seal'],
    where: /proof/,
    forge: entries((lines) => lines.slice(0, at(lines, isStoodDown))),
  },
  {
    name: 'two entries swapped',
    found: ['seal', 'decisions'],
    where: /entry \d+|proof/,
    forge: entries((lines) => {
      const gate = at(lines, isGate);
      return lines.toSpliced(gate, 2, lines[gate + 1] ?? '', lines[gate] ?? '');
    }),
  },
  {
    name: 'an entry inserted',
    found: ['seal', 'decisions'],
    where: /entry \d+|proof/,
    forge: entries((lines) => {
      const signed = at(lines, isSigned);
      return lines.toSpliced(signed, 0, lines[signed] ?? '');
    }),
  },
  {
    name: 'all entries reordered',
    found: ['seal', 'decisions'],
    where: /entry \d+|proof/,
    forge: entries((lines) => [lines[0] ?? '', ...lines.slice(1).reverse()]),
  },
  {
    name: 'the gate opened early',
    found: ['seal', 'decisions', 'instants', 'history'],
    where: /entry \d+|proof|histories/,
    forge: edited(isGate, (body) => {
      body.decidedAt = new Date(Date.parse(body.decidedAt) - 3_600_000).toISOString();
    }),
  },
  {
    name: 'a lateness denied',
    found: ['seal', 'decisions'],
    where: /entry \d+|proof/,
    forge: edited(
      isGate,
      ({ cause }) => cause.kind === 'due' && Object.assign(cause, { latenessMs: cause.latenessMs + 7 }),
    ),
  },
  {
    name: 'a recipient left out',
    found: ['seal', 'decisions'],
    where: /entry \d+|proof/,
    forge: edited(isStoodDown, ({ events }) => {
      for (const event of events) if (event.type === 'told') event.recipients.pop();
    }),
  },
  {
    name: 'an entry changed, the chain not mended',
    found: ['chain'],
    where: /^case\/.*, entry \d+/,
    forge: (files) => {
      const lines = linesOf(files, ENTRIES);
      const index = at(lines, isGate);
      put(files, ENTRIES, lines.with(index, (lines[index] ?? '').replace('"latenessMs":', '"latenessMs":1')));
      mended(files);
    },
  },
  {
    name: 'words of a person changed',
    found: ['texts'],
    where: /entry \d+|text /,
    forge: (files) => {
      const lines = linesOf(files, 'texts.jsonl');
      put(files, 'texts.jsonl', lines.with(3, (lines[3] ?? '').replace('"text":"', '"text":"not ')));
      mended(files);
    },
  },
  {
    name: 'a stamp of another command',
    found: ['texts'],
    where: /entry \d+/,
    forge: (files) => swapBeside(files, isSigned, '/cause/stamp'),
  },
];

/** The entry names another entry's text: a stamp that is good, for other words. */
function swapBeside(files: Editable, is: (body: Body) => boolean, place: string): void {
  const lines = linesOf(files, ENTRIES);
  const [first, second] = lines.flatMap((line, index) => {
    const { beside, body } = parseLine(line) as Entry<Body>;
    return beside?.[place] !== undefined && (is(body) || index === 0) ? [index] : [];
  });
  const other = (parseLine(lines[first ?? 0] ?? '') as Entry).beside?.[place] ?? '';
  const entry = parseLine(lines[second ?? 0] ?? '') as Entry;
  const changed = entryLine({ ...entry, beside: { ...entry.beside, [place]: other } });
  rechained(files, ENTRIES, lines.with(second ?? 0, changed));
}

const OF_KEYS: Forgery[] = [
  {
    name: 'the validity of the API’s key edited',
    found: ['seal', 'stamps'],
    where: /proof|entry \d+/,
    forge: (files) => {
      const [line = ''] = linesOf(files, 'stamp-keys.jsonl');
      const entry = parseLine(line) as Entry<Record<string, unknown>>;
      put(files, 'stamp-keys.jsonl', [
        entryLine({ ...entry, body: { ...entry.body, to: '2027-03-28T00:00:00.000Z' } }),
      ]);
      mended(files);
    },
  },
  {
    name: 'sealed anew by a stranger’s key',
    found: ['seal'],
    where: /proof/,
    forge: (files, { log, stranger }) => void seal(files, log, stranger),
  },
  {
    name: 'sealed anew under a retired key',
    found: ['seal'],
    where: /proof/,
    forge: (files, { log }) => void seal(files, log, log[0]),
  },
  {
    name: 'the checkpoint rolled back by who has the key',
    found: ['seal'],
    where: /proof/,
    forge: (files, { log }) => {
      const checkpoint = textOf(files, 'seal/checkpoint');
      entries((lines) => lines.slice(0, at(lines, isStoodDown)))(files);
      seal(files, log);
      return { checkpoints: [checkpoint] };
    },
  },
  {
    name: 'a second log (fork) by who has the key',
    found: ['seal'],
    where: /proof/,
    forge: (files, { log }) => {
      const checkpoint = textOf(files, 'seal/checkpoint');
      rechained(
        files,
        'sent.jsonl',
        linesOf(files, 'sent.jsonl').map((line) => line.replace(/"recordedAt":"\d{4}/, '"recordedAt":"2031')),
      );
      seal(files, log);
      return { checkpoints: [checkpoint] };
    },
  },
];

type HistoryEventJson = Record<string, Record<string, unknown>>;
const ofType = ({ events }: HistoryJson, type: string, nth = 0): HistoryEventJson => {
  const found = events.filter((event) => event['eventType'] === `EVENT_TYPE_${type}`)[nth];
  if (!found) throw new Error(`The history has no ${type}.`);
  return found as HistoryEventJson;
};

function editPayload(holder: unknown, change: (value: Record<string, unknown>) => void): void {
  const payload = holder as { data: string };
  const value = JSON.parse(Buffer.from(payload.data, 'base64').toString()) as Record<string, unknown>;
  change(value);
  payload.data = Buffer.from(JSON.stringify(value)).toString('base64');
}

const payloads = (of: unknown): unknown[] => (of as { payloads: unknown[] }).payloads;

const HISTORIES: Record<string, (history: HistoryJson) => void> = {
  'a timer’s length changed': (history) => {
    const timer = ofType(history, 'TIMER_STARTED', 1)['timerStartedEventAttributes'] as { startToFireTimeout: string };
    timer.startToFireTimeout = `${Number.parseFloat(timer.startToFireTimeout) - 60}s`;
  },
  'an activity’s input changed': (history) => {
    const scheduled = ofType(history, 'ACTIVITY_TASK_SCHEDULED')['activityTaskScheduledEventAttributes'];
    editPayload(payloads(scheduled?.['input'])[0], (telling) => {
      const [first] = telling['messages'] as { office: string }[];
      if (first) first.office = 'us-state-duty';
    });
  },
  'an activity’s result changed': (history) => {
    const completed = ofType(history, 'ACTIVITY_TASK_COMPLETED')['activityTaskCompletedEventAttributes'];
    editPayload(payloads(completed?.['result'])[0], (result) => {
      const [first] = result['outcomes'] as { outcome: string }[];
      if (first) first.outcome = 'failed';
    });
  },
  'a time changed': (history) => {
    const started = ofType(history, 'WORKFLOW_TASK_STARTED', 2) as unknown as { eventTime: string };
    started.eventTime = started.eventTime.replace(/\.(\d)/, (_, digit: string) => `.${(Number(digit) + 1) % 10}`);
  },
  'an identity changed': (history) => {
    const started = ofType(history, 'ACTIVITY_TASK_STARTED')['activityTaskStartedEventAttributes'];
    if (started) started['identity'] = 'somebody@elsewhere';
  },
  'the last event removed (a terminate, an end)': (history) => {
    history.events.pop();
  },
};

const OF_HISTORIES: Forgery[] = Object.entries(HISTORIES).flatMap(([name, change]) => {
  const forgery = (mend: boolean): Forgery => ({
    name: `history: ${name}${mend ? ', its hash and chain mended' : ''}`,
    found: mend ? (name.includes('identity') ? ['seal'] : ['seal', 'history']) : ['history'],
    where: /histories\/|proof/,
    forge: (files) => void editHistory(files, change, mend),
    history: true,
  });
  return [forgery(false), forgery(true)];
});

const OF_FILES: Forgery[] = [
  {
    name: 'a plan with another window',
    found: ['objects'],
    where: /object [0-9a-f]{64}/,
    forge: (files) => {
      const name =
        [...files.keys()].find((one) => one.startsWith('objects/') && textOf(files, one).includes('"gates"')) ?? '';
      files.set(name, Buffer.from(textOf(files, name).replace('86400000', '86400001')));
      mended(files);
    },
  },
  {
    name: 'a message’s words changed',
    found: ['manifest'],
    where: /^messages\/.*\.eml$/,
    forge: (files) => {
      const name = [...files.keys()].find((one) => one.endsWith('.eml')) ?? '';
      files.set(name, Buffer.from(textOf(files, name).replace('Subject: ', 'Subject: Not ')));
      mended(files);
    },
  },
  {
    name: 'a message removed',
    found: ['messages'],
    where: /^sent\/.*, entry \d+/,
    forge: (files) => {
      const name = [...files.keys()].find((one) => /^messages\/[0-9a-f]{64}\.json$/.test(one)) ?? '';
      const short = name.slice('messages/'.length, 'messages/'.length + 8);
      for (const one of [...files.keys()]) if (one === name || one.startsWith(`messages/${short}/`)) files.delete(one);
      mended(files);
    },
  },
  {
    name: 'a file added',
    found: ['manifest'],
    where: /^objects\/note\.txt$/,
    forge: (files) => void files.set('objects/note.txt', Buffer.from('Read me.')),
  },
];

export const FORGERIES: readonly Forgery[] = [...OF_ENTRIES, ...OF_KEYS, ...OF_FILES, ...OF_HISTORIES];
