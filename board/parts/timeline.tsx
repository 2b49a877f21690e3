/** The record as people read it: two times an entry, what came of it and why; deliveries and reminders folded. */
import { Fragment, useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { corrections } from '../case/corrections.js';
import type { Corrections } from '../case/corrections.js';
import { useTimeline } from '../reads.js';
import type { TimelineEntry } from '../reads.js';
import { caseWords } from '../words/case.js';
import { eventWords, isNoise } from '../words/events.js';
import { useSpeaks, useWords } from '../words/language.js';
import { utc } from '../words/times.js';
import { useNames } from './names.js';
import { Failed, Reading } from './states.js';

/** One loud entry, or several in a row that are noise. */
type Stretch = { loud: TimelineEntry } | { noise: TimelineEntry[] };

export function Timeline({ caseId }: { caseId: string }): ReactNode {
  const read = useTimeline(caseId);
  const entries = read.data?.entries;
  const found = useMemo(() => corrections(entries ?? []), [entries]);
  useScrollTo(entries !== undefined);
  if (read.isPending) return <Reading />;
  if (!entries) return <Failed error={read.error} again={() => void read.refetch()} />;
  return (
    <ol className="timeline" reversed>
      {stretches([...entries].reverse()).map((stretch) =>
        'loud' in stretch ? (
          <Entry key={stretch.loud.seq} entry={stretch.loud} found={found} />
        ) : (
          <Folded key={`n${stretch.noise.at(-1)?.seq}`} entries={stretch.noise} found={found} />
        ),
      )}
    </ol>
  );
}

const isFolded = ({ body }: TimelineEntry): boolean => body.events.every(isNoise);

function stretches(entries: readonly TimelineEntry[]): Stretch[] {
  const all: Stretch[] = [];
  for (const entry of entries) {
    const last = all.at(-1);
    if (!isFolded(entry)) all.push({ loud: entry });
    else if (last && 'noise' in last) last.noise.push(entry);
    else all.push({ noise: [entry] });
  }
  return all;
}

/** A link to an entry also finds one that is folded. */
function useScrollTo(ready: boolean): void {
  useEffect(() => {
    const show = (): void => {
      const target = /^#entry-\d+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
      const folded = target?.closest('details');
      if (folded) folded.open = true;
      target?.scrollIntoView({ block: 'center' });
    };
    if (ready) show();
    addEventListener('hashchange', show);
    return () => removeEventListener('hashchange', show);
  }, [ready]);
}

interface FoldedParts {
  entries: TimelineEntry[];
  found: Corrections;
}

function Folded({ entries, found }: FoldedParts): ReactNode {
  const words = useWords(caseWords);
  return (
    <li className="folded">
      <details>
        <summary>
          {words.folded}: {entries.length}
        </summary>
        <ol className="timeline" reversed>
          {entries.map((entry) => (
            <Entry key={entry.seq} entry={entry} found={found} />
          ))}
        </ol>
      </details>
    </li>
  );
}

function Entry({ entry, found }: { entry: TimelineEntry; found: Corrections }): ReactNode {
  const { seq, recordedAt, body } = entry;
  const { say, language, of } = useSpeaks();
  const names = useNames();
  const words = useWords(caseWords);
  const who = body.cause.kind === 'command' ? names.office(body.cause.actor.office) : body.cause.due;
  const shown = body.events.filter((event) => !isNoise(event));
  return (
    <li id={`entry-${seq}`} className="entry">
      <p className="times">
        <a href={`#entry-${seq}`} className="seq">
          {say.entry} {seq}
        </a>
        <span>
          {say.happened} <time dateTime={body.at}>{utc(body.at, language)}</time>
        </span>
        <span>
          {say.recorded} <time dateTime={recordedAt}>{utc(recordedAt, language)}</time>
        </span>
        <span>{who}</span>
      </p>
      <ul>
        {(shown.length > 0 ? shown : body.events).map((event, index) => (
          <li key={index}>
            <b>{of(eventWords(event.type))}</b> <Detail event={event} />
          </li>
        ))}
      </ul>
      <Links words={words.corrects} seqs={found.corrects.get(seq)} />
      <Links words={words.correctedBy} seqs={found.correctedBy.get(seq)} />
    </li>
  );
}

function Links({ words, seqs = [] }: { words: string; seqs?: readonly number[] | undefined }): ReactNode {
  if (seqs.length === 0) return null;
  return (
    <p className="corrects">
      {words}{' '}
      {seqs.map((seq, index) => (
        <Fragment key={seq}>
          {index > 0 && ', '}
          <a href={`#entry-${seq}`}>{seq}</a>
        </Fragment>
      ))}
    </p>
  );
}

/** What events name in words; an event has some of these. */
interface Named {
  because?: { why: string };
  text?: string;
  description?: string;
  dutyId?: string;
  gateId?: string;
  phase?: number;
  violationId?: string;
  proposalId?: string;
  organisation?: string;
  office?: string;
}

function Detail({ event }: { event: TimelineEntry['body']['events'][number] }): ReactNode {
  const names = useNames();
  const { because, text, description, dutyId, gateId, phase, violationId, proposalId, ...by } = event as Named;
  const points = [dutyId, gateId, phase, violationId, proposalId].filter((one) => one !== undefined).join(' ');
  const who =
    by.office !== undefined ? names.office(by.office) : by.organisation && names.organisation(by.organisation);
  return (
    <span dir="auto">
      {points} {who !== undefined && who !== '' && <span className="by">{who}</span>}{' '}
      {(text ?? description) !== undefined && (
        <q>
          <bdi>{text ?? description}</bdi>
        </q>
      )}{' '}
      <span className="because" lang="en">
        {because?.why}
      </span>
    </span>
  );
}
