/** Under which version of which plan the case runs, and what another version would change in it. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { ScrollTable } from '../parts/scroll-table.js';
import { caseWords } from '../words/case.js';
import { useSpeaks, useWords } from '../words/language.js';
import { utc } from '../words/times.js';

export function PlanOfCase({ document }: { document: CaseDocument }): ReactNode {
  const { say, of, language } = useSpeaks();
  const words = useWords(caseWords);
  const { plan, phases } = document;
  const at = (instant: string | undefined): string =>
    instant === undefined ? words.noPhase : `${utc(instant, language)} UTC`;
  return (
    <>
      <p>
        <b>
          {plan.id}, {say.version} {plan.version}
        </b>{' '}
        <span className="hash">{plan.hash}</span> <Link href="/plan">{words.byHand}</Link>
      </p>
      <ScrollTable
        caption={words.plan}
        head={[say.phase, words.opens, words.opened, say.gate]}
        rows={phases.map(({ phase, name, openedAt, opensAt, because }) => [
          `${phase} ${of(name)}`,
          at(opensAt),
          openedAt === undefined ? '–' : at(openedAt),
          <span key="why" lang="en">
            {because}
          </span>,
        ])}
      />
      <Newer document={document} />
    </>
  );
}

function Newer({ document: { newerPlan } }: { document: CaseDocument }): ReactNode {
  const { say, of, language } = useSpeaks();
  const words = useWords(caseWords);
  if (!newerPlan) return <p>{words.noNewer}</p>;
  const { moves = [], differences, notAdoptable } = newerPlan;
  return (
    <section>
      <h3>
        {words.newer}: {newerPlan.id}, {say.version} {newerPlan.version}
      </h3>
      <p>{words.newerSays}</p>
      <h4>{say.differences}</h4>
      <ul>
        {differences.map(({ path, words: change }) => (
          <li key={path}>{of(change)}</li>
        ))}
      </ul>
      <h4>{words.moves}</h4>
      {notAdoptable !== undefined ? (
        <p role="alert">
          {words.notAdoptable}: <span lang="en">{notAdoptable}</span>
        </p>
      ) : moves.length === 0 ? (
        <p>{words.noMoves}</p>
      ) : (
        <ScrollTable
          caption={words.moves}
          head={[say.what, words.was, words.becomes]}
          rows={moves.map(({ id, label, old, now }) => [
            `${id} ${of(label)}`,
            old === undefined ? '–' : utc(old, language),
            utc(now, language),
          ])}
        />
      )}
    </section>
  );
}
