/** What was taken out of a case's record, by whose decision; `[erased]` stands where it was. */
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { useSpeaks } from '../words/language.js';
import { utc } from '../words/times.js';
import { ScrollTable } from './scroll-table.js';

export function Erased({ document: { erasures = [] } }: { document: CaseDocument }): ReactNode {
  const { say, language } = useSpeaks();
  if (erasures.length === 0) return null;
  return (
    <section>
      <h2>{say.erased}</h2>
      <ScrollTable
        caption={say.erased}
        head={[say.when, say.who, say.why, say.howMany]}
        rows={erasures.map(({ at, offices, reason, texts }) => [
          `${utc(at, language)} UTC`,
          offices.join(', '),
          reason,
          String(texts),
        ])}
      />
    </section>
  );
}
