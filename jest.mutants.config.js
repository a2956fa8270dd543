import config from './jest.config.js';

const {
  testTimeout,
  projects: [fast],
} = config;

/** The fast tests of one scope, behind one file: `MUTANTS_TESTS` holds their globs, separated by blanks. */
export default { ...fast, testTimeout, testMatch: ['<rootDir>/mutants/all.test.ts'] };
