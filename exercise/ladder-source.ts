/** What the ladder reads from the API: which cases there are, what happened in one, and the names of people's offices. */
import { z } from 'zod';
import type { CaseEntryBody } from '../domain/case/entry-body.js';
import type { Directory } from '../domain/directory/directory.js';
import type { Plan } from '../domain/plan/plan.js';
import { Unreachable } from './api-client.js';
import type { ApiClient } from './api-client.js';
import type { Glossary } from './ladder-words.js';

export interface TimelineEntry {
  caseId: string;
  seq: number;
  sector: string;
  body: CaseEntryBody;
}

/** What the list and the event stream say of a case, as far as it is needed here. */
export const summary = z.object({ caseId: z.string(), sector: z.string() });
const cases = z.object({ cases: z.array(summary) });
/** The bodies are this release's own: their types are the domain's. */
const timeline = z.object({ entries: z.array(z.object({ seq: z.number(), body: z.custom<CaseEntryBody>() })) });

/** As many as one page of the API holds. */
const MOST_CASES = '500';

export async function casesOf(client: ApiClient): Promise<z.output<typeof summary>[]> {
  return cases.parse(await bodyOf(client, '/cases', { limit: MOST_CASES })).cases;
}

/** Entries after `seq`. */
export async function timelineOf(
  client: ApiClient,
  caseId: string,
  sector: string,
  seq: number,
): Promise<TimelineEntry[]> {
  const { entries } = timeline.parse(await bodyOf(client, `/cases/${encodeURIComponent(caseId)}/timeline`));
  return entries.filter((entry) => entry.seq > seq).map((entry) => ({ ...entry, caseId, sector }));
}

async function bodyOf(client: ApiClient, path: string, query: Record<string, string> = {}): Promise<unknown> {
  const { status, body } = await client.get(path, query);
  // A service that is not there yet, or no longer, is waited for like one that cannot be reached.
  if (status >= 500) throw new Unreachable(client.url, `it answers ${status}`);
  if (status !== 200) throw new Error(`${path} is answered with ${status}.`);
  return body;
}

/** English names; what has none is shown by its id. */
export function namesOf(
  directory: Directory,
  plan: Plan,
): Omit<Glossary, 'at' | 'shown'> & { group: (office: string) => string } {
  const organisations = new Map(directory.organisations.map(({ id, name }) => [id, name.en]));
  const offices = new Map(directory.offices.map((office) => [office.id, office]));
  const parties = new Map(plan.parties.map(({ id, name }) => [id, name.en]));
  const duties = new Map(plan.duties.map(({ id, label }) => [id, label.en]));
  const phases = new Map(plan.phases.map(({ phase, name }) => [phase, name.en]));
  return {
    // Of an office its organisation says more than its name: "Duty officer, Kyiv" is one of four.
    office: (id) => organisations.get(offices.get(id)?.organisation ?? '') ?? id,
    organisation: (id) => organisations.get(id) ?? id,
    party: (id) => parties.get(id) ?? id,
    duty: (id) => duties.get(id) ?? id,
    phase: (phase) => phases.get(phase) ?? String(phase),
    group: (id) => offices.get(id)?.groups[0] ?? 'others',
  };
}
