import { createReadStream } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'csv-parse';
import type { Org } from '../rehearsal/org/org.ts';
import { loadDirectory, playImport, writeFiles } from './rehearsal-world.ts';
import { cpuClock, type Measured, measured, measureInTurns } from './rounds.ts';
import { compare, type Verdict, within } from './verdict.ts';

const PEOPLE = 100_000;
/** What 20,000 people a second leave for one, in microseconds. */
const BUDGET_US = 50;
const BUDGET_BYTES = 300;

/**
 * A rehearsal in this process with the shipped rules, reading and deciding, beside csv-parse that reads the same
 * file and does nothing, in the time of one core; and what a job holds of each person beyond the directory.
 */
export async function benchRehearsal(quick: boolean): Promise<readonly Verdict[]> {
  const size = quick ? PEOPLE / 5 : PEOPLE;
  const files = await writeFiles(size);
  try {
    const org = await loadDirectory(files.directory);
    const bytes = await bytesOfPerson(files.people, org, size);
    const [ours, alone] = await measureInTurns(
      [
        { name: 'rehearsal', work: () => playImport(files.people, org) },
        { name: 'csv-parse alone', work: () => parseAlone(files.people) },
      ],
      { rounds: quick ? 2 : 5, calls: 1, clock: cpuClock },
    );
    if (!ours || !alone) throw new Error('nothing was measured');
    const person = each(ours, size);
    const compared = 'rehearsal of a person, against csv-parse alone';
    return [
      within('rehearsal of a person, at 20,000 a second a core', 'µs', person.values, BUDGET_US),
      within('memory of a rehearsed person beyond the directory', 'bytes', [bytes], BUDGET_BYTES),
      compare(compared, 'µs', person, each(alone, size)),
    ];
  } finally {
    files.remove();
  }
}

async function parseAlone(file: string): Promise<void> {
  for await (const _ of createReadStream(file).pipe(parse({ columns: true })));
}

async function bytesOfPerson(file: string, org: Org, size: number): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const held = async () => {
    // Buffers are given back a moment after they are collected.
    for (let turn = 0; turn < 3; turn++) {
      collect();
      await setImmediate();
    }
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  await playImport(file, org);
  const before = await held();
  let after = before;
  await playImport(file, org, async () => {
    after = await held();
  });
  return (after - before) / size;
}

function each({ name, values }: Measured, size: number): Measured {
  return measured(
    name,
    values.map((value) => value / size),
  );
}
