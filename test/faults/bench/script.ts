/** What is asked of one case, in hours of the plan after its first violation: a random one of five kinds. */
import type { Directory } from '../../../domain/directory/directory.js';
import type { Seeded } from './seeded.js';

export type Act = 'stand-down' | 'large-scale' | 'continuation';

export type Step =
  | { at: number; kind: 'report'; id: string; violation: string }
  | { at: number; kind: 'propose'; key: string; act: Act; office: string }
  | { at: number; kind: 'sign'; proposal: string; act: Act; office: string };

export interface Script {
  sector: string;
  /** `edge`: the second signature within milliseconds of the gate. `lone`: one proposal that nobody signs. */
  kind: 'climb' | 'early' | 'edge' | 'declare' | 'lone';
  steps: Step[];
  /** When it has closed. */
  endsAt: number;
}

const KINDS: readonly Script['kind'][] = ['climb', 'climb', 'early', 'early', 'edge', 'declare', 'lone'];

const GATE = 24;
const QUIET = 8;

export function randomScript(random: Seeded, sector: string, directory: Directory, hourMs: number): Script {
  const kind = random.pick(KINDS);
  const steps: Step[] = [];
  const two = (groups: readonly string[], others: readonly string[] = groups): [string, string] => {
    const first = random.pick(officesOf(directory, groups));
    const second = random.pick(
      officesOf(directory, others).filter(({ organisation }) => organisation !== first.organisation),
    );
    return [first.id, second.id];
  };
  const act = (name: Act, [by, second]: [string, string], proposed: number, signed?: number): void => {
    const key = `${sector}-${name}`;
    steps.push({ at: proposed, kind: 'propose', key, act: name, office: by });
    if (signed !== undefined) steps.push({ at: signed, kind: 'sign', proposal: key, act: name, office: second });
  };
  let ends: number;
  switch (kind) {
    case 'climb':
      ends = random.between(26, 34);
      break;
    case 'early':
      ends = random.between(3, 18);
      break;
    case 'edge':
      ends = GATE + random.between(-80, 80) / hourMs;
      break;
    case 'declare': {
      ends = random.between(32, 36);
      const declared = random.pick([random.between(4, 20), random.between(25, 29)]);
      act('large-scale', two(['ukraine-military'], ['coalition', 'us']), declared, declared + random.between(0.5, 2));
      break;
    }
    case 'lone':
      ends = random.between(30, 34);
      act('continuation', two(SIGNERS), random.between(2, 18));
      break;
  }
  const proposed = ends - random.between(0.5, 2);
  act('stand-down', two(SIGNERS), proposed, ends);
  // All of them before it: what happens after a stand-down resumes the case, which the checker does not know.
  for (let nth = 0; nth < Math.floor(random.between(0, 3)); nth += 1) {
    const violation = random.pick(['drone-strike', 'missile']);
    steps.push({ at: random.between(0.5, Math.min(20, proposed - 0.2)), kind: 'report', id: `${nth + 2}`, violation });
  }
  return { sector, kind, steps: steps.sort((a, b) => a.at - b.at), endsAt: ends + QUIET };
}

const SIGNERS = ['ukraine-diplomatic', 'ukraine-military', 'diplomatic', 'coalition', 'us'] as const;

const officesOf = ({ offices }: Directory, groups: readonly string[]) =>
  offices.filter((office) => office.groups.some((group) => groups.includes(group)));
