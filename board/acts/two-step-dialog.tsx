/** One command in two steps: what a person fills in; then what would come of it; only then it is sent. */
import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { send, StillPending, tryOut } from '../api.js';
import type { Tried } from '../api.js';
import { useSpeaks } from '../words/language.js';
import { WhatComes } from './what-comes.js';

export interface CommandRequest {
  method: 'POST' | 'DELETE';
  /** Under `/api/v1`. */
  path: string;
  body?: object;
}

interface Parts {
  title: string;
  request: CommandRequest;
  /** On the button of the second step. */
  sends: string;
  /** What is signed, to be read once more. */
  text?: string;
  /** In place of "nobody is told", where others are told later. */
  tellsNobody?: string;
  after: () => Promise<void>;
  close: () => void;
  /** What is filled in. */
  children: ReactNode;
}

export function TwoStepDialog({ title, request, sends, text, tellsNobody, after, close, children }: Parts): ReactNode {
  const { say } = useSpeaks();
  const place = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => place.current?.showModal(), []);
  const { tried, fault, busy, look, sendIt } = useTwoSteps(request, async () => {
    await after();
    close();
  });
  return (
    <dialog ref={place} onClose={close} aria-labelledby={id}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void (tried?.allowed ? sendIt() : look());
        }}
      >
        <h2 id={id}>{title}</h2>
        {children}
        {tried && (
          <WhatComes
            tried={tried}
            {...(text === undefined ? {} : { text })}
            {...(tellsNobody === undefined ? {} : { tellsNobody })}
          />
        )}
        {fault !== undefined && <p role="alert">{fault}</p>}
        <p className="buttons">
          <button type="submit" className="primary" disabled={busy}>
            {busy ? say.sending : tried?.allowed ? sends : say.showFirst}
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
  tried: Tried | undefined;
  fault: string | undefined;
  busy: boolean;
  look: () => Promise<void>;
  sendIt: () => Promise<void>;
}

function useTwoSteps(request: CommandRequest, done: () => Promise<void>): Steps {
  const { say } = useSpeaks();
  const [shown, show] = useState<{ of: string; tried: Tried }>();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { method, path, body } = request;
  const asked = JSON.stringify(request);
  const step = async (does: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      await does();
    } catch (error) {
      setFault(error instanceof StillPending ? say.stillPending : (error as Error).message);
    }
    setBusy(false);
  };
  return {
    // What was shown holds for what was written; another text is shown anew.
    tried: shown?.of === asked ? shown.tried : undefined,
    fault,
    busy,
    look: async () =>
      await step(async () => {
        show({ of: asked, tried: await tryOut(method, path, body) });
      }),
    sendIt: async () =>
      await step(async () => {
        await send(method, path, body);
        await done();
      }),
  };
}
