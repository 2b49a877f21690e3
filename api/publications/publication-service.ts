/** From what was sent to an entry of the record, and to what is in force with it. */
import { Injectable } from '@nestjs/common';
import { exampleParts } from '../../domain/directory/example-parts.js';
import type { Directory } from '../../domain/directory/directory.js';
import { parseDirectory } from '../../domain/directory/parse-directory.js';
import type { Instant } from '../../domain/instant.js';
import { parsePlan } from '../../domain/plan/parse-plan.js';
import type { Plan } from '../../domain/plan/plan.js';
import { directoryFaults, planFaults } from '../../domain/publication/check-publication.js';
import { propose, sign, signatureOf, withdraw } from '../../domain/publication/decide-publication.js';
import type { Asking } from '../../domain/publication/decide-publication.js';
import { foldPublication } from '../../domain/publication/publication.js';
import type { Publication, PublicationBody, Published, Publications } from '../../domain/publication/publication.js';
import { Refused } from '../../domain/refused.js';
import type { Fault } from '../../domain/refused.js';
import { hashOf } from '../../record/canonical.js';
import type { Ask } from '../commands/ask.js';
import { commandIdOf } from '../commands/command-id.js';
import { otherContent } from '../commands/command-service.js';
import { allowedRun, tried } from '../commands/dry-run.js';
import { MOST_FAULTS } from '../http/json-body.js';
import { whereWritten } from '../http/yaml-body.js';
import { Reply } from '../reply.js';
import type { World } from '../worlds/world.js';

type Shown = (one: Publication) => object;
type Decide = (state: Publications) => PublicationBody;

@Injectable()
export class PublicationService {
  /** @throws {Refused} with every fault of the plan, and of the directory against it */
  async proposePlan(ask: Ask, body: unknown, shown: Shown): Promise<Reply<object>> {
    const asking = await askingFor(ask);
    signatureOf(asking);
    const { plan, faults } = parsePlan(body);
    refuse(body, plan ? planFaults(plan, asking.directory, asking.at) : faults);
    const content = plan as Plan;
    const published = { what: 'plan', planId: content.id, version: content.version, hash: hashOf(content) } as const;
    return await this.proposed(ask, asking, published, content, shown);
  }

  /** @throws {Refused} with every fault of the directory, each group that it would leave unreachable among them */
  async proposeDirectory(ask: Ask, body: unknown, shown: Shown): Promise<Reply<object>> {
    const asking = await askingFor(ask);
    signatureOf(asking);
    const { directory, faults } = parseDirectory(body);
    refuse(body, directory ? faultsIn(ask.world, directory, asking.at) : faults);
    const content = directory as Directory;
    const published = { what: 'directory', version: content.version, hash: hashOf(content) } as const;
    return await this.proposed(ask, asking, published, content, shown);
  }

  /** What counts may have changed since it was proposed: it is checked again before it comes into force. */
  async sign(ask: Ask, id: string, hash: string, shown: Shown): Promise<Reply<object>> {
    const { world } = ask;
    const asking = await askingFor(ask);
    const before = this.before(world, asking.commandId, hash, shown, 'ok');
    if (before) return before;
    const one = world.publications.state.proposed[id];
    const still = one?.state === 'open' && one.hash === hash ? await stillFits(world, one, asking) : [];
    const decide: Decide = (state) => {
      const body = sign(state, id, hash, asking);
      if (still.length > 0) throw new Refused('invalid', NO_LONGER, still);
      return body;
    };
    return await this.enter(ask, decide, id, shown, 'ok');
  }

  async withdraw(ask: Ask, id: string, shown: Shown): Promise<Reply<object>> {
    const asking = await askingFor(ask);
    return await this.enter(ask, (state) => withdraw(state, id, asking), id, shown, 'ok');
  }

  private async proposed(
    ask: Ask,
    asking: Asking,
    published: Published,
    content: Plan | Directory,
    shown: Shown,
  ): Promise<Reply<object>> {
    const before = this.before(ask.world, asking.commandId, published.hash, shown, 'created');
    if (before) return before;
    if (!ask.dryRun) await ask.world.publications.keep(content);
    const decide: Decide = (state) => propose(state, published, asking);
    return await this.enter(ask, decide, undefined, shown, 'created');
  }

  /** The same command again gets its first answer; another content under its key is a conflict. */
  private before(
    { publications }: World,
    commandId: string,
    hash: string,
    shown: Shown,
    kind: 'created' | 'ok',
  ): Reply<object> | undefined {
    const known = publications.state.commands[commandId];
    if (!known) return undefined;
    if (known.hash !== hash) throw otherContent();
    return Reply[kind](shown(publications.state.proposed[known.id] as Publication));
  }

  private async enter(
    { world, dryRun }: Ask,
    decide: Decide,
    id: string | undefined,
    shown: Shown,
    kind: 'created' | 'ok',
  ): Promise<Reply<object>> {
    const { publications, inForce } = world;
    if (dryRun) return Reply.ok(triedOut(publications.state, decide));
    const entry = await publications.append(decide);
    const body = entry?.body as Extract<PublicationBody, { id: string }>;
    // In this very answer: whoever signed reads what it has come to.
    if (body.type === 'publication-signed') await inForce.refresh();
    return Reply[kind](shown(publications.state.proposed[id ?? body.id] as Publication));
  }
}

/** Without an entry; the sentence is the one that the act itself would be refused with. */
function triedOut(state: Publications, decide: Decide): object {
  const run = tried(() => {
    foldPublication(state, decide(state));
    return [];
  });
  return run.allowed ? allowedRun('Your office may publish, with a second signature.', []) : run;
}

async function askingFor(ask: Ask): Promise<Asking> {
  const { actor, world } = ask;
  return { actor, directory: world.settings.directory, at: await world.clock.accept(), commandId: commandIdOf(ask) };
}

async function stillFits(world: World, { what, hash }: Publication, { at }: Asking): Promise<Fault[]> {
  const content = await world.publications.contentOf(hash);
  return what === 'plan'
    ? planFaults(content as Plan, world.settings.directory, at)
    : faultsIn(world, content as Directory, at);
}

/** Against the plan in force and those that open cases run under. */
function faultsIn(world: World, directory: Directory, at: Instant): Fault[] {
  const { plan, production } = world.settings;
  const open = world.views.running();
  const plans = new Map([
    [world.settings.planRef.hash, plan],
    ...open.map(({ state }) => [state.planRef.hash, state.plan] as const),
  ]);
  const examples = production ? exampleParts(directory) : [];
  return [
    ...examples.map((part) => ({ path: '', message: `The ${part} is an example; production needs one of your own.` })),
    ...directoryFaults(directory, [...plans.values()], at),
  ];
}

const NO_LONGER = 'What was proposed no longer fits what is in force; propose it anew.';
const FAULTS = 'It cannot be published; each fault is named by its path.';

function refuse(body: unknown, faults: readonly Fault[]): void {
  if (faults.length > 0) throw new Refused('invalid', FAULTS, whereWritten(body, faults).slice(0, MOST_FAULTS));
}
