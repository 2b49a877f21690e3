/** What a check has found, step by step. */
import type { ReactNode } from 'react';
import { Badge } from '../parts/badge.js';
import { caseWords } from '../words/case.js';
import { useWords } from '../words/language.js';
import type { Verdict } from './verdict.js';

/** So many faults of a step are shown; there may be one for each entry. */
const MOST_FAULTS = 20;

export function VerifyResult({ verdict: { ok, steps } }: { verdict: Verdict }): ReactNode {
  const words = useWords(caseWords);
  return (
    <div className="verdict" role="status">
      <p>
        <Badge shape={ok ? 'tick' : 'cross'} tone={ok ? 'calm' : 'alarm'} words={ok ? words.intact : words.notIntact} />
      </p>
      <ul lang="en">
        {steps.map(({ step, says, faults }) => (
          <li key={step}>
            <Badge
              shape={faults.length === 0 ? 'tick' : 'cross'}
              tone={faults.length === 0 ? 'calm' : 'alarm'}
              words={step}
            />{' '}
            {faults.length === 0 && says}
            {faults.length > 0 && (
              <ul>
                {faults.slice(0, MOST_FAULTS).map(({ where, says: fault }, index) => (
                  <li key={index}>
                    {where}: {fault}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
