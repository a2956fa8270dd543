import { writeFileSync } from 'node:fs';
import { type Fixture, fixtureFile, makeHash, PASSWORDS } from './fixtures.ts';
import { makers, unsupportedMakers } from './makers.ts';

// `node test/passwords/hashes/record.ts`: makes every fixture anew with the programs installed here
for (const maker of [...makers, ...unsupportedMakers]) {
  const { name, ...rest } = maker;
  const hashes = PASSWORDS.map((password) => ({ password, hash: makeHash(maker, password) }));
  const fixture: Fixture = { ...rest, hashes };
  writeFileSync(fixtureFile(name), `${JSON.stringify(fixture, null, 2)}\n`);
}
