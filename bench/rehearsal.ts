import { createReadStream } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'csv-parse';
import type { Org } from '../rehearsal/org/org.ts';
import { loadDirectory, playImport, writeFiles } from './rehearsal-world.ts';
import type { Verdict } from './report.ts';
import { cpuClock, type Measured, measureInTurns } from './rounds.ts';

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
    return [
      verdict('rehearsal of a person, against csv-parse alone', 'µs', person, each(alone, size)),
      verdict('rehearsal of a person, against 20,000 a second a core', 'µs', person, fixed(BUDGET_US), 1),
      verdict(
        'memory of a rehearsed person beyond the directory',
        'bytes',
        fixed(bytes),
        fixed(BUDGET_BYTES),
        1,
      ),
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

function each({ name, median, least, most }: Measured, size: number): Measured {
  return { name, median: median / size, least: least / size, most: most / size };
}

const fixed = (value: number): Measured => ({ name: '', median: value, least: value, most: value });

function verdict(what: string, unit: string, ours: Measured, baseline: Measured, most?: number): Verdict {
  const ratio = ours.median / baseline.median;
  return { what, unit, ours, baseline, ratio, ...(most !== undefined && { most }) };
}
