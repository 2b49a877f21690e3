/** From an action that the core names (`sign:p1`) to the request that does it, and what a person fills in first. */

import { fromField } from '../words/times.js';

export type Field =
  | 'text'
  | 'reason'
  | 'performedAt'
  | 'choice'
  | 'joined'
  | 'sameAs'
  | 'violationId'
  | 'occurredAt'
  | 'planVersion'
  | 'breakGlass'
  | 'outcome'
  | 'evidence';

export interface ActRequest {
  method: 'POST' | 'DELETE';
  /** Under `/cases/CASEID`; `:name` stands for the field of that name, which then is no part of the body. */
  path: string;
  fields: Field[];
  /** What the body holds beside the fields; absent: no body at all. */
  fixed?: Record<string, unknown>;
}

/** What the act rests on, as the case document shows it. */
export interface Grounds {
  proposals: readonly { id: string; textHash: string }[];
  plan: { id: string };
  duties: readonly { id: string; owner: readonly string[] }[];
}

/** `undefined` for an action that this board does not know yet: it shows no button that could not be pressed. */
export function requestOf(action: string, grounds: Grounds): ActRequest | undefined {
  const [verb = '', what = ''] = action.split(':');
  const post = (path: string, fields: Field[], fixed: Record<string, unknown> = {}): ActRequest => ({
    method: 'POST',
    path,
    fields,
    fixed,
  });
  switch (verb) {
    case 'acknowledge':
      return post('/acknowledgements', []);
    case 'pass':
      return post('/acknowledgements', [], { passTo: 'delegate' });
    case 'undo':
      return { method: 'DELETE', path: `/acknowledgements/${what}`, fields: [] };
    case 'propose':
      return post('/proposals', proposedFields(what), {
        act: what,
        ...(what === 'adopt-plan' ? { planId: grounds.plan.id } : {}),
      });
    case 'sign': {
      const proposal = grounds.proposals.find(({ id }) => id === what);
      return proposal && post(`/proposals/${what}/signatures`, [], { textHash: proposal.textHash });
    }
    case 'withdraw':
      return { method: 'DELETE', path: `/proposals/${what}`, fields: [] };
    case 'complete':
      return post(`/duties/${what}/completions`, [
        'performedAt',
        ...(isReview(what, grounds) ? (['outcome'] as const) : []),
        'text',
        'reason',
        'evidence',
      ]);
    case 'waive':
      return post(`/duties/${what}/waiver`, ['reason']);
    case 'confirm':
      return post(`/completions/${what}/confirmations`, ['text']);
    case 'decide':
      return post('/decisions', ['choice', 'text']);
    case 'verify':
      return post(`/violations/${what}/standing`, ['text'], { standing: 'verified' });
    case 'join':
      return post('/violations/:joined/same-as', ['joined', 'sameAs', 'text']);
    case 'part':
      return { method: 'DELETE', path: `/violations/${what}/same-as`, fields: [] };
    default:
      return undefined;
  }
}

/** Of an act by one office alone: what was skipped confirms it or disputes it. */
const isReview = (dutyId: string, { duties }: Grounds): boolean =>
  duties.some(({ id, owner }) => id === dutyId && owner.includes('skipped'));

function proposedFields(act: string): Field[] {
  switch (act) {
    case 'void-violation':
      return ['violationId', 'text'];
    case 'move-first-violation':
      return ['violationId', 'occurredAt', 'text'];
    case 'adopt-plan':
      return ['planVersion', 'text'];
    case 'large-scale':
      return ['text', 'breakGlass', 'reason'];
    default:
      return ['text'];
  }
}

type Filled = Partial<Record<Field, string>>;

export const pathOf = ({ path }: ActRequest, filled: Filled): string =>
  path.replace(/:(\w+)/g, (_, field: Field) => encodeURIComponent(filled[field] ?? ''));

/** The body that goes out; fields that were left empty are left out. */
export function bodyOf(request: ActRequest, filled: Filled): object | undefined {
  if (!request.fixed) return undefined;
  const given = request.fields.flatMap((field): [string, unknown][] => {
    const value = filled[field] ?? '';
    if (value === '' || request.path.includes(`:${field}`)) return [];
    if (field === 'performedAt' || field === 'occurredAt') return [[field, fromField(value)]];
    if (field === 'evidence') return [[field, [evidenceOf(value)]]];
    if (field === 'breakGlass') return [[field, true]];
    if (field === 'sameAs') return [['violationId', value]];
    return [[field, field === 'planVersion' ? Number(value) : value]];
  });
  return { ...request.fixed, ...Object.fromEntries(given) };
}

/** As the field keeps it: the hash of a file, and its type. The file itself stays where it is. */
export function evidenceOf(value: string): { sha256: string; mediaType: string } {
  const [sha256 = '', mediaType = ''] = value.split(' ');
  return { sha256, mediaType: mediaType === '' ? 'application/octet-stream' : mediaType };
}
