import { expect } from '@jest/globals';
import { runChild } from '../../pipeline/run-child.ts';
import { marksIn } from '../marked-hook.ts';
import type { driveEveryPath } from './drive.ts';

const FAILURES = new URL('./drive.ts', import.meta.url);

type Driven = Awaited<ReturnType<typeof driveEveryPath>>[number];

/**
 * Drives every failure in a process with these environment variables. Whatever a server does: the process lives, the
 * failure has its own ending, nothing marked is in an answer, in what was noted, or in what was written, and nobody
 * is told anything marked before they have proved who they are.
 */
export async function expectSilence(variables: Readonly<Record<string, string>>) {
  const { answers, stdout, stderr, code } = await runChild<typeof driveEveryPath>(FAILURES, variables);
  expect(marksIn(stdout + stderr)).toEqual([]);
  expect(code).toBe(0);
  expect(answers.length).toBeGreaterThan(150);
  expect(answers.map(({ name, ...driven }) => [name, endingOf(driven)])).toEqual(
    answers.map(({ name, ending }) => [name, ending]),
  );
  for (const { name, place, wasTold, answer, records } of answers) {
    // The id that Okta gives a call is noted as it is, and checked where it is written.
    const noted = records.map(({ facts: { eventId: _, ...facts }, ...record }) => ({ ...record, facts }));
    expect([name, marksIn(JSON.stringify({ answer, noted }))]).toEqual([name, []]);
    // Behind TLS a test in which the server was told nothing would prove nothing.
    expect([name, wasTold]).toEqual([name, place === 'behind TLS' && !/ at once$| first$/.test(name)]);
  }
  return { calls: answers.length, stdout };
}

function endingOf({ answer, records }: Pick<Driven, 'answer' | 'records'>) {
  if (answer.statusCode === 503) return records[0]?.facts['reason'];
  const { commands } = JSON.parse(answer.body ?? '');
  return answer.statusCode === 200 && commands[0].value.credential === 'UNVERIFIED' ? 'no match' : 'another';
}
