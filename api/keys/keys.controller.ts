/** Keys: issued by administrators, shown once, confirmed by somebody else, revoked at once (RULES 6). */
import { randomBytes } from 'node:crypto';
import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DAY } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import { confirm, issue, revoke } from '../../domain/keys/decide-key.js';
import type { AskingForKey } from '../../domain/keys/decide-key.js';
import { LONGEST_VALIDITY, SCOPES } from '../../domain/keys/key.js';
import type { KeyBody, Keys } from '../../domain/keys/key.js';
import { Refused } from '../../domain/refused.js';
import { sha256Hex } from '../../record/canonical.js';
import { Who } from '../access/access.guard.js';
import { actorOf, requirePerson } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { instantText } from '../cases/case.schema.js';
import { Asked } from '../commands/ask.js';
import type { Ask } from '../commands/ask.js';
import { commandIdOf, fingerprintOf } from '../commands/command-id.js';
import { otherContent } from '../commands/command-service.js';
import { allowedRun, tried } from '../commands/dry-run.js';
import { Publishes, Reads } from '../openapi/answers.js';
import { Problem } from '../problem.js';
import { Reply } from '../reply.js';
import { KeyId, KeyInput } from '../schema.js';
import type { World } from '../worlds/world.js';
import type { KnownKey } from './keyring.js';

/** 256 bits, as `holdfire key new` makes them too. */
const KEY_BYTES = 32;

const keyRow = z
  .object({
    id: z.string(),
    office: z.string(),
    organisation: z.string(),
    person: z.string().describe('Opaque; two keys of one person are one person'),
    scope: z.enum(SCOPES),
    state: z.enum(['in-force', 'not-yet', 'expired', 'revoked']),
    confirmed: z.boolean().describe('Until then it counts for no signature'),
    from: instantText.optional(),
    to: instantText.optional(),
    revokedAt: instantText.optional(),
    label: z.string().optional(),
    issuedBy: z.string().optional().describe('The office; absent for a key of the directory'),
    confirmedBy: z.string().optional(),
  })
  .meta({ id: 'Key' });
type KeyRow = z.infer<typeof keyRow>;

const issuedAnswer = keyRow
  .extend({ key: z.string().optional().describe('The key itself: shown in this answer only, and kept nowhere') })
  .meta({ id: 'IssuedKey' });

@ApiTags('keys')
@Controller('api/v1/keys')
export class KeysController {
  @Get()
  @Reads('Keys: all of them for administrators, legal and auditors, else those of your organisation', keyList())
  list(@Who() caller: Caller): { keys: KeyRow[] } {
    requirePerson(caller, 'the list of keys');
    const { world, office } = caller;
    const actor = actorOf(caller);
    const all = office?.groups.includes('legal') || actor.roles.some((role) => role === 'admin' || role === 'auditor');
    const rows = world.keyring.all().map((key) => rowOf(world, key));
    return { keys: all ? rows : rows.filter(({ organisation }) => organisation === actor.organisation) };
  }

  @Post()
  @Publishes('Issue a key to an office; it is shown in this answer only', 'created', issuedAnswer)
  async issue(@Asked() ask: Ask, @Body({ schema: KeyInput }) input: z.output<typeof KeyInput>): Promise<Reply<object>> {
    const { world } = ask;
    const asking = await askingFor(ask, 'issue', input);
    const before = known(world, asking);
    if (before) return Reply.created(rowOf(world, before));
    const key = randomBytes(KEY_BYTES).toString('base64url');
    const { expiresInDays = LONGEST_VALIDITY / DAY, office, person, scope, label } = input;
    const issuing = {
      office,
      validFor: expiresInDays * DAY,
      sha256: sha256Hex(key),
      ...(person === undefined ? {} : { person }),
      ...(scope === undefined ? {} : { scope }),
      ...(label === undefined ? {} : { label }),
    };
    const reply = await entered(ask, (state) => issue(state, issuing, asking), 'created');
    return reply.kind === 'created' ? Reply.created({ ...reply.body, key }) : reply;
  }

