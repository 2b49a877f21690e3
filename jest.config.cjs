/** Jest in CommonJS mode through swc; ESM-only packages are transformed too. File names tell the cost (HOUSE). */
const transform = {
  '^.+\\.m?[jt]sx?$': [
    '@swc/jest',
    {
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        target: 'es2023',
      },
      module: { type: 'commonjs' },
    },
  ],
};

const project = (displayName, testMatch) => ({
  displayName,
  testMatch,
  transform,
  transformIgnorePatterns: [
    '/node_modules/(?!(@nestjs|@fastify|@noble|fastify|cookie|light-my-request|content-disposition|file-type|canonicalize|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|openid-client|oauth4webapi|jose)/)',
  ],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  extensionsToTreatAsEsm: [],
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
});

module.exports = {
  projects: [
    project('unit', ['<rootDir>/**/!(*.server|*.browser).spec.ts']),
    project('browser', ['<rootDir>/test/board/*.browser.spec.ts']),
    project('server', ['<rootDir>/**/*.server.spec.ts']),
    ...['UTC', 'Europe/Kyiv', 'America/New_York'].map((zone) => ({
      ...project(`scenario ${zone}`, ['<rootDir>/test/scenarios/**/*.scenario.ts']),
      testEnvironment: '<rootDir>/test/support/zone-environment.cjs',
      testEnvironmentOptions: { zone },
    })),
  ],
  // A bound for what never ends, not a measure: the machine may be busy.
  testTimeout: 180_000,
  // What a file leaves behind in its worker makes the next ones slower: a worker that holds this much is begun anew.
  workerIdleMemoryLimit: '1GB',
};
