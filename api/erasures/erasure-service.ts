/** From what is asked to an entry of the stream `erasures`, and to texts that are no more. */
import { Injectable } from '@nestjs/common';
import { mayErase, proposeErasure, signErasure, withdrawErasure } from '../../domain/erasure/erasure.js';
import type { Erasable, Erasure, ErasureBody, Erasures } from '../../domain/erasure/erasure.js';
import { foldErasure } from '../../domain/erasure/erasure.js';
import type { Asking } from '../../domain/publication/decide-publication.js';
import { Refused } from '../../domain/refused.js';
import { hashOf } from '../../record/canonical.js';
import type { Entry } from '../../record/entry.js';
import type { Ask } from '../commands/ask.js';
import { commandIdOf } from '../commands/command-id.js';
import { otherContent } from '../commands/command-service.js';
import { allowedRun, tried } from '../commands/dry-run.js';
import { Reply } from '../reply.js';
import type { World } from '../worlds/world.js';
import { named, requireEnded, withAllThatGoes } from './naming.js';

type Shown = (one: Erasure) => object;
type Decide = (state: Erasures) => ErasureBody;

@Injectable()
export class ErasureService {
  /** @throws {Refused} for who may not, and for texts that are not there or still at work */
  async propose(ask: Ask, hashes: readonly string[], reason: string, shown: Shown): Promise<Reply<object>> {
    const { world } = ask;
    const asking = await askingFor(ask);
    mayErase(asking);
    const known = world.erasures.state.commands[asking.commandId];
    if (known) return this.again(world.erasures.state, known, hashes, reason, shown);
    const found = await named(world.store, hashes);
    const missing = hashes.find((hash) => !found.some((one) => one.hash === hash));
    if (missing !== undefined) throw new Refused('not-found', `There is no text ${missing}; it may be erased already.`);
    const all = await withAllThatGoes(world, found);
    requireEnded(all);
    const texts = all.texts.map(({ stream, hash }) => ({ stream, hash }));
    const what: Erasable = {
      texts,
      objects: all.objects,
      reason,
      hash: hashOf({ texts, objects: all.objects, reason }),
    };
    return await this.enter(ask, (state) => proposeErasure(state, what, asking), shown, 'created');
  }

  async sign(ask: Ask, id: string, hash: string, shown: Shown): Promise<Reply<object>> {
    const { erasures } = ask.world;
    const asking = await askingFor(ask);
    const known = erasures.state.commands[asking.commandId];
    if (known) {
      if (known.hash !== hash || known.id !== id) throw otherContent();
      return Reply.ok(shown(erasures.state.all[id] as Erasure));
    }
    mayErase(asking);
    await requireStillEnded(ask.world, id, asking);
    return await this.enter(ask, (state) => signErasure(state, id, hash, asking), shown, 'ok');
  }

  async withdraw(ask: Ask, id: string, shown: Shown): Promise<Reply<object>> {
    const asking = await askingFor(ask);
    return await this.enter(ask, (state) => withdrawErasure(state, id, asking), shown, 'ok');
  }

  /** The texts may be gone by now: what was asked for is compared with what was proposed. */
  private again(
    state: Erasures,
    { id }: { id: string },
    hashes: readonly string[],
    reason: string,
    shown: Shown,
  ): Reply<object> {
    const one = state.all[id] as Erasure;
    const isSame = one.reason === reason && hashes.every((hash) => one.texts.some((text) => text.hash === hash));
    if (!isSame) throw otherContent();
    return Reply.created(shown(one));
  }

  private async enter(ask: Ask, decide: Decide, shown: Shown, kind: 'created' | 'ok'): Promise<Reply<object>> {
    const { erasures } = ask.world;
    if (ask.dryRun) {
      const run = tried(() => {
        foldErasure(erasures.state, decide(erasures.state));
        return [];
      });
      return Reply.ok(run.allowed ? allowedRun('Your office may, with a second signature.', []) : run);
    }
    const { body } = (await erasures.append(decide)) as Entry<ErasureBody>;
    return Reply[kind](shown(erasures.state.all[body.id] as Erasure));
  }
}

/**
 * A correction of the closed case may have begun since: it carries every word of the case, and its history would be
 * exported with them after the erasure.
 * @throws {Refused}
 */
async function requireStillEnded(world: World, id: string, { at }: Asking): Promise<void> {
  const { all } = world.erasures.state;
  const one = Object.hasOwn(all, id) ? all[id] : undefined;
  if (one?.state !== 'open' || at >= one.expiresAt) return;
  const texts = await named(
    world.store,
    one.texts.map(({ hash }) => hash),
  );
  requireEnded(await withAllThatGoes(world, texts));
}

async function askingFor(ask: Ask): Promise<Asking> {
  const { actor, world } = ask;
  return { actor, directory: world.settings.directory, at: await world.clock.accept(), commandId: commandIdOf(ask) };
}
