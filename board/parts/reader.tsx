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
          <span className="office" title={`${say.signedInAs} ${of(me.name)}`}>
            <span className="unseen">{say.signedInAs} </span>
            {of(me.name)}
          </span>
          <button type="button" onClick={() => void leave()}>
            {say.signOut}
          </button>
        </>
      )}
      <select aria-label={say.language} value={language} onChange={({ target }) => choose(target.value as Language)}>
        <option value="en" lang="en">
          EN
        </option>
        <option value="uk" lang="uk">
          УК
        </option>
      </select>
    </div>
  );
}
