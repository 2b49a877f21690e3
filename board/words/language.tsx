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

/** The words of one screen in both languages; a name that one of them lacks does not compile. */
export type InBoth<Name extends string> = Record<Language, Readonly<Record<Name, string>>>;
export const inBoth = <Name extends string>(words: InBoth<Name>): InBoth<Name> => words;

/** What a screen says, in the reader's language. Words of all screens stand in `en.ts` and `uk.ts`. */
export const useWords = <Name extends string>(words: InBoth<Name>): Readonly<Record<Name, string>> =>
  words[useSpeaks().language];

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
