/** What a sender's words become before any case hears of them: by which key a report goes, and its standing by default. */
import type { OrganisationId } from '../directory/directory.js';
import type { ReportBody, ReportKey } from './commands.js';

/** RULES 2: one report for ever, whoever of the organisation sends it. */
export const reportKeyOf = (
  organisation: OrganisationId,
  { source, sourceReportId }: Pick<ReportBody, 'source' | 'sourceReportId'>,
): ReportKey => [organisation, source, sourceReportId].map(encodeURIComponent).join('/');

/** RULES 5: what a sender claims only ever lowers the standing that its organisation has by default. */
export const standingOf = (accredited: boolean, claimed: string | undefined): ReportBody['standing'] =>
  accredited && claimed !== 'alleged' ? 'credible' : 'alleged';
