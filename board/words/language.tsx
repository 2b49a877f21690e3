/** The language of a reader: chosen, remembered on this machine, and set on the page for those who hear it. */
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Words } from '../../domain/plan/plan.js';
import { en } from './en.js';
import type { Sayings } from './en.js';
import { uk } from './uk.js';

export type Language = 'en' | 'uk';

interface Speaks {
  language: Language;
  say: Sayings;
  of: (words: Words | undefined) => string;
  choose: (language: Language) => void;
}

const KEPT = 'holdfire-language';
const Context = createContext<Speaks | undefined>(undefined);

function first(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'en' || kept === 'uk') return kept;
  return navigator.language.startsWith('uk') ? 'uk' : 'en';
}

export function SpeaksProvider({ children }: { children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(first);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo<Speaks>(
    () => ({
      language,
      say: language === 'en' ? en : uk,
      of: (words) => words?.[language] ?? '',
      choose: (chosen) => {
        localStorage.setItem(KEPT, chosen);
        setLanguage(chosen);
      },
    }),
    [language],
  );
  return <Context value={value}>{children}</Context>;
}

export function useSpeaks(): Speaks {
  const speaks = useContext(Context);
  if (!speaks) throw new Error('The language is provided at the root.');
  return speaks;
}
