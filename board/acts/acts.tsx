/** Every act of the case as a button; one that is not possible says why, in the core's own words. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { useSpeaks } from '../words/language.js';
import { actWords } from './act-words.js';
import { requestOf } from './act.js';
import { ActDialog } from './act-dialog.js';

export function Acts({ document }: { document: CaseDocument }): ReactNode {
  const { say, of } = useSpeaks();
  const [action, choose] = useState<string>();
  const known = document.allowed.filter((one) => requestOf(one.action, document));
  const possible = known.filter(({ allowed }) => allowed);
  const refused = known.filter(({ allowed }) => !allowed);
  return (
    <section className="acts">
      <h2>{say.actions}</h2>
      {known.length === 0 && <p>{say.actionsNone}</p>}
      <p className="buttons">
        {possible.map(({ action: one }) => (
          <button key={one} type="button" onClick={() => choose(one)}>
            {of(actWords(one))}
          </button>
        ))}
      </p>
      {refused.length > 0 && (
        <details>
          <summary>
            {say.notNow} ({refused.length})
          </summary>
          <ul className="refused">
            {refused.map(({ action: one, because }) => (
              <li key={one}>
                <button type="button" disabled>
                  {of(actWords(one))}
                </button>{' '}
                <span>{because}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {action !== undefined && (
        <ActDialog key={action} action={action} document={document} close={() => choose(undefined)} />
      )}
    </section>
  );
}
