/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'] },
  transform: {
    '/node_modules/(.+/)?content-disposition/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } }, module: { type: 'commonjs' } },
    ],
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // ESM-only leaves that CommonJS packages require(): Jest on Node < 24.9 cannot require(esm), so hand it CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!(.+/)?content-disposition/)'],
};

// `spec` needs nothing but Node; `medium` and `e2e` run on a real PostgreSQL and Valkey started once per run from the build.
const servers = {
  globalSetup: '<rootDir>/test/setup/global-setup.js',
  globalTeardown: '<rootDir>/test/setup/global-teardown.js',
};
export default {
  projects: [
    {
      ...shared,
      displayName: 'spec',
      roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test', '<rootDir>/migrations'],
      testMatch: ['**/*.spec.ts'],
    },
    {
      ...shared,
      ...servers,
      displayName: 'medium',
      roots: ['<rootDir>/test/medium'],
      testMatch: ['**/*.medium-suite.ts'],
    },
    // The same tests, a file at a time: what one works with.
    {
      ...shared,
      ...servers,
      displayName: 'medium-file',
      roots: ['<rootDir>/apps/api', '<rootDir>/test'],
      testMatch: ['**/*.medium-spec.ts'],
    },
    { ...shared, ...servers, displayName: 'e2e', roots: ['<rootDir>/test'], testMatch: ['**/*.e2e-spec.ts'] },
    { ...shared, ...servers, displayName: 'web', roots: ['<rootDir>/test'], testMatch: ['**/*.web-spec.ts'] },
  ],
};
