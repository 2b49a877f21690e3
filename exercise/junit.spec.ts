import { junit } from './junit.js';
import type { Played } from './player.js';
import { readScript } from './script.js';

const script = readScript('exercises/quiet-case.yaml');
const played = (unexpected?: string): Played[] =>
  script.steps.slice(0, 2).map((step, index) => ({
    step,
    office: 'watch-kyiv-duty',
    answer: { status: 200, body: {} },
    ...(index === 1 && unexpected !== undefined ? { unexpected } : {}),
  }));

it('has a test for each answer, named by its hour, its office and what was done', () => {
  expect(junit(script, played(), 61.5).split('\n')).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="holdfire" tests="2" failures="0" errors="0" skipped="0" time="61.500">',
    '  <testsuite name="quiet-case" tests="2" failures="0" errors="0" skipped="0" time="61.500">',
    '    <testcase name="+00:10 watch-kyiv-duty: report shelling" classname="quiet-case"/>',
    '    <testcase name="+00:40 watch-kyiv-duty: acknowledge (shelling)" classname="quiet-case"/>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ]);
});

it('says what differed, whatever characters the answer had', () => {
  const text = junit(script, played('answered 422: <b>"\u0000\uD800&\n'), 1);
  expect(text).toContain('failures="1"');
  expect(text).toContain('<failure message="answered 422: &#60;b&#62;&#34;\uFFFD\uFFFD&#38;&#10;"/>');
});
