/** @type {import('jest').Config} */
module.exports = {
  roots: ['<rootDir>/tests'],
  testEnvironment: 'node',
  // Two dependencies of Fastify's plugins are ES modules only, which Jest cannot require.
  transformIgnorePatterns: ['/node_modules/(?!(cookie|content-disposition)/)'],
  transform: {
    '^.+/node_modules/(cookie|content-disposition)/.+\\.js$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'ecmascript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // The workflows are bundled before the tests: what Temporal's worker would bundle them with is not loaded again by every file.
  moduleNameMapper: { '^(webpack|memfs|unionfs)$': '<rootDir>/tests/support/not-loaded.js' },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data'],
  globalSetup: '<rootDir>/tests/support/global-setup.mjs',
  globalTeardown: '<rootDir>/tests/support/global-teardown.mjs',
  reporters: ['default', '<rootDir>/tests/support/outcome.js'],
  testSequencer: '<rootDir>/tests/support/longest-first.js',
  testTimeout: 300_000,
  // For two cores: a third of the time a test file waits, for the engine, for a page, for what was killed to come back.
  maxWorkers: 3,
  // What a test file leaves in memory goes with its process.
  workerIdleMemoryLimit: '700MB',
};
