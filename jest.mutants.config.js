import config from './jest.config.js';

const [fast] = config.projects;

/** The fast tests of one scope, behind one file: `MUTANTS_TESTS` holds their globs, separated by blanks. */
export default { ...fast, testMatch: ['<rootDir>/mutants/all.test.ts'] };
