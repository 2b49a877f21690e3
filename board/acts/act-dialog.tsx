/** One act, in two steps: what a person fills in; then who will be told and which text is signed; only then it is sent. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { serverNow } from '../live/clock.js';
import { toField } from '../words/times.js';
import { send, StillPending, tryOut } from '../api.js';
import type { Tried } from '../api.js';
import { useSpeaks } from '../words/language.js';
import { actWords } from './act-words.js';
import { bodyOf, requestOf } from './act.js';
import type { Field } from './act.js';
import { ActField } from './act-field.js';
import { SignedText } from './signed-text.js';
import { WhatComes } from './what-comes.js';

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
  const place = useRef<HTMLDialogElement>(null);
  useEffect(() => place.current?.showModal(), []);
  const steps = useSteps(action, document, close);
  const { request, filled, fill, tried, fault, busy } = steps;
  if (!request) return null;
  const proposal = document.proposals.find(({ id }) => action === `sign:${id}`);
  return (
    <dialog ref={place} onClose={close} aria-labelledby="act-title">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void (tried?.allowed ? steps.send() : steps.look());
        }}
      >
        <h2 id="act-title">{of(actWords(action, document))}</h2>
        {proposal && <SignedText proposal={proposal} />}
        {request.fields.map((field) => (
          <ActField key={field} field={field} document={document} value={filled[field] ?? ''} change={fill(field)} />
        ))}
        {tried && <WhatComes tried={tried} {...(filled.text ? { text: filled.text } : {})} />}
        {fault !== undefined && <p role="alert">{fault}</p>}
        <p className="buttons">
          <button type="submit" className="primary" disabled={busy}>
            {busy ? say.sending : tried?.allowed ? (proposal ? say.sign : say.send) : say.showFirst}
          </button>
          <button type="button" onClick={() => place.current?.close()}>
            {say.back}
          </button>
        </p>
      </form>
    </dialog>
  );
}

interface Steps {
  request: ReturnType<typeof requestOf>;
  filled: Partial<Record<Field, string>>;
  fill: (field: Field) => (value: string) => void;
  tried: Tried | undefined;
  fault: string | undefined;
  busy: boolean;
  look: () => Promise<void>;
  send: () => Promise<void>;
}

function useSteps(action: string, document: CaseDocument, close: () => void): Steps {
  const client = useQueryClient();
  const { say } = useSpeaks();
  const [filled, setFilled] = useState<Partial<Record<Field, string>>>(() => ({
    performedAt: toField(serverNow(), true),
  }));
  const [tried, setTried] = useState<Tried>();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const request = requestOf(action, document);
  const step = async (does: (path: string, body?: object) => Promise<void>): Promise<void> => {
    if (!request) return;
    setBusy(true);
    setFault(undefined);
    try {
      await does(`/cases/${document.caseId}${request.path}`, bodyOf(request, filled));
    } catch (error) {
      setFault(error instanceof StillPending ? say.stillPending : (error as Error).message);
    }
    setBusy(false);
  };
  return {
    request,
    filled,
    tried,
    fault,
    busy,
    // What was shown holds for what was written; another text is shown anew.
    fill: (field) => (value) => {
      setFilled((before) => ({ ...before, [field]: value }));
      setTried(undefined);
    },
    look: async () => await step(async (path, body) => setTried(await tryOut(request?.method ?? 'POST', path, body))),
    send: async () =>
      await step(async (path, body) => {
        await send(request?.method ?? 'POST', path, body);
        await client.invalidateQueries({ queryKey: ['case', document.caseId] });
        close();
      }),
  };
}
