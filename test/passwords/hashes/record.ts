import { writeFileSync } from 'node:fs';
import { saltedMakers } from './application-makers.ts';
import { type Fixture, fixtureFile, makeHash, PASSWORDS } from './fixtures.ts';
import { makers, unsupportedMakers } from './makers.ts';

// `node test/passwords/hashes/record.ts [name…]`: makes every fixture, or those named, anew with the programs installed here
const wanted = process.argv.slice(2);
for (const maker of [...makers, ...saltedMakers, ...unsupportedMakers]) {
  if (wanted.length > 0 && !wanted.includes(maker.name)) continue;
  const { name, ...rest } = maker;
  const hashes = PASSWORDS.map((password) => ({ password, hash: makeHash(maker, password) }));
  const fixture: Fixture = { ...rest, hashes };
  writeFileSync(fixtureFile(name), `${JSON.stringify(fixture, null, 2)}\n`);
}
