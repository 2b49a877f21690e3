/** From what a sender wrote to the body of a `report` command, with its key, its hash and its standing by default. */
import type { Actor, ReportBody } from '../../domain/case/commands.js';
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
  // What a sender claims only ever lowers the standing that its organisation has by default (RULES 5).
  const standing = accredited && claimed !== 'alleged' ? 'credible' : 'alleged';
  return {
    ...rest,
    reportKey: reportKeyOf(actor, input),
    contentHash: hashOf(content),
    standing,
    ...(claimed === 'verified' ? { claimedVerified: true } : {}),
  } as ReportBody;
}

/** RULES 2: one report for ever, whoever of the organisation sends it. */
const reportKeyOf = ({ organisation }: Actor, { source, sourceReportId }: ReportInput): string =>
  [organisation, source, sourceReportId].map(encodeURIComponent).join('/');

function requireSector(world: World, sector: string): void {
  if (isSector(sector) || world.settings.plan.sectors.some(({ id }) => id === sector)) return;
  const message = 'Name a region of ISO 3166-2:UA, such as UA-23; GET /api/v1/sectors lists them.';
  throw new Refused('invalid', message, [{ path: '/place/sector', message }]);
}
