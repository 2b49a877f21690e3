/** Offices with their organisation, their groups and how they are reached. */
import type { ReactNode } from 'react';
import { useDirectory } from '../reads.js';
import { useSpeaks, useWords } from '../words/language.js';
import { people } from '../words/people.js';
import { utc } from '../words/times.js';
import { ScrollTable } from '../parts/scroll-table.js';

export default function PeopleScreen(): ReactNode {
  const { say, of, language } = useSpeaks();
  const words = useWords(people);
  const { data, isPending, error } = useDirectory();
  if (isPending) return <p className="empty">{say.loading}</p>;
  if (!data)
    return (
      <p className="empty" role="alert">
        {say.failed} {error?.message}
      </p>
    );
  const rows = Object.entries(data.offices).map(([id, office]) => [
    of(office.name) || id,
    of(data.organisations[office.organisation]?.name) || office.organisation,
    office.groups.join(', '),
    (data.reach[id] ?? [])
      .map(({ kind, verifiedAt }) => `${kind}${verifiedAt === undefined ? '' : ` (${utc(verifiedAt, language)})`}`)
      .join(', ') || say.none,
  ]);
  return (
    <>
      <h1>{words.title}</h1>
      <ScrollTable caption={words.title} head={[say.office, say.organisation, say.groups, say.channel]} rows={rows} />
    </>
  );
}
