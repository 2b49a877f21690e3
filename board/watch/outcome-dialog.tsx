/** What comes of reports under review: said by one office of the watch or legal, with its reason. */
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { TwoStepDialog } from '../acts/two-step-dialog.js';
import { useSpeaks, useWords } from '../words/language.js';
import { OUTCOMES, watch } from '../words/watch.js';
import { outcomeBody } from './outcome.js';
import type { OutcomeFields } from './outcome.js';

interface Parts {
  reviewId: string;
  /** Absent: all that wait. */
  reportKey?: string;
  close: () => void;
}

export function OutcomeDialog({ reviewId, reportKey, close }: Parts): ReactNode {
  const { say, of } = useSpeaks();
  const words = useWords(watch);
  const client = useQueryClient();
  const id = useId();
  const [fields, setFields] = useState<OutcomeFields>({ outcome: '', text: '', violationId: '' });
  const to = (name: keyof OutcomeFields) => ({
    id: `${id}-${name}`,
    value: fields[name],
    onChange: ({ target }: { target: { value: string } }) =>
      setFields((before) => ({ ...before, [name]: target.value })),
  });
  return (
    <TwoStepDialog
      title={`${words.judging} ${reviewId}`}
      request={{
        method: 'POST',
        path: `/reviews/${encodeURIComponent(reviewId)}/outcome`,
        body: outcomeBody(fields, reportKey),
      }}
      sends={say.send}
      text={fields.text}
      tellsNobody={words.goesOn}
      after={async () => {
        await client.invalidateQueries({ queryKey: ['reviews'] });
        await client.invalidateQueries({ queryKey: ['summary'] });
      }}
      close={close}
    >
      {reportKey !== undefined && <p className="case-id">{reportKey}</p>}
      <p className="field">
        <label htmlFor={`${id}-outcome`}>{words.outcome}</label>
        <select {...to('outcome')} required>
          <option value="">{say.choose}</option>
          {Object.entries(OUTCOMES).map(([outcome, name]) => (
            <option key={outcome} value={outcome}>
              {of(name)}
            </option>
          ))}
        </select>
      </p>
      {fields.outcome === 'duplicate' && (
        <p className="field">
          <label htmlFor={`${id}-violationId`}>{words.duplicateOf}</label>
          <input {...to('violationId')} pattern="v[1-9][0-9]{0,8}" maxLength={10} autoComplete="off" />
        </p>
      )}
      <p className="field">
        <label htmlFor={`${id}-text`}>{say.text}</label>
        <textarea {...to('text')} rows={4} maxLength={10_000} required dir="auto" />
      </p>
    </TwoStepDialog>
  );
}
