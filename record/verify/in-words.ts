/** What was checked and what is wrong, for people. */
import type { Fault } from './fault.js';

/** A step of whatever was verified: a case, a bundle, a whole record. */
interface Step {
  step: string;
  says: string;
  faults: readonly Fault[];
}

const MOST_SHOWN = 20;

export const isSound = (steps: readonly Step[]): boolean => steps.every(({ faults }) => faults.length === 0);

export const inWords = (steps: readonly Step[]): string =>
  [...steps.flatMap(one), isSound(steps) ? 'Nothing is wrong with it.' : 'It is NOT as it was.'].join('\n');

function one({ step, says, faults }: Step): string[] {
  if (faults.length === 0) return [`ok     ${step.padEnd(10)} ${says}`];
  const shown = faults.slice(0, MOST_SHOWN).map(({ where, says: fault }) => `         ${where}: ${fault}`);
  const more = faults.length > MOST_SHOWN ? [`         and ${faults.length - MOST_SHOWN} more`] : [];
  return [`WRONG  ${step.padEnd(10)} ${faults.length} found:`, ...shown, ...more];
}
