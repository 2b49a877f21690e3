/** Who has acknowledged, for whom the case waits, and whom no channel reached. */
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { Badge } from '../parts/badge.js';
import { useNames } from '../parts/names.js';
import { caseWords } from '../words/case.js';
import { useWords } from '../words/language.js';

export function Answers({ document }: { document: CaseDocument }): ReactNode {
  const words = useWords(caseWords);
  const names = useNames();
  const { awaiting, acknowledged, notTold } = document;
  if (awaiting.length + acknowledged.length + notTold.length === 0) return null;
  const lists = [
    ['cross', 'alarm', words.missed, notTold.map(names.office)],
    ['ring', 'wait', words.waits, awaiting.map(names.organisation)],
    ['tick', 'calm', words.answered, acknowledged.map(names.organisation)],
  ] as const;
  return (
    <section className="answers">
      <h2>{words.answers}</h2>
      {lists.map(([shape, tone, title, who]) =>
        who.length === 0 ? null : (
          <div key={title}>
            <h3>
              <Badge shape={shape} tone={tone} words={`${title} ${who.length}`} />
            </h3>
            <ul>
              {who.map((name) => (
                <li key={name}>{name}</li>
              ))}
            </ul>
          </div>
        ),
      )}
    </section>
  );
}
