/** The record of the case: checked in the browser and on the server, and to be taken away. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { caseWords } from '../words/case.js';
import { useWords } from '../words/language.js';
import { VerifyResult } from '../verify/verify-result.js';
import type { Verdict } from '../verify/verdict.js';
import { verifyHere, verifyOnServer } from '../verify/verdict.js';

export function RecordOfCase({ document: { caseId } }: { document: CaseDocument }): ReactNode {
  const words = useWords(caseWords);
  return (
    <>
      <p>{words.verifySays}</p>
      <Verifying title={words.here} press={words.verifyHere} check={async () => await verifyHere(caseId)} />
      <Verifying title={words.server} press={words.verifyServer} check={async () => await verifyOnServer(caseId)} />
      <p>
        <a className="download" href={`/api/v1/cases/${caseId}/record`} download={`${caseId}.record.json`}>
          {words.download}
        </a>
        {' · '}
        <a className="download" href={`/api/v1/cases/${caseId}/record?format=tar.gz`} download={`${caseId}.tar.gz`}>
          {words.bundle}
        </a>
      </p>
    </>
  );
}

interface Parts {
  title: string;
  press: string;
  check: () => Promise<Verdict>;
}

export function Verifying({ title, press, check }: Parts): ReactNode {
  const words = useWords(caseWords);
  const [verdict, judge] = useState<Verdict>();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      judge(await check());
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <section className="verifying" aria-label={title}>
      <button type="button" disabled={busy} onClick={() => void run()}>
        {busy ? words.verifying : press}
      </button>
      {fault !== undefined && <p role="alert">{fault}</p>}
      {verdict && <VerifyResult verdict={verdict} />}
    </section>
  );
}
