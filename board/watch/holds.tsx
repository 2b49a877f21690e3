/** Holds of routine notices: the one in force, a new one by the watch, and those before. */
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { TwoStepDialog } from '../acts/two-step-dialog.js';
import { Badge } from '../parts/badge.js';
import { useNames } from '../parts/names.js';
import { ScrollTable } from '../parts/scroll-table.js';
import { Failed, Reading } from '../parts/states.js';
import { useMe } from '../reads.js';
import { useSpeaks, useWords } from '../words/language.js';
import { utc } from '../words/times.js';
import { watch } from '../words/watch.js';
import { useHolds } from './reads.js';

export function Holds(): ReactNode {
  const { say, language } = useSpeaks();
  const words = useWords(watch);
  const names = useNames();
  const mayAct = useMe().data?.office !== undefined;
  const [open, setOpen] = useState(false);
  const read = useHolds();
  if (read.isPending) return <Reading />;
  if (!read.data) return <Failed error={read.error} again={() => void read.refetch()} />;
  const { heldUntil, holds } = read.data;
  return (
    <>
      <p role="status">
        {heldUntil === undefined ? (
          words.notHeld
        ) : (
          <Badge shape="square" tone="wait" words={`${words.heldUntil} ${utc(heldUntil, language)} UTC`} />
        )}
      </p>
      {mayAct && (
        <p className="buttons">
          <button type="button" onClick={() => setOpen(true)}>
            {words.hold}
          </button>
        </p>
      )}
      {holds.length === 0 ? (
        <p>{words.noHolds}</p>
      ) : (
        <ScrollTable
          caption={words.holds}
          head={[words.from, words.until, say.office, say.reason]}
          rows={holds.map(({ at, until, office, reason }) => [
            utc(at, language),
            utc(until, language),
            names.office(office),
            reason,
          ])}
        />
      )}
      {open && <HoldDialog close={() => setOpen(false)} />}
    </>
  );
}

function HoldDialog({ close }: { close: () => void }): ReactNode {
  const { say } = useSpeaks();
  const words = useWords(watch);
  const client = useQueryClient();
  const id = useId();
  const [minutes, setMinutes] = useState('30');
  const [reason, setReason] = useState('');
  return (
    <TwoStepDialog
      title={words.hold}
      request={{ method: 'POST', path: '/holds', body: { minutes: Number(minutes), reason } }}
      sends={say.send}
      after={async () => await client.invalidateQueries({ queryKey: ['holds'] })}
      close={close}
    >
      <p>{words.holdsSay}</p>
      <p className="field">
        <label htmlFor={`${id}-minutes`}>{words.minutes}</label>
        <input
          id={`${id}-minutes`}
          type="number"
          min="1"
          max="30"
          required
          value={minutes}
          onChange={({ target }) => setMinutes(target.value)}
        />
      </p>
      <p className="field">
        <label htmlFor={`${id}-reason`}>{say.reason}</label>
        <input
          id={`${id}-reason`}
          maxLength={500}
          required
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </p>
    </TwoStepDialog>
  );
}
