/** Names for the places of a plan, for people: `/duties/0/due` is "D1, due". */
import type { Plan, Words } from './plan.js';
import { ACTS, SINGLE_ACTS, TOPICS } from './terms.js';

const FIELDS: Record<string, Words> = {
  id: { en: 'id', uk: 'ідентифікатор' },
  version: { en: 'version', uk: 'версія' },
  title: { en: 'title', uk: 'назва' },
  source: { en: 'made from', uk: 'джерело' },
  covers: { en: 'whose violations it covers', uk: 'чиї порушення охоплює' },
  episodeScope: { en: 'what one case is about', uk: 'чого стосується одна справа' },
  sectors: { en: 'sector', uk: 'сектор' },
  firstViolation: { en: 'where the clocks start', uk: 'звідки ведеться відлік' },
  parties: { en: 'party', uk: 'сторона' },
  groups: { en: 'group', uk: 'група' },
  phases: { en: 'phase', uk: 'фаза' },
  name: { en: 'name', uk: 'назва' },
  phase: { en: 'phase', uk: 'фаза' },
  notBefore: { en: 'opens not before', uk: 'відкриває не раніше ніж' },
  opensAlso: { en: 'opens also', uk: 'відкриває також' },
  lapses: { en: 'lapses', uk: 'спливає' },
  condition: { en: 'condition', uk: 'умова' },
  kind: { en: 'kind', uk: 'вид' },
  act: { en: 'act', uk: 'дія' },
  continuation: { en: 'whether hostilities continue', uk: 'чи тривають бойові дії' },
  label: { en: 'label', uk: 'назва' },
  asks: { en: 'what it asks', uk: 'про що просить' },
  owner: { en: 'owed by', uk: 'на кому лежить' },
  completion: { en: 'recording', uk: 'фіксування' },
  createdBy: { en: 'created by', uk: 'виникає з' },
  anchor: { en: 'counted from', uk: 'відлік від' },
  due: { en: 'due', uk: 'строк' },
  metBy: { en: 'met by', uk: 'виконується через' },
  record: { en: 'what is recorded', uk: 'що фіксують' },
  waivable: { en: 'can be waived', uk: 'можна звільнити' },
  mootByStandDown: { en: 'made moot by a stand-down', uk: 'відпадає з відбоєм' },
  authority: { en: 'authority', uk: 'повноваження' },
  single: { en: 'acts of one person', uk: 'дії однієї особи' },
  notices: { en: 'who is told', uk: 'кого сповіщають' },
  signers: { en: 'may sign', uk: 'можуть підписати' },
  proposers: { en: 'may propose', uk: 'можуть запропонувати' },
  persons: { en: 'persons', uk: 'осіб' },
  organisations: { en: 'organisations', uk: 'організацій' },
  oneOfEach: { en: 'one of each', uk: 'по одному від' },
  expiry: { en: 'expires after', uk: 'чинна протягом' },
  statuses: { en: 'while the case is', uk: 'поки справа' },
  breakGlass: { en: 'a senior office alone, at once', uk: 'негайно, самою старшою службою' },
  tell: { en: 'told', uk: 'сповіщають' },
  acknowledge: { en: 'asked to acknowledge', uk: 'просять підтвердити отримання' },
  alsoFor: { en: 'told besides', uk: 'сповіщають також' },
  acts: { en: 'for the acts', uk: 'для дій' },
  timing: { en: 'timing', uk: 'строки' },
  settle: { en: 'wait before an instant acts', uk: 'очікування перед настанням строку' },
  reminders: { en: 'reminders before', uk: 'нагадування за' },
  overdueEvery: { en: 'reminders of what is overdue, every', uk: 'нагадування про прострочене кожні' },
  overdueTimes: { en: 'reminders of what is overdue, at most', uk: 'нагадувань про прострочене не більше' },
  acknowledgeLastPhaseDivisor: { en: 'divisor of that in the last phase', uk: 'дільник цього в останній фазі' },
  digest: { en: 'at most one digest in', uk: 'не більше одного зведення за' },
  lateTold: { en: 'lateness told above', uk: 'про запізнення кажуть понад' },
  movedTold: { en: 'moves told above', uk: 'про зсув кажуть від' },
  quietPeriod: { en: 'quiet period', uk: 'період затишшя' },
  reports: { en: 'reports', uk: 'приймання повідомлень' },
  futureTolerance: { en: 'tolerance for clocks ahead', uk: 'допуск на поспішання годинників' },
  fresh: { en: 'fresh below', uk: 'свіже до' },
  late: { en: 'late from', uk: 'пізнє від' },
  review: { en: 'review above', uk: 'розгляд понад' },
  spread: { en: 'uncertainty of the time, at most', uk: 'невизначеність часу, не більше' },
  revisionMove: { en: 'a revision moves by at most', uk: 'уточнення зсуває не більш як на' },
  'timing/acknowledge': { en: 'steps without an acknowledgement', uk: 'кроки без підтвердження отримання' },
  'timing/prolonged': { en: 'prolonged after', uk: 'справа затяжна через' },
  corroboration: { en: 'corroboration', uk: 'повідомлення іншої організації про те саме' },
  triage: { en: 'triage of what is under review', uk: 'розгляд повідомлень' },
  every: { en: 'then every', uk: 'далі кожні' },
  climbs: { en: 'asked one after the other', uk: 'просять одного за одним' },
  thenEvery: { en: 'after the last, every', uk: 'після останнього кожні' },
  within: { en: 'within', uk: 'у межах' },
  distanceKm: { en: 'kilometres', uk: 'кілометрів' },
  evidenceWithin: { en: 'evidence of continuation within', uk: 'докази тривання за останні' },
  grace: { en: 'grace', uk: 'відстрочка' },
  lateReport: { en: 'late report', uk: 'пізнє повідомлення' },
  moved: { en: 'moved instants', uk: 'зсунуті строки' },
  resumption: { en: 'resumption', uk: 'відновлення' },
  declaration: { en: 'declaration', uk: 'визнання' },
  duties: { en: 'duties', uk: 'обов’язки' },
  gates: { en: 'gates', uk: 'переходи' },
  ahead: { en: 'performed after acceptance by at most', uk: 'виконано після прийняття не більш як на' },
  recordingDelay: { en: 'recorded late above', uk: 'зафіксовано пізно понад' },
  confirmWithin: { en: 'confirmed by a second person within', uk: 'підтвердження другої особи протягом' },
  repetition: { en: 'repetition', uk: 'повторення' },
  count: { en: 'violations', uk: 'порушень' },
  opensPhase: { en: 'opens phase', uk: 'відкриває фазу' },
  opensPhase3: { en: 'opens phase 3', uk: 'відкриває фазу 3' },
  en: { en: 'in English', uk: 'англійською' },
  uk: { en: 'in Ukrainian', uk: 'українською' },
};

