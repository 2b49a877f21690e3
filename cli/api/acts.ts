/** One verb for each command of the API. */
import { readFileSync } from 'node:fs';
import { Arguments } from '../arguments.js';
import { WrongUsage } from '../verb.js';
import type { ApiRequest, ApiVerb } from './api-verb.js';

const path = (...parts: string[]): string => `/${parts.map(encodeURIComponent).join('/')}`;

/** Leaves out what was not given. */
const given = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const post = (address: string, fields: Record<string, unknown>): ApiRequest => ({
  method: 'POST',
  path: address,
  body: given(fields),
});

export const ACTS: readonly ApiVerb[] = [
  {
    name: 'hold',
    says: 'Hold routine notices back (the watch): digests and news of plans, 30 minutes at most',
    shown: '--minutes N --reason TEXT',
    options: { minutes: 'text', reason: 'text' },
    request: (g) => ({
      method: 'POST',
      path: '/holds',
      body: { minutes: g.number('minutes'), reason: g.needed('reason') },
    }),
  },
  {
    name: 'recover',
    says: 'Have a case whose workflow was ended, deleted or reset go on from its record (administrators)',
    positionals: ['CASE'],
    shown: '--reason TEXT',
    options: { reason: 'text' },
    request: (g) => post(path('cases', g.positional('CASE'), 'recovery'), { reason: g.needed('reason') }),
  },
  {
    name: 'report',
    says: 'Report a violation',
    shown: '--source S --id ID --at INSTANT --sector UA-23 --kind KIND --text TEXT [options] | --file FILE',
    more: [
      '  --file FILE             the whole report as JSON ("-": from standard input), instead of what follows',
      '  --source S --id ID      who says so, and its own number: the same pair again is the same report',
      '  --at INSTANT            when it happened: 2027-03-27T20:00:00Z, or now',
      '  --until INSTANT         the latest it can have happened, if that is not sure',
      '  --sector, --place, --latitude, --longitude    where',
      '  --kind KIND --text TEXT what',
      '  --attribution CODE      whose it is, if that was said (RU)',
      '  --corroborates ID       a violation that it describes as well',
    ],
    options: {
      file: 'text',
      source: 'text',
      id: 'text',
      at: 'text',
      until: 'text',
      observed: 'text',
      sector: 'text',
      place: 'text',
      latitude: 'text',
      longitude: 'text',
      kind: 'text',
      text: 'text',
      standing: 'text',
      attribution: 'text',
      corroborates: 'text',
    },
    request: report,
  },
  {
    name: 'verify',
    says: 'Raise a violation from credible to verified',
    positionals: ['CASE', 'VIOLATION'],
    shown: '--text TEXT',
    options: { text: 'text' },
    request: (g) =>
      post(`${path('cases', g.positional('CASE'), 'violations', g.positional('VIOLATION'))}/standing`, {
        standing: 'verified',
        text: g.needed('text'),
      }),
  },
  {
    name: 'review outcome',
    says: 'Judge what waits in a review (the watch or legal, never who reported it)',
    positionals: ['REVIEW', 'OUTCOME'],
    shown: '--text TEXT [--report KEY] [--violation ID]',
    more: [
      '  OUTCOME                 credible, open-case, duplicate or not-a-violation',
      '  --report KEY            one report of the review; default: all that still wait',
      '  --violation ID          of a duplicate: the violation that it describes as well',
    ],
    options: { text: 'text', report: 'text', violation: 'text' },
    request: (g) =>
      post(`${path('reviews', g.positional('REVIEW'))}/outcome`, {
        outcome: g.positional('OUTCOME'),
        text: g.needed('text'),
        reportKey: g.text('report'),
        violationId: g.text('violation'),
      }),
  },
  {
    name: 'acknowledge',
    says: 'Say for your organisation that everything so far was received',
    positionals: ['CASE'],
    shown: '[--phase N]',
    options: { phase: 'text' },
    request: (g) => post(`${path('cases', g.positional('CASE'))}/acknowledgements`, { phase: g.number('phase') }),
  },
  {
    name: 'pass',
    says: 'Say that your office cannot answer: the delegate is asked at once',
    positionals: ['CASE'],
    request: (g) => post(`${path('cases', g.positional('CASE'))}/acknowledgements`, { passTo: 'delegate' }),
  },
  {
    name: 'undo',
    says: 'Take an acknowledgement back, within five minutes',
    positionals: ['CASE', 'ACKNOWLEDGEMENT'],
    request: (g) => ({
      method: 'DELETE',
      path: path('cases', g.positional('CASE'), 'acknowledgements', g.positional('ACKNOWLEDGEMENT')),
    }),
  },
  {
    name: 'complete',
    says: 'Record that a duty was done',
    positionals: ['CASE', 'DUTY'],
    shown: '--text TEXT [--performed INSTANT] [--reason TEXT] [--evidence SHA256]',
    more: [
      '  --performed INSTANT     when it was done; default: now',
      '  --reason TEXT           why it was late, where it was',
      '  --evidence SHA256       of a document, may be given several times',
    ],
    options: { text: 'text', performed: 'text', reason: 'text', evidence: 'list', outcome: 'text' },
    request: complete,
  },
  {
    name: 'confirm',
    says: "Confirm a colleague's late record of a duty",
    positionals: ['CASE', 'DUTY', 'COMPLETION'],
    shown: '--text TEXT',
    options: { text: 'text' },
    request: (g) => {
      const duty = path('cases', g.positional('CASE'), 'duties', g.positional('DUTY'));
      return post(`${duty}/completions/${encodeURIComponent(g.positional('COMPLETION'))}/confirmations`, {
        text: g.needed('text'),
      });
    },
  },
  {
    name: 'waive',
    says: 'Waive a duty that has no object any more (the watch)',
    positionals: ['CASE', 'DUTY'],
    shown: '--reason TEXT',
    options: { reason: 'text' },
    request: (g) =>
      post(`${path('cases', g.positional('CASE'), 'duties', g.positional('DUTY'))}/waiver`, {
        reason: g.needed('reason'),
      }),
  },
  {
    name: 'decide',
    says: "Record your own party's decision",
    positionals: ['CASE', 'CHOICE'],
    shown: '--text TEXT [--reason TEXT]',
    more: ['  CHOICE                  take-part, support, decline or needs-time'],
    options: { text: 'text', reason: 'text' },
    request: (g) =>
      post(`${path('cases', g.positional('CASE'))}/decisions`, {
        choice: g.positional('CHOICE'),
        text: g.needed('text'),
        reason: g.text('reason'),
      }),
  },
  {
    name: 'propose',
    says: 'Propose an act that needs more than one person: stand-down, large-scale, void-violation …',
    positionals: ['CASE', 'ACT'],
    shown: '--text TEXT [--reason TEXT] [options]',
    more: [
      '  --violation ID          of void-violation and move-first-violation',
      '  --at, --until INSTANT   of move-first-violation: when it really occurred',
      '  --plan ID --version N   of adopt-plan',
      '  --break-glass           at once, by a senior office alone, with a reason',
    ],
    options: {
      text: 'text',
      reason: 'text',
      violation: 'text',
      at: 'text',
      until: 'text',
      plan: 'text',
      version: 'text',
      'break-glass': 'flag',
    },
    request: propose,
  },
  {
    name: 'adopt',
    says: 'Propose for running cases that they adopt a version of the plan',
    positionals: ['PLAN', 'VERSION'],
    shown: '--case CASE [--case CASE …] [--text TEXT]',
    options: { case: 'list', text: 'text', reason: 'text' },
    request: (g) =>
      post(`${path('plans', g.positional('PLAN'), 'versions', g.positional('VERSION'))}/adoptions`, {
        cases: g.list('case'),
        text: g.text('text'),
        reason: g.text('reason'),
      }),
  },
  {
    name: 'same-as',
    says: 'Join two violations that are one event',
    positionals: ['CASE', 'VIOLATION', 'OTHER'],
    shown: '--text TEXT',
    options: { text: 'text' },
    request: (g) =>
      post(`${path('cases', g.positional('CASE'), 'violations', g.positional('VIOLATION'))}/same-as`, {
        violationId: g.positional('OTHER'),
        text: g.needed('text'),
      }),
  },
  {
    name: 'part',
    says: 'Part two violations that were joined',
    positionals: ['CASE', 'VIOLATION'],
    request: (g) => ({
      method: 'DELETE',
      path: `${path('cases', g.positional('CASE'), 'violations', g.positional('VIOLATION'))}/same-as`,
    }),
  },
  {
    name: 'sign',
    says: 'Sign a proposal whose text you have read',
    positionals: ['CASE', 'PROPOSAL'],
    shown: '--hash TEXTHASH',
    more: ['  --hash TEXTHASH         of the text that you read: "holdfire proposals CASE" shows both'],
    options: { hash: 'text', signature: 'text' },
    request: (g) =>
      post(`${path('cases', g.positional('CASE'), 'proposals', g.positional('PROPOSAL'))}/signatures`, {
        textHash: g.needed('hash'),
        signature: g.text('signature'),
      }),
  },
  {
    name: 'withdraw',
    says: 'Withdraw your own proposal',
    positionals: ['CASE', 'PROPOSAL'],
    request: (g) => ({
      method: 'DELETE',
      path: path('cases', g.positional('CASE'), 'proposals', g.positional('PROPOSAL')),
    }),
  },
];