  @Post(':id/confirmations')
  @Publishes('Confirm that a new key is in the right hands; from then on it counts for signatures', 'ok', keyRow)
  async confirm(@Asked() ask: Ask, @Param('id', { schema: KeyId }) id: string): Promise<Reply<object>> {
    const asking = await askingFor(ask, 'confirm', id);
    const before = known(ask.world, asking);
    if (before) return Reply.ok(rowOf(ask.world, before));
    return await entered(ask, (state) => confirm(state, id, asking), 'ok');
  }

  @Delete(':id')
  @Publishes('Revoke a key at once: an administrator, or the person who holds it', 'ok', keyRow)
  async revoke(@Asked() ask: Ask, @Param('id', { schema: KeyId }) id: string): Promise<Reply<object>> {
    const asking = await askingFor(ask, 'revoke', id);
    const before = known(ask.world, asking);
    if (before) return Reply.ok(rowOf(ask.world, before));
    const key = ask.world.keyring.byId(id);
    if (!key) throw new Problem('not-found', `There is no key ${id}; GET /api/v1/keys lists them.`);
    return await entered(ask, (state) => revoke(state, key, asking), 'ok');
  }
}

function keyList() {
  return z.object({ keys: z.array(keyRow) });
}

async function askingFor(ask: Ask, kind: string, asked: unknown): Promise<AskingForKey> {
  const { actor, world } = ask;
  const { directory } = world.settings;
  const { everyPlan: plans } = world.inForce;
  const command = { commandId: commandIdOf(ask), fingerprint: fingerprintOf(kind, 'keys', asked) };
  return { actor, directory, plans, at: await world.clock.accept(), command };
}

/** The same command again gets its first answer, but never the key again. @throws {Problem} for another command */
function known({ keyring }: World, { command }: AskingForKey): KnownKey | undefined {
  const before = keyring.state.commands[command.commandId];
  if (before === undefined) return undefined;
  if (before.fingerprint !== command.fingerprint) throw otherContent();
  return keyring.byId(before.id);
}

async function entered(ask: Ask, decide: (state: Keys) => KeyBody, kind: 'created' | 'ok'): Promise<Reply<object>> {
  const { world, dryRun } = ask;
  if (dryRun) {
    const run = tried(() => {
      decide(world.keyring.state);
      return [];
    });
    return Reply.ok(run.allowed ? allowedRun('Your office may do this.', []) : run);
  }
  const entry = await world.keyring.append(decide);
  const id = entry?.body.id ?? '';
  const key = world.keyring.byId(id);
  if (!key) throw new Refused('not-found', `Key ${id} has left the directory.`);
  return Reply[kind](rowOf(world, key));
}

function rowOf(world: World, key: KnownKey): KeyRow {
  const { keyring, settings, clock } = world;
  const { id, office, person, scope, from, to, unconfirmed, issued } = key;
  const organisation =
    issued?.organisation ?? settings.directory.offices.find((one) => one.id === office)?.organisation ?? '';
  const revokedAt = keyring.state.revoked[id];
  return {
    id,
    office,
    organisation,
    person,
    scope,
    state: stateOf(key, revokedAt, clock.now()),
    confirmed: !unconfirmed,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(revokedAt === undefined ? {} : { revokedAt }),
    ...(issued?.label === undefined ? {} : { label: issued.label }),
    ...(issued ? { issuedBy: issued.issuedBy.office } : {}),
    ...(issued?.confirmedBy ? { confirmedBy: issued.confirmedBy.office } : {}),
  };
}

function stateOf({ from, to }: KnownKey, revokedAt: Instant | undefined, now: Instant): KeyRow['state'] {
  if (revokedAt !== undefined) return 'revoked';
  if (from !== undefined && now < from) return 'not-yet';
  return to !== undefined && now >= to ? 'expired' : 'in-force';
}
