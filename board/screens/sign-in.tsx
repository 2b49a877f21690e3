/** With a key; in an exercise on its own host also as any office. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { send } from '../api.js';
import { useDirectory, useMe } from '../reads.js';
import { useSpeaks } from '../words/language.js';

export default function SignInScreen(): ReactNode {
  const exercise = useMe().data?.exercise ?? false;
  const { say } = useSpeaks();
  const [key, setKey] = useState('');
  const [fault, setFault] = useState<string>();
  const client = useQueryClient();
  const [, go] = useLocation();
  const open = async (body: { key: string } | { office: string }): Promise<void> => {
    try {
      await send('POST', '/session', body);
      await client.resetQueries();
      go('/');
    } catch (error) {
      setFault((error as Error).message);
    }
  };
  return (
    <section className="narrow">
      <h1>{say.signIn}</h1>
      <p>{say.keySays}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void open({ key });
        }}
      >
        <p className="field">
          <label htmlFor="key">{say.key}</label>
          <input
            id="key"
            type="password"
            autoComplete="current-password"
            required
            value={key}
            onChange={({ target }) => setKey(target.value)}
          />
        </p>
        {fault !== undefined && <p role="alert">{fault}</p>}
        <button type="submit" className="primary">
          {say.signIn}
        </button>
      </form>
      {exercise && <Offices take={async (office) => await open({ office })} />}
    </section>
  );
}

function Offices({ take }: { take: (office: string) => Promise<void> }): ReactNode {
  const { say, of } = useSpeaks();
  const [office, choose] = useState('');
  const offices = Object.entries(useDirectory().data?.offices ?? {});
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void take(office);
      }}
    >
      <h2>{say.asOffice}</h2>
      <p className="field">
        <label htmlFor="office">{say.office}</label>
        <select id="office" required value={office} onChange={({ target }) => choose(target.value)}>
          <option value="">{say.choose}</option>
          {offices.map(([id, { name }]) => (
            <option key={id} value={id}>
              {of(name)}
            </option>
          ))}
        </select>
      </p>
      <button type="submit">{say.take}</button>
    </form>
  );
}
