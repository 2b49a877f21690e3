/** What was played, as JUnit XML: the form that CI systems read. One test for each answer that the script looked at. */
import { nameOf } from './script.js';
import type { Script } from './script.js';
import type { Played } from './player.js';
import { clock } from './ladder-lines.js';

export function junit(script: Script, played: readonly Played[], seconds: number): string {
  const failures = played.filter(({ unexpected }) => unexpected !== undefined).length;
  const counts = `tests="${played.length}" failures="${failures}" errors="0" skipped="0" time="${seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="holdfire" ${counts}>`,
    `  <testsuite name="${text(script.id)}" ${counts}>`,
    ...played.flatMap((one) => testOf(script, one)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testOf({ id }: Script, { step, office, unexpected }: Played): string[] {
  const name = `name="${text(`${clock(step.at)} ${office}: ${nameOf(step)}`)}" classname="${text(id)}"`;
  if (unexpected === undefined) return [`    <testcase ${name}/>`];
  return [`    <testcase ${name}>`, `      <failure message="${text(unexpected)}"/>`, '    </testcase>'];
}

/** XML 1.0 has no form at all for most control characters. */
const UNFIT = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const text = (value: string): string =>
  value.replaceAll(UNFIT, '\uFFFD').replaceAll(/[&<>"'\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`);
