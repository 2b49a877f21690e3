/** From what a sender wrote to the body of a `report` command, with its key, its hash and its standing by default. */
import type { Actor, ReportBody } from '../../domain/case/commands.js';
import { reportKeyOf, standingOf } from '../../domain/case/received.js';
import { Refused } from '../../domain/refused.js';
import { isSector } from '../../domain/sectors.js';
import { hashOf } from '../../record/canonical.js';
import { withoutUndefined } from '../schema.js';
import type { ReportInput } from '../schema.js';
import type { World } from '../worlds/world.js';

/** @throws {Refused} for a sector that neither ISO 3166-2:UA nor the plan has */
export function reportBody(world: World, actor: Actor, input: ReportInput): ReportBody {
  requireSector(world, input.place.sector);
  const content = withoutUndefined(input);
  const { standing: claimed, ...rest } = content;
  const accredited = world.settings.caseDirectory.organisations[actor.organisation]?.accredited ?? false;
  return {
    ...rest,
    reportKey: reportKeyOf(actor.organisation, input),
    contentHash: hashOf(content),
    standing: standingOf(accredited, claimed),
    ...(claimed === 'verified' ? { claimedVerified: true } : {}),
  } as ReportBody;
}

function requireSector(world: World, sector: string): void {
  if (isSector(sector) || world.settings.plan.sectors.some(({ id }) => id === sector)) return;
  const message = 'Name a region of ISO 3166-2:UA, such as UA-23; GET /api/v1/sectors lists them.';
  throw new Refused('invalid', message, [{ path: '/place/sector', message }]);
}
