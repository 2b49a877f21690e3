import { generateKeyPairSync, sign } from 'node:crypto';
import { nextKeyEntry, withKey } from './stamp-keys.js';
import type { StampKey, StampKeyEntered } from './stamp-keys.js';
import { commandText, startText } from './stamp-text.js';
import { commandFault, startFault } from './verify-stamp.js';

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { pem, sign: (text: string): string => sign(null, Buffer.from(text), privateKey).toString('base64') };
};

const [first, second] = [pair(), pair()];
const at = (time: string): string => `2027-03-27T${time}.000Z`;
const CASE = 'case/test/UA-23';
const COMMAND = {
  commandId: 'k1',
  actor: { office: 'gb-mod-duty', person: 'p1', roles: ['senior'] },
  acceptedAt: at('20:00:00'),
  body: { act: 'stand-down', text: 'Тиша.' },
};
const stamped = (key = first, command = COMMAND, workflowId = CASE) => ({
  ...command,
  stamp: key.sign(commandText(workflowId, command)),
});

/** The stream as an API leaves it that starts at each of these times with this key. */
function entered(...starts: [typeof first, string][]): { bodies: StampKeyEntered[]; keys: readonly StampKey[] } {
  const bodies: StampKeyEntered[] = [];
  let keys: readonly StampKey[] = [];
  for (const [{ pem }, now] of starts) {
    for (let next = nextKeyEntry(keys, pem, now); next; next = nextKeyEntry(keys, pem, now)) {
      bodies.push(next);
      keys = withKey(keys, entryOf(next));
    }
  }
  return { bodies, keys };
}

const entryOf = (body: unknown, stream = 'house') =>
  ({ schema: 1, stream, seq: 1, prev: '', recordedAt: '', body }) as const;

describe('the stamp of a command', () => {
  const { keys } = entered([first, at('18:00:00')]);

  it('is good for exactly what was accepted', () => {
    expect(commandFault(keys, CASE, stamped())).toBeUndefined();
  });

  it('does not depend on the order of members', () => {
    const { stamp } = stamped();
    const { body, acceptedAt, actor, commandId } = COMMAND;
    expect(
      commandFault(keys, CASE, { stamp, body: { text: body.text, act: body.act }, acceptedAt, actor, commandId }),
    ).toBeUndefined();
  });

  it.each([
    ['another command id', { commandId: 'k2' }],
    ['another actor', { actor: { ...COMMAND.actor, office: 'us-state-duty' } }],
    ['another role', { actor: { ...COMMAND.actor, roles: [] } }],
    ['another acceptance', { acceptedAt: at('20:00:01') }],
    ['another body', { body: { ...COMMAND.body, text: 'Тиша' } }],
  ])('is bad for %s', (_, change) => {
    expect(commandFault(keys, CASE, { ...stamped(), ...change })).toMatch(/not the API’s/);
  });

  it('is bad for another workflow, when it is missing, and when it is no signature at all', () => {
    expect(commandFault(keys, 'case/test/UA-14', stamped())).toMatch(/not the API’s/);
    expect(commandFault(keys, CASE, { ...COMMAND, stamp: '' })).toMatch(/no stamp/);
    expect(commandFault(keys, CASE, { ...COMMAND, stamp: '\0 no base64 ✓' })).toMatch(/not the API’s/);
  });

  it('is bad, and no error, for what has no canonical JSON', () => {
    expect(commandFault(keys, CASE, { ...stamped(), body: { text: '\ud800' } })).toMatch(/canonical JSON/);
    let deep: unknown = 0;
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    expect(commandFault(keys, CASE, { ...stamped(), body: deep })).toMatch(/canonical JSON/);
  });
});

describe('the stamp of a start', () => {
  const start = { caseId: 'c', plan: { id: 'seed' }, first: stamped() };
  const { keys } = entered([first, at('18:00:00')]);
  const stamp = { at: at('20:00:01'), stamp: first.sign(startText(CASE, at('20:00:01'), start)) };

  it('is over the plan and all else that the case begins with', () => {
    expect(startFault(keys, CASE, start, stamp)).toBeUndefined();
    expect(startFault(keys, CASE, { ...start, plan: { id: 'mine' } }, stamp)).toMatch(/not the API’s/);
    expect(startFault(keys, CASE, start, { ...stamp, at: at('20:00:02') })).toMatch(/not the API’s/);
  });
});

describe('the keys of the record', () => {
  it('are entered once, the first for everything before it', () => {
    const { bodies, keys } = entered([first, at('18:00:00')], [first, at('19:00:00')]);
    expect(bodies).toHaveLength(1);
    expect(commandFault(keys, CASE, stamped(first, { ...COMMAND, acceptedAt: at('03:00:00') }))).toBeUndefined();
  });

  it('follow each other: the older one counts for what was accepted until then, and 2 s for clocks', () => {
    const { bodies, keys } = entered([first, at('18:00:00')], [second, at('20:00:00')]);
    expect(bodies.map(({ keyId, to }) => [keyId === bodies[0]?.keyId, to])).toEqual([
      [true, undefined],
      [true, at('20:00:00')],
      [false, undefined],
    ]);
    const verdict = (key: typeof first, acceptedAt: string) =>
      commandFault(keys, CASE, stamped(key, { ...COMMAND, acceptedAt }));
    expect(verdict(first, at('20:00:02'))).toBeUndefined();
    expect(verdict(first, at('20:00:03'))).toMatch(/not in force/);
    expect(verdict(second, at('19:59:58'))).toBeUndefined();
    expect(verdict(second, at('19:59:57'))).toMatch(/not in force/);
  });

  it('may come back, for another time', () => {
    const { keys } = entered([first, at('18:00:00')], [second, at('20:00:00')], [first, at('22:00:00')]);
    const verdict = (acceptedAt: string) => commandFault(keys, CASE, stamped(first, { ...COMMAND, acceptedAt }));
    expect(verdict(at('19:00:00'))).toBeUndefined();
    expect(verdict(at('21:00:00'))).toMatch(/not in force/);
    expect(verdict(at('23:00:00'))).toBeUndefined();
  });

  it('end once: an entry that would let one live longer changes nothing, and one of another stream is none', () => {
    const { bodies, keys } = entered([first, at('18:00:00')], [second, at('20:00:00')]);
    const [opened] = bodies as [StampKeyEntered];
    expect(withKey(keys, entryOf({ ...opened, to: at('23:00:00') }))).toEqual(expect.arrayContaining([...keys]));
    expect(withKey([], entryOf(opened, 'case/x'))).toEqual([]);
  });
});
