/** "Send test": asks for one, and looks at the directory until every channel of the office says what came of it. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { get, send } from '../api.js';
import { people } from '../words/people.js';
import { useWords } from '../words/language.js';
import type { ChannelRow, People } from './reads.js';

const LOOK_AGAIN_MS = 700;
/** A relay that is away is tried for minutes; what comes later stands in the table. */
const MOST_LOOKS = 40;

type Found =
  { kind: 'asked' | 'nothing' } | { kind: 'refused'; words: string } | { kind: 'known'; channels: ChannelRow[] };

export function TestButton({ office, name }: { office: string; name: string }): ReactNode {
  const say = useWords(people);
  const client = useQueryClient();
  const [found, setFound] = useState<Found>();
  const test = async (): Promise<void> => {
    setFound({ kind: 'asked' });
    try {
      const { askedAt } = await send<{ askedAt: string }>('POST', `/directory/offices/${office}/test-notices`, {});
      for (let look = 0; look < MOST_LOOKS; look += 1) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
        const { reach } = await get<People>('/directory');
        const channels = reach[office] ?? [];
        if (!channels.every(({ lastTest }) => (lastTest?.at ?? '') >= askedAt)) continue;
        setFound({ kind: 'known', channels });
        void client.invalidateQueries({ queryKey: ['directory'] });
        return;
      }
      setFound({ kind: 'nothing' });
    } catch (error) {
      setFound({ kind: 'refused', words: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <>
      <button
        type="button"
        disabled={found?.kind === 'asked'}
        aria-label={`${say.sendTestTo} ${name}`}
        onClick={() => void test()}
      >
        {say.sendTest}
      </button>
      <span role="status" className="test-outcome">
        {found?.kind === 'asked' && say.waiting}
        {found?.kind === 'nothing' && say.noAnswer}
        {found?.kind === 'refused' && found.words}
        {found?.kind === 'known' &&
          found.channels.map(({ kind, lastTest }) => (
            <span key={kind}>
              {say[kind]}: {say[lastTest?.outcome ?? 'unsent']}{' '}
              {lastTest && lastTest.outcome !== 'delivered' && <bdi>({lastTest.said})</bdi>}
            </span>
          ))}
      </span>
    </>
  );
}
