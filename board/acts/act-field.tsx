/** One thing that a person fills in. */
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { useSpeaks } from '../words/language.js';
import { CHOICES } from './act-words.js';
import { UtcField } from '../parts/utc-field.js';
import type { Field } from './act.js';
import { FileHash } from './file-hash.js';

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
    joined: say.joined,
    sameAs: say.sameAs,
    violationId: say.violation,
    occurredAt: say.earliest,
    planVersion: say.version,
    breakGlass: say.breakGlass,
    outcome: say.outcome,
    evidence: say.evidence,
  }[field];
  if (field === 'breakGlass')
    return (
      <p className="field check">
        <input
          id={id}
          type="checkbox"
          checked={value !== ''}
          onChange={({ target }) => change(target.checked ? 'yes' : '')}
        />
        <label htmlFor={id}>{label}</label>
      </p>
    );
  if (field === 'performedAt' || field === 'occurredAt')
    return <UtcField label={label} value={value} change={change} seconds />;
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
    case 'breakGlass':
    case 'performedAt':
    case 'occurredAt':
      return null;
    case 'evidence':
      return <FileHash id={id} change={change} />;
    case 'outcome':
      return (
        <select {...common} required>
          <option value="">{say.choose}</option>
          <option value="confirmed">{say.confirmed}</option>
          <option value="disputed">{say.disputed}</option>
        </select>
      );
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
    case 'joined':
    case 'sameAs':
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
