import config from './jest.config.js';

const [fast] = config.projects;

/** The fast tests of one scope: `MUTANTS_TESTS` holds its globs, separated by blanks. */
export default {
  ...fast,
  testMatch: (process.env.MUTANTS_TESTS ?? '').split(' ').map((glob) => `<rootDir>/${glob}`),
};
