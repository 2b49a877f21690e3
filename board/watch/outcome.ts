/** The outcome of a review as it is sent: of one report or of all that wait; what was left empty is left out. */

export interface OutcomeFields {
  outcome: string;
  text: string;
  /** Of a duplicate only. */
  violationId: string;
}

export const outcomeBody = ({ outcome, text, violationId }: OutcomeFields, reportKey: string | undefined): object => ({
  outcome,
  text,
  ...(reportKey === undefined ? {} : { reportKey }),
  ...(outcome === 'duplicate' && violationId !== '' ? { violationId } : {}),
});
