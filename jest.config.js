const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testPathIgnorePatterns: ['/node_modules/', '/cdk.out/'],
  modulePathIgnorePatterns: ['/cdk.out/'],
};

/** `fast` needs nothing but npm; `full` starts real servers, the Lambda runtime and a browser. */
export default {
  // a machine that is busy or slow is no reason to fail: nothing here is about time
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: 'fast',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: [...shared.testPathIgnorePatterns, '\\.full\\.test\\.ts$'],
    },
    { ...shared, displayName: 'full', testMatch: ['<rootDir>/test/**/*.full.test.ts'] },
  ],
};
