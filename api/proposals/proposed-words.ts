/** From what a proposer wrote to the body of a `propose` command; and what adopting a plan would change in the case. */
import { adoptionPreview } from '../../domain/case/adoption.js';
import type { ProposeBody } from '../../domain/case/commands.js';
import type { CaseState } from '../../domain/case/state.js';
import type { Moved } from '../../domain/notice/matter.js';
import { Refused } from '../../domain/refused.js';
import { planVersion } from '../plans/known-plans.js';
import type { ProposalInput } from '../schema.js';
import { withoutUndefined } from '../schema.js';
import type { World } from '../worlds/world.js';
import { signedText, textHashOf } from './signed-text.js';
import type { ProposedWords, SignedText } from './signed-text.js';

export interface Proposing {
  body: ProposeBody;
  /** What is signed. */
  signs: SignedText;
  /** Of the adoption of a plan: what the proposer and those who sign are shown first. */
  preview?: Moved[];
}

/** @throws {Refused} for what an act needs and was not given, or was given and does not belong to it */
export function proposing(world: World, state: CaseState, input: ProposalInput): Proposing {
  const words = proposedWords(world, input);
  const signs = signedText(state, words);
  const body = { ...words, textHash: textHashOf(signs) };
  const { plan } = words;
  if (plan === undefined || state.status === 'closed') return { body, signs };
  return { body, signs, preview: adoptionPreview(state, plan, world.clock.now()) };
}

function proposedWords(world: World, input: ProposalInput): ProposedWords {
  const { act, planId, planVersion: version, breakGlass, ...words } = withoutUndefined(input);
  requireOwnFields(input);
  const glass = breakGlass ? { breakGlass: true as const } : {};
  const given = { act, ...words, ...glass } as ProposedWords;
  if (act !== 'adopt-plan') return given;
  if (planId === undefined || version === undefined) {
    throw field('/planId', 'Name the version to adopt by `planId` and `planVersion`; GET /api/v1/plans lists them.');
  }
  const { ref, plan } = planVersion(world, planId, version);
  // Where each value comes from is for readers of the plan; no case decides by it.
  return { ...given, plan: { ref, content: { ...plan, provenance: [] } } };
}

/** What is signed names nothing that the act does not use: a reader would take it for a part of it. */
function requireOwnFields({ act, violationId, occurredAt, planId, planVersion: version }: ProposalInput): void {
  const correction = act === 'void-violation' || act === 'move-first-violation';
  if (violationId !== undefined && !correction) throw foreign('/violationId', act);
  if (occurredAt !== undefined && act !== 'move-first-violation') throw foreign('/occurredAt', act);
  if ((planId !== undefined || version !== undefined) && act !== 'adopt-plan') throw foreign('/planId', act);
}

const foreign = (path: string, act: string): Refused => field(path, `"${act}" names no such thing; leave it out.`);
const field = (path: string, message: string): Refused => new Refused('invalid', message, [{ path, message }]);
