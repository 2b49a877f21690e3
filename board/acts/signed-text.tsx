/** Exactly what a signature is over: the text, what goes with it, and its hash. */
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { useSpeaks } from '../words/language.js';

export function SignedText({ proposal }: { proposal: CaseDocument['proposals'][number] }): ReactNode {
  const { say } = useSpeaks();
  const { text, textHash, signs, violationsSince = [] } = proposal;
  return (
    <section>
      <h3>{say.textSigned}</h3>
      <blockquote dir="auto">{text}</blockquote>
      {violationsSince.length > 0 && (
        <p role="alert">
          {say.violationsSince}: {violationsSince.join(', ')}
        </p>
      )}
      <details>
        <summary>SHA-256 {textHash.slice(0, 12)}…</summary>
        <pre tabIndex={0}>{JSON.stringify(signs, null, 2)}</pre>
        <p className="hash">{textHash}</p>
      </details>
    </section>
  );
}
