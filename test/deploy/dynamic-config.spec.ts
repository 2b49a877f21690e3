/** The embedded server and one of one's own act by the same dynamic configuration. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { dynamicConfig } from '../../cli/start/temporal-server.js';
import { packageRoot } from '../../config/package-root.js';

type Shipped = Record<string, { value: unknown; constraints: object }[]>;

it('says the same to the embedded server as the file that is shipped for others', () => {
  const file = join(packageRoot(), 'deploy', 'temporal', 'dynamicconfig.yaml');
  const shipped = parse(readFileSync(file, 'utf8')) as Shipped;
  const values = Object.entries(shipped).map(([name, [first]]) => `${name}=${JSON.stringify(first?.value)}`);
  expect(dynamicConfig.filter((one) => one !== '--dynamic-config-value')).toEqual(values);
});
