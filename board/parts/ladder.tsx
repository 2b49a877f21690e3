/** Phases as steps over hour 0 to 96 after the first violation: gates open them, duties fall due on them. */
import type { ReactNode } from 'react';
import type { Duty, Plan } from '../../domain/plan/plan.js';
import { useSpeaks } from '../words/language.js';

const HOUR = 3_600_000;
const HOURS = 96;
const WIDTH = 960;
const STEP = 96;
const LEFT = 8;
const across = (hours: number): number => LEFT + (Math.min(hours, HOURS) / HOURS) * (WIDTH - 2 * LEFT);

/** What is not in the source; its reason stands in the plan's provenance, under the path of the row or of a value. */
const isAssumed = (plan: Plan, where: 'duties' | 'gates', index: number): boolean =>
  plan.provenance.some(
    ({ kind, path }) => kind === 'assumed' && (path === `/${where}/${index}` || path.startsWith(`/${where}/${index}/`)),
  );

/** Duties that fall due at one hour stand together. */
function gatherByDue(duties: readonly Duty[], dueOf: (duty: Duty) => number | undefined): [number, Duty[]][] {
  const found = new Map<number, Duty[]>();
  for (const duty of duties) {
    const due = dueOf(duty);
    if (due !== undefined) found.set(due, [...(found.get(due) ?? []), duty]);
  }
  return [...found];
}

export function Ladder({ plan }: { plan: Plan }): ReactNode {
  const { say, of } = useSpeaks();
  const hours = (span: number): number => Math.round((span / HOUR) * 10) / 10;
  const height = plan.phases.length * STEP + 40;
  /** Of a duty that hangs on what nobody can foresee there is no place on the axis. */
  const dueOf = (duty: Duty): number | undefined => {
    if (duty.anchor === 'creation') return undefined;
    const opens = plan.gates.find(({ phase }) => phase === duty.phase)?.notBefore ?? 0;
    return hours(duty.due + (duty.anchor === 'phase' ? opens : 0));
  };
  return (
    <figure className="ladder">
      <figcaption>{say.ladder}</figcaption>
      <div className="scroll" tabIndex={0} role="region" aria-label={say.ladder}>
        <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={say.ladder}>
          {[0, 24, 48, 72, 96].map((hour) => (
            <g key={hour}>
              <line className="axis" x1={across(hour)} x2={across(hour)} y1="0" y2={height - 24} />
              <text
                x={across(hour)}
                y={height - 6}
                textAnchor={hour === 0 ? 'start' : hour === HOURS ? 'end' : 'middle'}
              >
                {hour} {say.hours}
              </text>
            </g>
          ))}
          {plan.phases.map((phase, index) => {
            const top = height - 40 - (index + 1) * STEP;
            const gate = plan.gates.find((one) => one.phase === phase.phase);
            const from = gate ? hours(gate.notBefore) : 0;
            const duties = plan.duties.filter((duty) => duty.phase === phase.phase);
            return (
              <g key={phase.phase}>
                <rect
                  className={`step step-${index + 1}`}
                  x={across(from)}
                  y={top + 8}
                  width={across(HOURS) - across(from)}
                  height={STEP - 12}
                />
                <text className="step-name" x={across(from) + 8} y={top + 26}>
                  {phase.phase} {of(phase.name)}{' '}
                  {gate && `· ${gate.id}${isAssumed(plan, 'gates', plan.gates.indexOf(gate)) ? '*' : ''}`}
                  {gate?.condition.kind === 'declaration' && ` (${gate.condition.act})`}
                </text>
                <text x={across(from) + 8} y={top + 44}>
                  {phase.groups.map((id) => of(plan.groups.find((group) => group.id === id)?.name)).join(', ')}
                </text>
                {gate && <path className="gate" d={`M${across(from)} ${top + 2}l8 8-8 8-8-8Z`} />}
                {gatherByDue(duties, dueOf).map(([due, together]) => (
                  <g key={due}>
                    <circle className="due" cx={across(due)} cy={top + 62} r="6" />
                    <text x={across(due) + 10} y={top + 66}>
                      {together
                        .map((duty) => `${duty.id}${isAssumed(plan, 'duties', plan.duties.indexOf(duty)) ? '*' : ''}`)
                        .join(' ')}{' '}
                      · {due} {say.hours}
                    </text>
                  </g>
                ))}
              </g>
            );
          })}
        </svg>
      </div>
    </figure>
  );
}
