import type { CaseEntryBody } from '../../domain/case/entry-body.js';
import { ITSELF } from '../../domain/case/commands.js';
import type { Entry } from '../../record/entry.js';
import { foundInEntry } from './found-in-entry.js';

const AT = '2027-03-27T20:10:00.000Z';
const temporal = { namespace: 'default', workflowId: 'case/test/UA-23', runId: 'run-1' };

const entry = (command: string, body: Partial<CaseEntryBody> = {}): Entry<CaseEntryBody> => ({
  schema: 1,
  stream: 'case/UA-23-1',
  seq: 7,
  prev: '',
  recordedAt: AT,
  body: {
    at: AT,
    decidedAt: AT,
    cause: { kind: 'command', command, commandId: 'c', actor: ITSELF, acceptedAt: AT, body: {} },
    events: [],
    temporal,
    ...body,
  } as CaseEntryBody,
});

const found = (of: Entry, now = AT) => foundInEntry(of, now, () => undefined);

it('finds nothing in an entry of the API’s own commands', () => {
  expect(found(entry('acknowledge'))).toBeUndefined();
});

it('finds a cancel once a run', () => {
  expect(found(entry('noteCancel'))).toMatchObject({ what: 'cancelled', key: 'UA-23-1 cancelled run-1' });
});

it('finds messages past the API once an hour', () => {
  const first = found(entry('noteForeign'));
  const later = found(entry('noteForeign', { decidedAt: '2027-03-27T20:59:00.000Z' }), '2027-03-27T20:59:00.000Z');
  const next = found(entry('noteForeign', { decidedAt: '2027-03-27T21:00:00.000Z' }), '2027-03-27T21:00:00.000Z');
  expect(first).toMatchObject({ what: 'message', caseId: 'UA-23-1' });
  expect(later?.key).toBe(first?.key);
  expect(next?.key).not.toBe(first?.key);
});

it('finds time that was skipped, and not a clock that differs by seconds', () => {
  expect(found(entry('acknowledge'), '2027-03-27T20:09:30.000Z')).toBeUndefined();
  expect(found(entry('acknowledge'), '2027-03-27T20:08:59.000Z')).toMatchObject({ what: 'clock' });
});

it('finds a run that diverges, and no start that was refused', () => {
  const detail = 'It diverges.';
  const body = {
    type: 'run-diverged',
    at: AT,
    workflowId: 'case/test/UA-23',
    runId: 'run-2',
    stream: '',
    seq: 1,
    detail,
  };
  const workers = { ...entry(''), stream: 'workers' };
  expect(found({ ...workers, body })).toMatchObject({ what: 'diverged', runId: 'run-2', detail });
  expect(found({ ...workers, body: { ...body, type: 'start-refused' } })).toBeUndefined();
});
