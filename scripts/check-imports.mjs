/**
 * Who may import whom (the house's table, as data). Prints every arrow that is not allowed, with the reason, and every
 * cycle. Specs, contracts, `test/` and `scripts/` may import anything.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

/** One arrow that is allowed: to a folder or a file (without its ending), for types only, from these files only. */
const to = (target, { types = false, from } = {}) => ({ target, types, from });
const typesOf = (target) => to(target, { types: true });
const onlyFrom = (file, target) => to(target, { from: file });

/** @type {Record<string, { may: ReturnType<typeof to>[], because: string }>} */
export const TABLE = {
  domain: { may: [to('domain')], because: 'the core is pure and knows nothing outside itself' },
  workflows: {
    may: [to('domain'), to('workflows'), typesOf('activities')],
    because: 'workflow code is bundled and replayed: it knows the core, and of activities the types only',
  },
  activities: {
    may: [...['domain', 'activities', 'record', 'workflows/messages'].map((target) => to(target)), typesOf('config')],
    because: 'activities get values passed in, and know of workflows only the messages that pass between them',
  },
  codec: {
    may: [to('codec'), typesOf('config')],
    because: 'what encrypts knows its keys and nothing of what it encrypts',
  },
  worker: {
    may: ['domain', 'workflows/messages', 'workflows/index', 'activities', 'worker', 'record', 'config', 'codec'].map(
      (t) => to(t),
    ),
    because: 'the worker puts workflows and activities together and serves nobody',
  },
  api: {
    may: [
      ...['domain', 'workflows/messages', 'record', 'api', 'codec'].map((target) => to(target)),
      typesOf('config'),
      onlyFrom('api/main', 'config'),
      onlyFrom('api/http/yaml-body', 'config/yaml-file'),
    ],
    because:
      'the API reads the record and speaks to cases by messages; only its main reads the configuration (a published file is read as a file is)',
  },
  board: {
    may: [to('domain'), to('board'), to('record/verify'), typesOf('api')],
    because: "the board runs in a browser: pure functions, and the API's types",
  },
  record: { may: [to('domain'), to('record')], because: 'the record can be read and verified without the rest' },
  watchdog: {
    may: [
      ...['domain', 'activities/channels', 'record', 'watchdog'].map((target) => to(target)),
      typesOf('config'),
      onlyFrom('watchdog/main', 'config'),
    ],
    because: 'the watchdog needs no Temporal and shares only the record and the channels with what it watches',
  },
  config: {
    may: [
      ...['domain', 'config', 'record/canonical', 'record/location', 'exercise/world', 'exercise/room', 'tables'].map(
        (t) => to(t),
      ),
    ],
    because: 'configuration is read before all else; the exercise world of a data folder is part of it',
  },
  tables: {
    may: [to('domain'), to('tables')],
    because: 'a table and its map are read without anything that keeps or sends reports',
  },
  rehearsal: {
    may: [to('domain'), to('record/canonical'), to('rehearsal'), to('tables')],
    because: 'a rehearsal needs no server, no record and no channel: the core, and a page to show what came of it',
  },
  exercise: {
    may: [to('domain'), to('exercise'), typesOf('config')],
    because: 'the player is a client over HTTP, like anybody else',
  },
  bench: {
    may: [
      ...['domain', 'exercise', 'cli/start', 'bench', 'config'].map((target) => to(target)),
      // What a restart costs is measured on a record of more cases than a benchmark could open from outside.
      ...['api/cases', 'api/worlds', 'record'].map((target) => onlyFrom('bench/reads', target)),
      onlyFrom('bench/written-cases', 'record'),
      onlyFrom('bench/seals', 'record'),
      onlyFrom('bench/core', 'record'),
      // Both sides of the comparison need namespaces, and the ids of workflows to read what they have cost.
      onlyFrom('bench/compare/compare', 'cli/temporal'),
      onlyFrom('bench/compare/holdfire-side', 'workflows/messages'),
    ],
    because: 'the benchmark drives the product from outside, as its users do',
  },
  cli: {
    may: [
      ...[
        'domain',
        'workflows/messages',
        'record/verify',
        'record/bundle',
        'record/recover',
        'record/seal',
        'config',
      ].map((t) => to(t)),
      // Whether this start may go on with its files is asked of the record, before any process is started.
      ...['record/publications', 'record/seeding'].map((t) => onlyFrom('cli/verbs/start', t)),
      // The doctor looks into it: keys that expire, a directory that does not suffice.
      onlyFrom('cli/doctor/of-record', 'record/publications'),
      // Opened, prepared and moved as a whole; what stands in it is the business of the API and the workers.
      ...['open-store', 'location', 'postgres-schema', 'move', 'record-store'].map((t) => to(`record/${t}`)),
      // What a stranger checks without a server, checked once more by the workflows themselves.
      onlyFrom('cli/audit/replayed', 'worker/replay/strict-replay'),
      ...['exercise', 'rehearsal', 'tables', 'cli', 'api/main', 'worker/main', 'watchdog/main'].map((target) =>
        to(target),
      ),
      // What an auditor has replayed, offline.
      to('worker/replay/strict-replay'),
      typesOf('api'),
    ],
    because: 'the command line is a client over HTTP, and starts the mains',
  },
};

