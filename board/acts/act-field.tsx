/** One thing that a person fills in. */
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { useSpeaks } from '../words/language.js';
import { CHOICES } from './act-words.js';
import type { Field } from './act.js';

interface Parts {
  field: Field;
  document: CaseDocument;
  value: string;
  change: (value: string) => void;
}

export function ActField({ field, document, value, change }: Parts): ReactNode {
  const { say } = useSpeaks();
  const id = useId();
  const label = {
    text: say.text,
    reason: say.reason,
    performedAt: say.performedAt,
    choice: say.choice,
    violationId: say.firstViolation,
    occurredAt: say.earliest,
    planVersion: say.version,
  }[field];
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <Input {...{ field, document, value, change, id }} />
    </p>
  );
}

function Input({ field, document, value, change, id }: Parts & { id: string }): ReactNode {
  const { say, of } = useSpeaks();
  const common = { id, value, onChange: ({ target }: { target: { value: string } }) => change(target.value) };
  switch (field) {
    case 'text':
      return <textarea {...common} rows={4} maxLength={10_000} required />;
    case 'reason':
      return <input {...common} maxLength={2000} />;
    case 'performedAt':
    case 'occurredAt':
      return <input {...common} type="datetime-local" step="1" required />;
    case 'planVersion':
      return <input {...common} type="number" min="1" required />;
    case 'choice':
      return (
        <select {...common} required>
          <option value="">{say.choose}</option>
          {Object.entries(CHOICES).map(([choice, words]) => (
            <option key={choice} value={choice}>
              {of(words)}
            </option>
          ))}
        </select>
      );
    case 'violationId':
      return (
        <select {...common} required>
          <option value="">{say.choose}</option>
          {document.violations.map(({ id: violation, description }) => (
            <option key={violation} value={violation}>
              {violation}: {description.slice(0, 80)}
            </option>
          ))}
        </select>
      );
  }
}