function report(g: Arguments): ApiRequest {
  const file = g.text('file');
  if (file !== undefined) return { method: 'POST', path: '/reports', body: readJson(file) };
  const earliest = g.instant('at');
  if (earliest === undefined) throw new WrongUsage('--at is missing.');
  const latest = g.instant('until');
  return post('/reports', {
    source: g.needed('source'),
    sourceReportId: g.needed('id'),
    occurredAt: latest === undefined ? earliest : { earliest, latest },
    observedAt: g.instant('observed'),
    place: given({
      sector: g.needed('sector'),
      description: g.text('place'),
      latitude: g.number('latitude'),
      longitude: g.number('longitude'),
    }),
    kind: g.needed('kind'),
    description: g.needed('text'),
    standing: g.text('standing'),
    attribution: g.text('attribution'),
    corroborates: g.text('corroborates'),
  });
}

function propose(g: Arguments): ApiRequest {
  const [earliest, latest] = [g.instant('at'), g.instant('until')];
  return post(`${path('cases', g.positional('CASE'))}/proposals`, {
    act: g.positional('ACT'),
    text: g.needed('text'),
    reason: g.text('reason'),
    violationId: g.text('violation'),
    occurredAt: earliest === undefined || latest === undefined ? earliest : { earliest, latest },
    planId: g.text('plan'),
    planVersion: g.number('version'),
    breakGlass: g.flag('break-glass') || undefined,
  });
}

function complete(g: Arguments): ApiRequest {
  const evidence = g.list('evidence').map((sha256) => ({ sha256, mediaType: 'application/octet-stream' }));
  return post(`${path('cases', g.positional('CASE'), 'duties', g.positional('DUTY'))}/completions`, {
    performedAt: g.instant('performed') ?? new Date().toISOString(),
    text: g.needed('text'),
    reason: g.text('reason'),
    outcome: g.text('outcome'),
    evidence: evidence.length > 0 ? evidence : undefined,
  });
}

function readJson(file: string): unknown {
  const text = readFileSync(file === '-' ? 0 : file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new WrongUsage(`${file} is not JSON: ${error.message}.`);
    throw error;
  }
}
