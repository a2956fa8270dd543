import { verify as nativeArgon2 } from '@node-rs/argon2';
import { compare as nativeBcrypt } from '@node-rs/bcrypt';
import Table from 'cli-table3';
import { argon2Verify } from 'hash-wasm';
import { verifyHash } from '../lambda/passwords/hashes/verify.ts';
import { ARGON2_19, ARGON2_64, BCRYPT_10, BCRYPT_12, type HashCase, hashCases } from './hash-cases.ts';
import { type Contender, type Measured, measureInTurns } from './rounds.ts';

/**
 * `node bench/hashes.ts`: milliseconds of one check for every scheme, the median of five, beside native
 * implementations from npm in the same run; then what that means for the memory of the password hook, whose CPU is in
 * proportion to it up to one vCPU at 1,769 MB.
 */
const PASSWORD = Buffer.from('correct horse battery');
const ROUNDS = 5;
const DEADLINE_MS = 2300;
const ONE_VCPU_MB = 1769;
const MEMORIES = [512, 1024, 1769] as const;

/** Other ways to check the same hash, by the hash. */
const others: Readonly<Record<string, readonly Contender[]>> = {
  [BCRYPT_10]: [contender('@node-rs/bcrypt', () => nativeBcrypt(PASSWORD, BCRYPT_10))],
  [BCRYPT_12]: [contender('@node-rs/bcrypt', () => nativeBcrypt(PASSWORD, BCRYPT_12))],
  [ARGON2_19]: argon2Contenders(ARGON2_19),
  [ARGON2_64]: argon2Contenders(ARGON2_64),
};

const figures = new Map<HashCase, readonly Measured[]>();
for (const stored of hashCases) {
  const contenders = [contender('ours', () => verifyHash(PASSWORD, stored)), ...(others[stored.hash] ?? [])];
  await mustCompute(stored);
  figures.set(stored, await measureInTurns(contenders, { rounds: ROUNDS, calls: 1 }));
}
process.stdout.write(`${timesTable()}\n\n${memoryTable()}\n`);

function contender(name: string, work: Contender['work']): Contender {
  return { name, work };
}

function argon2Contenders(hash: string): Contender[] {
  return [
    contender('@node-rs/argon2', () => nativeArgon2(hash, PASSWORD)),
    contender('hash-wasm', () => argon2Verify({ password: PASSWORD, hash })),
  ];
}

async function mustCompute(stored: HashCase): Promise<void> {
  const { kind } = await verifyHash(PASSWORD, stored);
  if (kind !== 'no match') throw new Error(`${stored.what} was not computed: ${kind}`);
}

function timesTable(): string {
  const table = new Table({
    head: ['scheme', 'ms', 'beside', 'ms', 'ours is'],
    style: { head: [], border: [] },
  });
  for (const [{ what }, [ours, ...beside]] of figures) {
    if (!ours) continue;
    const ratio = ({ median }: Measured) => `${(ours.median / median).toFixed(2)} ×`;
    const column = (text: (measured: Measured) => string) => beside.map(text).join('\n');
    table.push([what, inMs(ours), column(({ name }) => name), column(inMs), column(ratio)]);
  }
  return table.toString();
}

/** A check of one thread takes longer in proportion where a function has less than one vCPU. */
function memoryTable(): string {
  const head = ['milliseconds at', ...MEMORIES.map((memory) => `${memory} MB`)];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const [{ what }, [ours]] of figures) {
    if (!ours || ours.median < 10_000) continue;
    const times = MEMORIES.map((memory) => Math.round((ours.median / 1000) * (ONE_VCPU_MB / memory)));
    table.push([what, ...times.map((time) => (time < DEADLINE_MS ? `${time}` : `${time}: too late`))]);
  }
  return table.toString();
}

function inMs({ median }: Measured): string {
  return (median / 1000).toFixed(median < 1000 ? 3 : 1);
}
