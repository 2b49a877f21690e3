/** The keyboard: going places, never doing anything that could not be taken back. */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { SCREENS } from '../screens.js';
import { useSpeaks } from '../words/language.js';

const PLACES = SCREENS.filter(({ key }) => key !== undefined);
/** The second key of `g b` comes within this. */
const SECOND_KEY_MS = 1500;

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, dialog *');

export function useKeys(): ReactNode {
  const { say, of } = useSpeaks();
  const [, go] = useLocation();
  const help = useRef<HTMLDialogElement>(null);
  const wentAt = useRef(-Infinity);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (isWriting(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const second = event.timeStamp - wentAt.current < SECOND_KEY_MS;
      wentAt.current = -Infinity;
      const place = second ? PLACES.find(({ key }) => key === event.key) : undefined;
      if (place !== undefined) go(place.path);
      else if (event.key === 'g') wentAt.current = event.timeStamp;
      else if (event.key === '?') help.current?.showModal();
      else if (event.key === '/') document.querySelector<HTMLElement>('#search')?.focus();
      else if (!moved(event.key)) return;
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [go]);
  return (
    <dialog ref={help} aria-labelledby="keys-title">
      <h2 id="keys-title">{say.shortcuts}</h2>
      <ul className="names">
        {say.shortcutsSay.split(' · ').map((line) => (
          <li key={line}>{line}</li>
        ))}
        {PLACES.map(({ path, key, name }) => (
          <li key={path}>
            <kbd>g</kbd> <kbd>{key}</kbd> {of(name)}
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => help.current?.close()}>
        {say.close}
      </button>
    </dialog>
  );
}

/** To the next or previous case of the list. */
function moved(key: string): boolean {
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[key];
  const links = [...document.querySelectorAll<HTMLElement>('.case-link')];
  if (step === undefined || links.length === 0) return false;
  const at = links.findIndex((link) => link === document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
  return true;
}
