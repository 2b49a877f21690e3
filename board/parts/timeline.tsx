/** The record as people read it: two times an entry, what came of it and why; deliveries and reminders folded. */
import type { ReactNode } from 'react';
import { useTimeline } from '../reads.js';
import type { TimelineEntry } from '../reads.js';
import { eventWords, NOISE } from '../words/events.js';
import { useSpeaks } from '../words/language.js';
import { utc } from '../words/times.js';

export function Timeline({ caseId }: { caseId: string }): ReactNode {
  const { say } = useSpeaks();
  const entries = [...(useTimeline(caseId).data?.entries ?? [])].reverse();
  const loud = entries.filter(({ body }) => body.events.some(({ type }) => !NOISE.has(type)));
  const noise = entries.filter((entry) => !loud.includes(entry));
  return (
    <>
      <ol className="timeline">
        {loud.map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </ol>
      {noise.length > 0 && (
        <details>
          <summary>
            {say.noise} ({noise.length})
          </summary>
          <ol className="timeline">
            {noise.map((entry) => (
              <Entry key={entry.seq} entry={entry} />
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function Entry({ entry: { seq, recordedAt, body } }: { entry: TimelineEntry }): ReactNode {
  const { say, language, of } = useSpeaks();
  const who = body.cause.kind === 'command' ? body.cause.actor.office : body.cause.due;
  const shown = body.events.filter(({ type }) => !NOISE.has(type));
  return (
    <li id={`entry-${seq}`}>
      <p className="times">
        <a href={`#entry-${seq}`}>
          {say.entry} {seq}
        </a>{' '}
        {say.happened} <time dateTime={body.at}>{utc(body.at, language)}</time> · {say.recorded}{' '}
        <time dateTime={recordedAt}>{utc(recordedAt, language)}</time> · {who}
      </p>
      <ul>
        {(shown.length > 0 ? shown : body.events).map((event, index) => (
          <li key={index}>
            <b>{of(eventWords(event.type))}</b> <Detail event={event} />
          </li>
        ))}
      </ul>
    </li>
  );
}

/** What events name in words; an event has some of these. */
interface Named {
  because?: { why: string };
  text?: string;
  dutyId?: string;
  gateId?: string;
  phase?: number;
  violationId?: string;
  proposalId?: string;
}

function Detail({ event }: { event: TimelineEntry['body']['events'][number] }): ReactNode {
  const { because, text, dutyId, gateId, phase, violationId, proposalId } = event as Named;
  const points = [dutyId, gateId, phase, violationId, proposalId].filter((one) => one !== undefined).join(' ');
  return (
    <span dir="auto">
      {points} {text !== undefined && <q>{text}</q>} {because?.why}
    </span>
  );
}
