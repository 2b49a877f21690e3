/** Six fields; then who will be told and what will start; only then it is sent. */
import { useState } from 'react';
import type { ReactNode, SubmitEvent } from 'react';
import { Link } from 'wouter';
import type { ReportAnswer } from '../../api/reports/report-reply.js';
import { FileHash } from '../acts/file-hash.js';
import { WhatComes } from '../acts/what-comes.js';
import { send, StillPending, tryOut } from '../api.js';
import type { Tried } from '../api.js';
import { serverNow } from '../live/clock.js';
import { UtcField } from '../parts/utc-field.js';
import { useSectors } from '../reads.js';
import { bodyOf, EMPTY } from '../report/body.js';
import type { Fields } from '../report/body.js';
import { useSpeaks } from '../words/language.js';
import { toField } from '../words/times.js';

export default function ReportScreen(): ReactNode {
  const { say } = useSpeaks();
  const [fields, setFields] = useState<Fields>(() => ({ ...EMPTY, earliest: toField(serverNow()) }));
  const [tried, setTried] = useState<Tried>();
  const [answer, setAnswer] = useState<ReportAnswer>();
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [reportId] = useState(() => crypto.randomUUID());
  const fill = (name: keyof Fields) => (value: string) => {
    setFields((before) => ({ ...before, [name]: value }));
    setTried(undefined);
  };
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setFault(undefined);
    setBusy(true);
    try {
      const body = bodyOf(fields, reportId);
      if (tried?.allowed) setAnswer(await send<ReportAnswer>('POST', '/reports', body));
      else setTried(await tryOut('POST', '/reports', body));
    } catch (error) {
      setFault(error instanceof StillPending ? say.stillPending : (error as Error).message);
    }
    setBusy(false);
  };
  if (answer) return <Sent answer={answer} />;
  return (
    <section className="narrow">
      <h1>{say.reportTitle}</h1>
      <p>{say.reportSays}</p>
      <form className="report" onSubmit={(event) => void submit(event)}>
        <Inputs fields={fields} fill={fill} />
        {tried && <WhatComes tried={tried} />}
        {fault !== undefined && <p role="alert">{fault}</p>}
        <p className="buttons send">
          <button type="submit" className="primary" disabled={busy}>
            {busy ? say.sending : tried?.allowed ? say.send : say.showFirst}
          </button>
          {tried?.allowed && (
            <button type="button" onClick={() => setTried(undefined)}>
              {say.back}
            </button>
          )}
        </p>
      </form>
    </section>
  );
}

interface InputParts {
  fields: Fields;
  fill: (name: keyof Fields) => (value: string) => void;
}

/** What is often reported; anything else can be written. */
const KINDS = ['shelling', 'drone strike', 'air strike', 'missile strike', 'ground advance', 'small-arms fire'];

function Inputs({ fields, fill }: InputParts): ReactNode {
  const { say, of } = useSpeaks();
  const sectors = useSectors().data?.sectors ?? [];
  const to = (name: keyof Fields) => ({
    id: name,
    value: fields[name],
    onChange: ({ target }: { target: { value: string } }) => fill(name)(target.value),
  });
  return (
    <>
      <p className="field">
        <label htmlFor="kind">{say.kind}</label>
        <input {...to('kind')} required maxLength={100} list="kinds" autoComplete="off" />
        <datalist id="kinds">
          {KINDS.map((kind) => (
            <option key={kind} value={kind} />
          ))}
        </datalist>
      </p>
      <div className="pair">
        <p className="field">
          <label htmlFor="sector">{say.sector}</label>
          <select {...to('sector')} required>
            <option value="">{say.choose}</option>
            {sectors.map(({ id, name }) => (
              <option key={id} value={id}>
                {of(name)}
              </option>
            ))}
          </select>
        </p>
        <p className="field">
          <label htmlFor="place">{say.place}</label>
          <input {...to('place')} maxLength={500} dir="auto" autoComplete="off" />
        </p>
      </div>
      <When fields={fields} fill={fill} />
      <p className="field">
        <label htmlFor="description">{say.description}</label>
        <textarea {...to('description')} required rows={4} maxLength={10_000} dir="auto" />
      </p>
      <p className="field">
        <label htmlFor="standing">{say.standing}</label>
        <select {...to('standing')}>
          <option value="credible">{say.credible}</option>
          <option value="alleged">{say.alleged}</option>
        </select>
      </p>
      <More fields={fields} fill={fill} />
    </>
  );
}

/** What few reporters have at hand. Coordinates come in pairs: one without the other says nothing. */
function More({ fields: { latitude, longitude }, fill }: InputParts): ReactNode {
  const { say } = useSpeaks();
  const degrees = (name: 'latitude' | 'longitude', value: string, other: string, most: number): ReactNode => (
    <p className="field">
      <label htmlFor={name}>{say[name]}</label>
      <input
        id={name}
        type="number"
        inputMode="decimal"
        step="any"
        min={-most}
        max={most}
        required={other !== ''}
        value={value}
        onChange={({ target }) => fill(name)(target.value)}
        onInvalid={({ currentTarget }) => unfold(currentTarget)}
      />
    </p>
  );
  return (
    <details>
      <summary>{say.reportMore}</summary>
      <div className="pair">
        {degrees('latitude', latitude, longitude, 90)}
        {degrees('longitude', longitude, latitude, 180)}
      </div>
      <p className="field">
        <label htmlFor="evidence">{say.evidence}</label>
        <FileHash id="evidence" change={fill('evidence')} />
      </p>
    </details>
  );
}

/** What is missing where nobody looks would stop the sending without a word. */
function unfold(input: HTMLElement): void {
  const folded = input.closest('details');
  if (folded) folded.open = true;
}

/** Minutes before now that are one press away. */
const BEFORE = [5, 15, 60];

/** When it occurred: one instant, or the earliest and the latest where nobody knows it better. */
function When({ fields: { earliest, latest }, fill }: InputParts): ReactNode {
  const { say } = useSpeaks();
  const uncertain = latest !== '';
  return (
    <div className="when">
      <UtcField label={uncertain ? say.earliest : say.occurred} value={earliest} change={fill('earliest')} />
      {uncertain && <UtcField label={say.latest} value={latest} change={fill('latest')} />}
      <p className="buttons">
        {!uncertain &&
          BEFORE.map((minutes) => (
            <button
              key={minutes}
              type="button"
              onClick={() => fill('earliest')(toField(serverNow() - minutes * 60_000))}
            >
              −{minutes} {say.minutes}
            </button>
          ))}
        <label className="check">
          <input
            type="checkbox"
            checked={uncertain}
            onChange={({ target }) => fill('latest')(target.checked ? toField(serverNow()) : '')}
          />
          {say.uncertain}
        </label>
      </p>
    </div>
  );
}

function Sent({ answer: { caseId, because, note } }: { answer: ReportAnswer }): ReactNode {
  const { say } = useSpeaks();
  return (
    <section className="narrow" role="status">
      <h1>{say.reportOpened}</h1>
      <p>{caseId === undefined ? say.underReview : because}</p>
      {note !== undefined && <p>{note}</p>}
      {caseId !== undefined && <Link href={`/cases/${caseId}`}>{say.toCase}</Link>}
    </section>
  );
}
