/** The plan: its ladder on a time axis, the same as a table and in words, and what of it is assumed. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Explanation } from '../../domain/plan/explanation.js';
import type { Plan } from '../../domain/plan/plan.js';
import { get } from '../api.js';
import { Ladder } from '../parts/ladder.js';
import { ScrollTable } from '../parts/scroll-table.js';
import { serverNow } from '../live/clock.js';
import { useSpeaks } from '../words/language.js';
import { fromField, toField, utc } from '../words/times.js';

interface Known {
  id: string;
  version: number;
  hash: string;
  ofNewCases: boolean;
}

export default function PlanScreen(): ReactNode {
  const { say } = useSpeaks();
  const [chosen, choose] = useState('');
  const known = useQuery({ queryKey: ['plans'], queryFn: async () => await get<{ plans: Known[] }>('/plans') });
  if (known.isPending) return <p className="empty">{say.loading}</p>;
  const plans = known.data?.plans ?? [];
  const one = plans.find(({ hash }) => hash === chosen) ?? plans.find(({ ofNewCases }) => ofNewCases) ?? plans[0];
  if (!one) return <p className="empty">{known.error?.message ?? say.failed}</p>;
  return (
    <>
      <h1>{say.plan}</h1>
      <p className="field">
        <label htmlFor="version">{say.version}</label>
        <select id="version" value={one.hash} onChange={({ target }) => choose(target.value)}>
          {plans.map(({ id, version, hash }) => (
            <option key={hash} value={hash}>
              {id} {version}
            </option>
          ))}
        </select>
      </p>
      <OnePlan known={one} />
    </>
  );
}

function OnePlan({ known: { id, version } }: { known: Known }): ReactNode {
  const { say, language } = useSpeaks();
  const [first, setFirst] = useState(() => toField(serverNow()));
  const at = fromField(first) ?? '';
  const root = `/plans/${id}/versions/${version}`;
  const plan = useQuery({ queryKey: ['plan', root], queryFn: async () => await get<{ plan: Plan }>(root) }).data?.plan;
  const explained = useQuery({
    queryKey: ['plan', root, language, at],
    queryFn: async () =>
      await get<{ explanation: Explanation }>(`${root}/explanation?lang=${language}${at && `&firstViolationAt=${at}`}`),
  }).data?.explanation;
  return (
    <>
      {plan && <Ladder plan={plan} />}
      <p className="field">
        <label htmlFor="first">{say.whatIf}</label>
        <input id="first" type="datetime-local" value={first} onChange={({ target }) => setFirst(target.value)} />
      </p>
      {explained && <InWords explained={explained} />}
    </>
  );
}

function InWords({ explained }: { explained: Explanation }): ReactNode {
  const { say, language } = useSpeaks();
  return (
    <>
      <h2>{say.asTable}</h2>
      <ScrollTable
        caption={say.asTable}
        head={[say.when, say.since, say.what]}
        rows={(explained.schedule?.rows ?? []).map(({ at, elapsed, what }) => [
          `${utc(at, language)} UTC`,
          elapsed,
          what,
        ])}
      />
      <h2>{say.inWords}</h2>
      {explained.sections.map(({ heading, sentences }) => (
        <section key={heading} className="prose">
          <h3>{heading}</h3>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </section>
      ))}
      <h2>{say.valuesAssumed}</h2>
      <ScrollTable
        caption={say.valuesAssumed}
        head={[say.what, say.value, say.why]}
        rows={explained.assumed.map(({ name, value = '–', reason }) => [name, value, reason])}
      />
    </>
  );
}
