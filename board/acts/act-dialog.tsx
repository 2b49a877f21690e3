/** One act of a case: what a person fills in, who will be told and which text is signed. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { serverNow } from '../live/clock.js';
import { useSpeaks } from '../words/language.js';
import { toField } from '../words/times.js';
import { actWords } from './act-words.js';
import { bodyOf, pathOf, requestOf } from './act.js';
import type { Field } from './act.js';
import { ActField } from './act-field.js';
import { SignedText } from './signed-text.js';
import { TwoStepDialog } from './two-step-dialog.js';

export function ActDialog({
  action,
  document,
  close,
}: {
  action: string;
  document: CaseDocument;
  close: () => void;
}): ReactNode {
  const { say, of } = useSpeaks();
  const client = useQueryClient();
  const [filled, setFilled] = useState<Partial<Record<Field, string>>>(() => ({
    performedAt: toField(serverNow(), true),
  }));
  const request = requestOf(action, document);
  if (!request) return null;
  const proposal = document.proposals.find(({ id }) => action === `sign:${id}`);
  const body = bodyOf(request, filled);
  return (
    <TwoStepDialog
      title={of(actWords(action, document))}
      request={{
        method: request.method,
        path: `/cases/${document.caseId}${pathOf(request, filled)}`,
        ...(body === undefined ? {} : { body }),
      }}
      sends={proposal ? say.sign : say.send}
      {...(filled.text ? { text: filled.text } : {})}
      after={async () => await client.invalidateQueries({ queryKey: ['case', document.caseId] })}
      close={close}
    >
      {proposal && <SignedText proposal={proposal} />}
      {request.fields.map((field) => (
        <ActField
          key={field}
          field={field}
          document={document}
          value={filled[field] ?? ''}
          change={(value) => setFilled((before) => ({ ...before, [field]: value }))}
        />
      ))}
    </TwoStepDialog>
  );
}
