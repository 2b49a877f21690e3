/** Under which ids the case runs in Temporal. */
import type { ReactNode } from 'react';
import type { CaseDocument } from '../../api/cases/case.schema.js';
import { caseWords } from '../words/case.js';
import { useSpeaks, useWords } from '../words/language.js';

export function Temporal({ document }: { document: CaseDocument }): ReactNode {
  const { say } = useSpeaks();
  const words = useWords(caseWords);
  const { namespace, workflowId, runIds, uiUrl } = document.temporal;
  return (
    <>
      <p>{words.temporalSays}</p>
      <dl className="ids">
        <dt>{say.namespace}</dt>
        <dd>{namespace}</dd>
        <dt>{say.workflow}</dt>
        <dd>{workflowId}</dd>
        <dt>{say.runs}</dt>
        <dd>{runIds.join(', ')}</dd>
        <dt>{say.stateHash}</dt>
        <dd className="hash">{document.stateHash}</dd>
      </dl>
      {uiUrl !== undefined && (
        <p>
          <a href={uiUrl} rel="noreferrer" target="_blank">
            {words.temporalUi}
          </a>
        </p>
      )}
      <p className="hash">
        temporal workflow show --namespace {namespace} --workflow-id {workflowId}
      </p>
    </>
  );
}
