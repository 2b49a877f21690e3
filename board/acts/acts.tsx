/** Every act of the case as a button; one that is not possible says why, in the core's own words. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { useMe } from '../reads.js';
import { caseWords } from '../words/case.js';
import { useSpeaks, useWords } from '../words/language.js';
import { actWords } from './act-words.js';
import { requestOf } from './act.js';
import { ActDialog } from './act-dialog.js';

type Allowed = CaseDocument['allowed'][number];

/** By the first word of an action, in the order in which a person on duty needs them. */
const GROUPS = [
  ['actsAnswer', ['acknowledge', 'pass', 'undo']],
  ['actsSign', ['sign', 'withdraw']],
  ['actsRecord', ['complete', 'confirm', 'decide', 'verify', 'waive', 'join', 'part']],
  ['actsPropose', ['propose']],
] as const;

const verbOf = ({ action }: Allowed): string => action.split(':')[0] ?? '';

export function Acts({ document }: { document: CaseDocument }): ReactNode {
  const words = useWords(caseWords);
  const keyless = useMe().data?.office === undefined;
  const [action, choose] = useState<string>();
  const known = document.allowed.filter((one) => requestOf(one.action, document));
  const possible = known.filter(({ allowed }) => allowed);
  return (
    <section className="acts">
      <h2>{words.acts}</h2>
      {keyless && (
        <p>
          <Link href="/sign-in">{words.signInToAct}</Link>
        </p>
      )}
      {GROUPS.map(([name, verbs]) => (
        <ActGroup
          key={name}
          name={words[name]}
          acts={possible.filter((one) => verbs.some((verb) => verb === verbOf(one)))}
          document={document}
          choose={choose}
        />
      ))}
      <NotNow acts={known.filter(({ allowed }) => !allowed)} document={document} />
      {action !== undefined && (
        <ActDialog key={action} action={action} document={document} close={() => choose(undefined)} />
      )}
    </section>
  );
}

interface GroupParts {
  name: string;
  acts: readonly Allowed[];
  document: CaseDocument;
  choose: (action: string) => void;
}

function ActGroup({ name, acts, document, choose }: GroupParts): ReactNode {
  const { of } = useSpeaks();
  if (acts.length === 0) return null;
  return (
    <div className="act-group">
      <h3>{name}</h3>
      <p className="buttons">
        {acts.map(({ action }) => (
          <button key={action} type="button" onClick={() => choose(action)}>
            {of(actWords(action, document))}
          </button>
        ))}
      </p>
    </div>
  );
}

function NotNow({ acts, document }: { acts: readonly Allowed[]; document: CaseDocument }): ReactNode {
  const { of } = useSpeaks();
  const words = useWords(caseWords);
  if (acts.length === 0) return null;
  return (
    <details>
      <summary>
        {words.notNow} ({acts.length})
      </summary>
      <ul className="refused">
        {acts.map(({ action, because }) => (
          <li key={action}>
            <button type="button" disabled>
              {of(actWords(action, document))}
            </button>
            <span lang="en">{because}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
