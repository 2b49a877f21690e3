/**
 * Parts of a screen, one seen at a time; which one stands in the address, so that a link leads to it. On paper all of
 * them are printed, each under its name.
 */
import * as Radix from '@radix-ui/react-tabs';
import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';

export interface Tab {
  id: string;
  name: string;
  content: ReactNode;
}

interface Parts {
  label: string;
  tabs: readonly Tab[];
  /** The tab in which what this part of an address names is found: `#entry-12` in the timeline. */
  holds?: (hash: string) => string | undefined;
}

function listen(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

const useHash = (): string => useSyncExternalStore(listen, () => location.hash.slice(1));

export function Tabs({ label, tabs, holds }: Parts): ReactNode {
  const hash = useHash();
  const wanted = holds?.(hash) ?? hash;
  const shown = tabs.find(({ id }) => id === wanted)?.id ?? tabs[0]?.id ?? '';
  const show = (id: string): void => {
    history.replaceState(history.state, '', `#${id}`);
    dispatchEvent(new HashChangeEvent('hashchange'));
  };
  return (
    <Radix.Root value={shown} onValueChange={show}>
      <Radix.List className="tabs" aria-label={label}>
        {tabs.map(({ id, name }) => (
          <Radix.Trigger key={id} value={id}>
            {name}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ id, name, content }) => (
        <Radix.Content key={id} value={id} forceMount className="tab">
          <h2 className="tab-name">{name}</h2>
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
