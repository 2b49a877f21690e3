/** Who was asked for an acknowledgement in a case, and when it came: a fold of the case's entries. */
import type { CaseEntryBody } from '../case/entry-body.js';
import type { OfficeId, OrganisationId } from '../directory/directory.js';
import { between } from '../instant.js';
import type { Instant, Span } from '../instant.js';

export interface Asked {
  caseId: string;
  office: OfficeId;
  since: Instant;
  /** When its organisation acknowledged; absent: it has not. */
  answeredAt?: Instant;
  /** The office that did. */
  answeredBy?: OfficeId;
  acknowledgementId?: string;
}

/** An office that is asked again before it has answered is asked once, since the first time. */
export function asksOf(
  caseId: string,
  entries: readonly CaseEntryBody[],
  organisationOf: (office: OfficeId) => OrganisationId | undefined,
): Asked[] {
  const asks: Asked[] = [];
  const waits = (one: Asked): boolean => one.answeredAt === undefined;
  for (const event of entries.flatMap(({ events }) => events)) {
    if (event.type === 'told') {
      const since = event.at ?? event.matter.madeAt;
      for (const { office, acknowledge } of event.recipients) {
        const isAsked = asks.some((one) => one.office === office && waits(one));
        if (acknowledge && !isAsked) asks.push({ caseId, office, since });
      }
    } else if (event.type === 'acknowledged') {
      const { organisation, at, office, acknowledgementId } = event;
      for (const one of asks) {
        if (!waits(one) || organisationOf(one.office) !== organisation || one.since > at) continue;
        Object.assign(one, { answeredAt: at, answeredBy: office, acknowledgementId });
      }
    } else if (event.type === 'acknowledgement-undone') {
      for (const one of asks.filter(({ acknowledgementId: id }) => id === event.acknowledgementId)) {
        delete one.answeredAt;
        delete one.answeredBy;
        delete one.acknowledgementId;
      }
    }
  }
  return asks;
}

/** How long it took; `undefined` where nobody has answered. */
export const responseOf = ({ since, answeredAt }: Asked): Span | undefined =>
  answeredAt === undefined ? undefined : between(since, answeredAt);
