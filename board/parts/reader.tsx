/** Who reads, in which language; signing in and out. */
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { send } from '../api.js';
import { useMe } from '../reads.js';
import { useSpeaks } from '../words/language.js';
import type { Language } from '../words/language.js';

export function Reader(): ReactNode {
  const { say, of, language, choose } = useSpeaks();
  const me = useMe().data;
  const client = useQueryClient();
  const [, go] = useLocation();
  const leave = async (): Promise<void> => {
    await send('DELETE', '/session');
    await client.resetQueries();
    go('/');
  };
  return (
    <div className="reader">
      {me?.office === undefined ? (
        <Link href="/sign-in">{say.signIn}</Link>
      ) : (
        <>
          <span>
            {say.signedInAs} <b>{of(me.name)}</b>
          </span>
          <button type="button" onClick={() => void leave()}>
            {say.signOut}
          </button>
        </>
      )}
      <select aria-label={say.language} value={language} onChange={({ target }) => choose(target.value as Language)}>
        <option value="en" lang="en">
          English
        </option>
        <option value="uk" lang="uk">
          Українська
        </option>
      </select>
    </div>
  );
}
