/** What the sinks caught: every mail and webhook, text first, its links working; the HTML only as text. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CapturedMessage } from '../../api/exercises/exercise.schema.js';
import { useDirectory, useMe } from '../reads.js';
import { exercise, filled } from '../words/exercise.js';
import { useSpeaks, useWords } from '../words/language.js';
import { piecesOf } from './links.js';
import { planClock } from './plan-clock.js';
import { useMessage, useMessages } from './reads.js';

const FIRST_SHOWN = 25;

export interface Clock {
  /** When the first violation happens, milliseconds. */
  startAt: number;
  speed: number;
}

export function Captured({ n, clock }: { n: number; clock: Clock }): ReactNode {
  const say = useWords(exercise);
  const { of } = useSpeaks();
  const reader = useMe().data?.office ?? '';
  const read = useMessages(n, reader).data;
  const names = useDirectory().data?.offices ?? {};
  const [office, choose] = useState('');
  const [most, setMost] = useState(FIRST_SHOWN);
  const messages = (read?.messages ?? []).filter((one) => office === '' || one.office === office).toReversed();
  const offices = [...new Set((read?.messages ?? []).map((one) => one.office))].sort();
  const nameOf = (id: string): string => of(names[id]?.name) || id;
  return (
    <section className="captured" aria-labelledby="captured-title">
      <h2 id="captured-title">{say.messages}</h2>
      <p className="field">
        <label htmlFor="captured-office">{say.ofOffice}</label>
        <select id="captured-office" value={office} onChange={({ target }) => choose(target.value)}>
          <option value="">{say.everybody}</option>
          {offices.map((id) => (
            <option key={id} value={id}>
              {nameOf(id)}
            </option>
          ))}
        </select>
      </p>
      {messages.length === 0 ? (
        <p>{say.noMessages}</p>
      ) : (
        <p className="times">
          {filled(say.messagesSay, { shown: Math.min(most, messages.length), total: messages.length })}
        </p>
      )}
      <ul className="messages">
        {messages.slice(0, most).map((one) => (
          <Message key={one.id} message={one} to={nameOf(one.office)} clock={clock} />
        ))}
      </ul>
      {messages.length > most && (
        <button type="button" onClick={() => setMost(most + FIRST_SHOWN * 4)}>
          {say.more}
        </button>
      )}
    </section>
  );
}

function Message({ message, to, clock }: { message: CapturedMessage; to: string; clock: Clock }): ReactNode {
  const say = useWords(exercise);
  const [open, setOpen] = useState(false);
  const { kind, at, subject, text, requires, verified, repeated } = message;
  const after = planClock((Date.parse(at) - clock.startAt) * clock.speed);
  const marks = [
    verified === undefined ? undefined : verified ? say.signatureGood : say.signatureBad,
    repeated ? say.repeated : undefined,
    requires.length === 0 ? undefined : `${say.asks} ${requires.join(', ')}`,
  ].filter((mark) => mark !== undefined);
  return (
    <li>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span className="message-when">{after}</span> <span className="message-kind">{say[kind]}</span>{' '}
          <b dir="auto">{to}</b>{' '}
          <bdi className="message-subject" dir="auto">
            {subject}
          </bdi>
        </summary>
        {open && (
          <>
            {marks.length > 0 && <p className="times">{marks.join(' · ')}</p>}
            <p className="message-text" dir="auto">
              <Linked text={text} />
            </p>
            <AsSent id={message.id} />
          </>
        )}
      </details>
    </li>
  );
}

function Linked({ text }: { text: string }): ReactNode {
  return piecesOf(text, window.location.href).map(({ text: piece, href }, index) =>
    href === undefined ? (
      piece
    ) : (
      <a key={index} href={href} target="_blank" rel="noreferrer">
        {piece}
      </a>
    ),
  );
}

function AsSent({ id }: { id: string }): ReactNode {
  const say = useWords(exercise);
  const [open, setOpen] = useState(false);
  const whole = useMessage(id, open).data;
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{say.readWhole}</summary>
      {whole?.html !== undefined && (
        <>
          <h3>{say.html}</h3>
          <pre tabIndex={0}>{whole.html}</pre>
        </>
      )}
      {whole && (
        <>
          <h3>{say.source}</h3>
          <pre tabIndex={0}>{whole.source}</pre>
        </>
      )}
    </details>
  );
}
