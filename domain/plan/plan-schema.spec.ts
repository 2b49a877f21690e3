import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { planFile } from '../../test/support/plan-text.js';
import { directorySchema } from '../directory/parse-directory.js';
import { planSchema } from './plan-schema.js';

it('stands beside the plans as the parser has it (`holdfire plan schema > plans/plan.schema.json`)', () => {
  const file = join(dirname(planFile()), 'plan.schema.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(planSchema());
});

it('knows every key of the language, and no other', () => {
  const { properties, additionalProperties, required } = planSchema();
  expect(additionalProperties).toBe(false);
  expect(Object.keys(properties as object)).toHaveLength(22);
  // "sectors" may be left out: every plan has the 27 regions.
  expect(required).toEqual(Object.keys(properties as object).filter((key) => key !== 'sectors'));
});

it('wants exactly one mark beside a value', () => {
  expect(planSchema()['$defs']).toMatchObject({
    window: {
      required: ['value'],
      additionalProperties: false,
      oneOf: [{ required: ['source'] }, { required: ['assumed'] }],
    },
  });
});

it('refuses calendar spans', () => {
  const { span } = planSchema()['$defs'] as { span: { pattern: string } };
  const pattern = new RegExp(span.pattern);
  expect(['PT24H', 'PT1H30M', 'PT0.5S'].filter((one) => !pattern.test(one))).toEqual([]);
  expect(['P1D', 'PT', '24h', 'P1DT1H'].filter((one) => pattern.test(one))).toEqual([]);
});

it('describes directories too', () => {
  expect(directorySchema()).toMatchObject({
    type: 'object',
    required: ['schema', 'version', 'parties', 'organisations', 'offices'],
  });
});
