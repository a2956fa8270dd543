/** A part of the code that is mutated by itself, and the tests that have to notice. */
export interface Scope {
  /** Globs below the project's root. */
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /**
   * Leaves out what is made when a module is loaded, such as names and lists: each such change takes every test, and all
   * of them an hour. @default false
   */
  readonly ignoreStatic?: boolean;
}

/** What must not break unnoticed: who may call, what is decided, who gets which login, whose password is right. */
export const SCOPES: Readonly<Record<string, Scope>> = {
  authentication: {
    mutate: [
      'lambda/pipeline/authenticate.ts',
      'lambda/pipeline/allowed-sources.ts',
      'lambda/pipeline/jwt-claims.ts',
      'lambda/platform/secrets.ts',
      'lambda/platform/secret-versions.ts',
      'lambda/platform/single-flight.ts',
    ],
    tests: [
      'test/pipeline/{callers,refusals}.test.ts',
      'test/platform/{secret*,single-flight}.test.ts',
      'test/property/callers.test.ts',
    ],
  },
  ledger: {
    mutate: ['lambda/logins/*.ts'],
    tests: ['test/logins/*.test.ts'],
  },
  'ledger-table': {
    mutate: ['lambda/logins/dynamo/*.ts'],
    tests: ['test/logins/dynamo/*.test.ts'],
  },
  decisions: {
    mutate: ['lambda/imports/*.ts'],
    tests: ['test/imports/*.test.ts'],
  },
  hashes: {
    mutate: ['lambda/passwords/hashes/*.ts'],
    tests: ['test/passwords/hashes/*.test.ts'],
    ignoreStatic: true,
  },
};
