/** The report that a random move stands for: new, or another content under a key that its organisation used. */
import type { Command, ReportBody } from '../../domain/case/commands.js';
import type { CaseState } from '../../domain/case/state.js';
import type { OfficeId } from '../../domain/directory/directory.js';
import { earlier, plus } from '../../domain/instant.js';
import type { Instant } from '../../domain/instant.js';
import type { Reporting } from './command-sequences.js';
import { pick } from './likely-offices.js';

const HERE = { latitude: 47.6, longitude: 36.25 };
/** About 11 and 110 km from here; the seed plan takes 25. */
const NEAR = { latitude: 47.7, longitude: 36.25 };
const FAR = { latitude: 48.6, longitude: 36.25 };
const PLACES = { unknown: {}, here: HERE, near: NEAR, far: FAR };

export function askedReport(
  state: CaseState,
  asking: Reporting,
  { office, at, given }: { office: OfficeId; at: Instant; given: readonly { command: Command }[] },
): ReportBody {
  const organisation = state.directory.offices[office]?.organisation ?? '';
  const number = given.length + 1;
  const known = pick(
    Object.entries(state.reports).filter(([, report]) => report.organisation === organisation),
    asking.nth,
  );
  const [reportKey, before] = (asking.key === 'new' ? undefined : known) ?? [`${organisation}/feed/${number}`];
  const replayed = asking.key === 'replay' ? before?.contents.at(-1) : undefined;
  // As the API judges by default.
  const accredited = state.directory.organisations[organisation]?.accredited ?? false;
  return {
    reportKey,
    contentHash: replayed ?? `content-${number}`,
    source: 'feed',
    sourceReportId: reportKey,
    occurredAt: occurredAt(state, asking, at),
    place: { sector: 'UA-23', ...PLACES[asking.place] },
    kind: asking.kind,
    description: 'What was seen.',
    standing: accredited && !asking.alleged ? 'credible' : 'alleged',
    ...(asking.named ? { corroborates: pick(Object.keys(state.violations), asking.nth) ?? 'v0' } : {}),
  };
}

function occurredAt(state: CaseState, { near, shift, spread, past, nth }: Reporting, at: Instant) {
  const [gate] = Object.values(state.gates);
  const violation = pick(Object.values(state.violations), nth);
  const from = {
    accepted: at,
    violation: violation?.occurredAt.earliest ?? at,
    'first-violation': state.firstViolationAt,
    'stand-down': state.stoodDownAt ?? at,
    gate: gate?.opensAt ?? at,
  }[near];
  const earliest = past ? earlier(plus(from, shift), at) : plus(from, shift);
  const latest = plus(earliest, spread);
  return { earliest, latest: past ? earlier(latest, at) : latest };
}