/** Acts and topics are keys of tables too. */
const TABLES: Record<string, Record<string, Words>> = { authority: ACTS, single: SINGLE_ACTS, notices: TOPICS };

/** Lists whose rows have a name of their own that says what they are. */
const SELF_EXPLAINING = ['gates', 'duties', 'phases'];

/**
 * The name of a path (RFC 6901).
 * `/duties/0/due` → "D1, due"; `/authority/stand-down/expiry` → "stand down, expires after".
 */
export function nameOf(plan: Plan, path: string): Words {
  const steps = stepsOf(path);
  const names: Words[] = [];
  let at: unknown = plan;
  for (const [index, step] of steps.entries()) {
    const head = steps[index - 1] ?? '';
    const child = childOf(at, step);
    const row = Array.isArray(at)
      ? rowName(child, step)
      : (TABLES[head]?.[step] ?? FIELDS[`${head}/${step}`] ?? FIELDS[step] ?? same(step));
    const isHeading = index === 0 && index < steps.length - 1 && SELF_EXPLAINING.includes(step);
    if (!isHeading) names.push(row);
    at = child;
  }
  return { en: names.map(({ en }) => en).join(', '), uk: names.map(({ uk }) => uk).join(', ') };
}

const same = (text: string): Words => ({ en: text, uk: text });

const keyOf = (row: unknown): string | undefined => {
  if (typeof row !== 'object' || row === null) return undefined;
  if ('id' in row) return String(row.id);
  return 'phase' in row ? String(row.phase) : undefined;
};

/** The value one step down, rows by index. */
function childOf(parent: unknown, step: string): unknown {
  if (Array.isArray(parent)) return (parent as unknown[])[Number(step)];
  return typeof parent === 'object' && parent !== null ? (parent as Record<string, unknown>)[step] : undefined;
}

/** The value at a path (RFC 6901) of a plan; `undefined` where there is none. */
export function valueAt(plan: Plan, path: string): unknown {
  let at: unknown = plan;
  for (const step of stepsOf(path)) at = childOf(at, step);
  return at;
}

const stepsOf = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

function rowName(row: unknown, step: string): Words {
  if (typeof row !== 'object' || row === null) return same(step);
  // Parties and groups are known by their names, gates and duties by their ids.
  if ('name' in row && !('phase' in row)) return row.name as Words;
  if ('phase' in row && !('id' in row)) return { en: `phase ${String(row.phase)}`, uk: `фаза ${String(row.phase)}` };
  return same(keyOf(row) ?? step);
}
