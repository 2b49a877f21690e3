import { createLog } from './log.js';

function logged(...calls: [object, string][]): string[] {
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  for (const [fields, message] of calls) log.info(fields, message);
  return lines;
}

it('is one line of JSON an event, whatever people sent', () => {
  const hostile = 'a\n{"level":60,"msg":"forged"}\r\n\u001b[31mred\u0007\u009b31m\u202Eevil\u2028';
  const lines = logged([{ office: hostile }, hostile], [{}, 'second']);
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line.trimEnd()).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    expect(JSON.parse(line)).toHaveProperty('msg');
  }
  // Escaped, and not lost.
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ office: hostile, msg: hostile });
});

it('never shows who asked by their key', () => {
  const [line = ''] = logged([{ req: { headers: { authorization: 'Bearer of-somebody' } } }, 'asked']);
  expect(line).not.toContain('of-somebody');
});
