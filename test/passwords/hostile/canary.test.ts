import { expect, it } from '@jest/globals';
import { expectSilence } from './law.ts';

it('a password, a name and a secret reach no log, metric or answer, whatever a legacy server does', async () => {
  const { calls, stdout } = await expectSilence({});
  // A line and a set of metrics a call, and nothing that a driver has to say.
  expect(stdout.trimEnd().split('\n')).toHaveLength(2 * calls);
}, 30_000);
