/** Who was asked to acknowledge, when, and whether a step came in its time: neither before it nor never (RULES 7). */
import { plus } from '../../../domain/instant.js';
import type { Instant } from '../../../domain/instant.js';
import type { OrganisationId } from '../../../domain/directory/directory.js';
import type { Step } from '../../../domain/case/measured/step.js';

interface Ask {
  organisation: OrganisationId;
  askedAt: Instant;
  /** The place of its entry in the record. */
  index: number;
}

/** Reminders left out: they ask nothing that the organisation was not asked before. */
function asks(steps: readonly Step[]): Ask[] {
  return steps.flatMap(({ entry, before }, index) =>
    entry.events.flatMap((event) => {
      if (event.type !== 'told') return [];
      const { facts } = event.matter;
      const reminded = facts.topic === 'acknowledgement-missing' ? facts.organisation : '';
      return event.recipients
        .filter(({ acknowledge }) => acknowledge)
        .map(({ office }) => before.directory.offices[office]?.organisation ?? '')
        .filter((organisation) => organisation !== '' && organisation !== reminded)
        .map((organisation) => ({ organisation, askedAt: entry.decidedAt, index }));
    }),
  );
}

interface Given {
  organisation: OrganisationId;
  at: Instant;
  index: number;
  /** Where it was taken back; then it is as if it had never been given. */
  undone: number;
}

function acknowledgements(steps: readonly Step[]): Given[] {
  const undone = new Map<string, number>();
  steps.forEach(({ entry }, index) => {
    for (const event of entry.events) {
      if (event.type === 'acknowledgement-undone') undone.set(event.acknowledgementId, index);
    }
  });
  return steps.flatMap(({ entry }, index) =>
    entry.events.flatMap((event) => {
      if (event.type !== 'acknowledged') return [];
      const { organisation, at, acknowledgementId } = event;
      return [{ organisation, at, index, undone: undone.get(acknowledgementId) ?? Infinity }];
    }),
  );
}

/** "Covers everything sent to that organisation in the case up to its acceptance." */
const answersTo = ({ at, index }: { at: Instant; index: number }, ask: Omit<Ask, 'organisation'>): boolean =>
  at >= ask.askedAt && index > ask.index;

/** Steps that came although nobody of the organisation had been left unanswered for so long. */
export function remindedEarly(steps: readonly Step[]): string[] {
  const all = asks(steps);
  const given = acknowledgements(steps);
  return steps.flatMap(({ entry, before }, index) =>
    entry.events.flatMap((event) => {
      if (event.type !== 'acknowledgement-missing' || event.passed) return [];
      const { organisation, step } = event;
      const { acknowledge, acknowledgeLastPhaseDivisor } = before.plan.timing;
      const last = before.level >= Math.max(...before.plan.phases.map(({ phase }) => phase));
      const wait = (acknowledge[step - 1] ?? 0) / (last ? acknowledgeLastPhaseDivisor : 1);
      const answers = given.filter((one) => one.index < index && one.undone > index);
      const due = all.some(
        (ask) =>
          ask.organisation === organisation &&
          ask.index < index &&
          plus(ask.askedAt, wait) <= entry.at &&
          !answers.some((one) => one.organisation === organisation && answersTo(one, ask)),
      );
      return due ? [] : [`${organisation} is reminded at ${entry.at} (step ${step}) before it was due`];
    }),
  );
}

/** Steps that never came although nobody acknowledged; `ended` is when the case closed. */
export function neverReminded(steps: readonly Step[], ended: Instant | undefined): string[] {
  const given = acknowledgements(steps);
  const { acknowledge } = (steps.at(-1) as Step).after.plan.timing;
  return asks(steps).flatMap(({ organisation, askedAt, index }) => {
    const own = given.filter((one) => one.organisation === organisation && one.undone === Infinity);
    const from = own.findLast((one) => one.index < index)?.index ?? -1;
    const answer = own.find((one) => answersTo(one, { askedAt, index }));
    return acknowledge.flatMap((wait, nth) => {
      const due = plus(askedAt, wait);
      if (ended !== undefined && ended <= due) return [];
      if (answer !== undefined && answer.at <= due) return [];
      const came = steps
        .slice(from + 1, answer?.index)
        .some(({ entry }) =>
          entry.events.some(
            (event) =>
              event.type === 'acknowledgement-missing' && event.organisation === organisation && event.step > nth,
          ),
        );
      return came
        ? []
        : [`${organisation}, asked at ${askedAt}, acknowledged nothing by ${due} and nothing came of it`];
    });
  });
}