/** Packages that are allowed only in some folders; a name that ends in `/` stands for all that begin with it. */
const PACKAGES = [
  { names: ['@nestjs/'], only: ['api'], because: 'NestJS lives only in api/' },
  {
    names: ['react', 'react-dom', '@radix-ui/', '@tanstack/', 'wouter'],
    only: ['board'],
    because: 'React lives only in board/',
  },
];

/** Folders whose code is bundled for the workflow sandbox: nothing but relative imports and these packages. */
const SANDBOX = { domain: [], workflows: ['@temporalio/workflow', '@temporalio/common'] };

const FREE = /(\.spec|\.contract|\.scenario|\.d)\.m?tsx?$/;

/** One sentence for each fault; empty when all is well. */
export function checkImports(root) {
  const files = Object.keys(TABLE).flatMap((folder) => sourcesIn(root, folder));
  const imports = files.flatMap((file) => importsOf(root, file));
  const faults = imports.flatMap((one) => faultOf(one));
  return [...new Set(faults), ...cycles(files, imports)];
}

function sourcesIn(root, folder) {
  if (!statSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => join(folder, String(name)).split(sep).join('/'))
    .filter((name) => /\.m?tsx?$/.test(name) && !FREE.test(name) && !name.includes('node_modules/'))
    .sort();
}

/** Static and dynamic imports, re-exports, `require` and `import('…').Type`. */
function importsOf(root, file) {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found = [];
  const add = (node, types) => {
    if (!node || !ts.isStringLiteralLike(node)) return;
    const specifier = node.text;
    const relativeTo = specifier.startsWith('.') ? resolved(root, file, specifier) : undefined;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push({ from: file, line: line + 1, specifier, to: relativeTo, types });
  };
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypes(node.importClause, 'namedBindings'));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, isTypes(node, 'exportClause'));
    else if (ts.isImportTypeNode(node)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isImportCall(node)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `import type …`, or every name in the braces a type. */
function isTypes(clause, bindings) {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause[bindings];
  const elements = named && 'elements' in named && !clause.name ? named.elements : [];
  return elements.length > 0 && elements.every((element) => element.isTypeOnly);
}

const isImportCall = ({ expression }) =>
  expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');

function resolved(root, file, specifier) {
  const path = relative(root, join(root, dirname(file), specifier))
    .split(sep)
    .join('/');
  const bare = path.replace(/\.m?jsx?$/, '');
  const candidates = [path, `${bare}.ts`, `${bare}.tsx`, `${bare}.mts`, `${bare}/index.ts`];
  return candidates.find((one) => statSync(join(root, one), { throwIfNoEntry: false })?.isFile()) ?? path;
}

function faultOf(one) {
  const arrow = `${one.from}:${one.line} → ${one.to ?? one.specifier}`;
  const reason = one.to === undefined ? packageFault(one) : arrowFault(one);
  return reason === undefined ? [] : [`${arrow}${one.types ? ' (types)' : ''}: ${reason}.`];
}

function packageFault({ from, specifier }) {
  const folder = folderOf(from);
  const allowed = SANDBOX[folder];
  if (allowed && !allowed.some((name) => specifier === name || specifier.startsWith(`${name}/`))) {
    const what = isBuiltin(specifier) ? 'Node built-ins do not exist there' : 'only relative imports are allowed';
    return `${folder}/ runs in the workflow sandbox; ${what}`;
  }
  const rule = PACKAGES.find(({ names }) => names.some((name) => isOf(specifier, name)));
  return rule && !rule.only.includes(folder) ? rule.because : undefined;
}

const isOf = (specifier, name) =>
  name.endsWith('/') ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`);

const isBuiltin = (specifier) => specifier.startsWith('node:') || builtinModules.includes(specifier);

function arrowFault({ from, to: target, types }) {
  const { may, because } = TABLE[folderOf(from)];
  const bare = withoutEnding(target);
  const arrows = may.filter((arrow) => isWithin(bare, arrow.target) && isFrom(from, arrow));
  if (arrows.some((arrow) => types || !arrow.types)) return undefined;
  return arrows.length > 0 ? `only \`import type\` is allowed here, for ${because}` : because;
}

const isFrom = (from, arrow) => arrow.from === undefined || withoutEnding(from) === arrow.from;

const isWithin = (path, target) => path === target || path.startsWith(`${target}/`);

const withoutEnding = (path) => path.replace(/(\/index)?\.[a-z]+$/, (_, index) => index ?? '');

const folderOf = (path) => path.split('/')[0];

/** Every group of files that import each other in a circle. Types make no circle: they are gone when the code runs. */
function cycles(files, imports) {
  const next = new Map(files.map((file) => [file, new Set()]));
  for (const one of imports) if (!one.types && next.has(one.to)) next.get(one.from).add(one.to);
  const faults = [];
  const done = new Set();
  const walk = (file, path) => {
    if (path.includes(file)) {
      const circle = path.slice(path.indexOf(file));
      faults.push(`${[...circle, file].join(' → ')}: files must not import each other in a circle.`);
      return;
    }
    if (done.has(file)) return;
    for (const target of next.get(file)) walk(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  return faults;
}

function main() {
  const faults = checkImports(join(dirname(fileURLToPath(import.meta.url)), '..'));
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  if (faults.length > 0) process.exitCode = 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
