import type { Clock, Io } from '../../command.ts';
import { credentialTableOf } from '../../deployment.ts';
import { orgTime } from '../../doctor/clock-skew.ts';
import { askingOkta } from '../../okta.ts';
import { startProgress } from '../../progress.ts';
import type { CreationLedger } from '../created.ts';
import { createProgrammeWriter } from '../credential-writer.ts';
import { createPacedOkta } from '../paced-okta.ts';
import type { PlannedPerson } from '../plan-file.ts';
import { createPerson, type Hands } from './create-person.ts';
import { createGroup, type Names } from './names.ts';
import { type OktaTime, openOktaTime, tellingTime } from './okta-time.ts';
import { type CreationWork, type Prepared, preparing } from './prepare.ts';
import { selectPeople } from './selection.ts';

const FIRST_PAUSE_MS = 500;

/**
 * Creates the people of a run, several at once. Ctrl-C, and the first thing that concerns everybody, ends it.
 *
 * @throws CommandError, CredentialTableUnavailable, the reason of `io.signal`
 */
export async function createPrepared(
  work: CreationWork,
  { prepared, ledger }: { readonly prepared: Prepared; readonly ledger: CreationLedger },
  io: Io,
): Promise<void> {
  const { okta, survey, scopes } = prepared;
  if (survey.people === 0) return;
  const table = work.withTable && survey.ways.hook > 0 ? credentialTableOf(work.deployment) : undefined;
  const progress = startProgress(io, 'creating', survey.people);
  const ended = new AbortController();
  const stop = AbortSignal.any([io.signal, ended.signal]);
  try {
    await askingOkta(scopes, async () => {
      const names = await namesWithGroups(prepared, io);
      // a clock that is wrong here, or is set on the way, must not decide whom we have created
      const ask = (signal: AbortSignal) => orgTime(okta.baseUrl, signal);
      const time = await openOktaTime({ ask, clock: io.clock, signal: io.signal });
      const hands = {
        okta: createPacedOkta(tellingTime(okta.client, time), { share: work.share, stop, clock: io.clock }),
        names,
        writer: table && createProgrammeWriter(table),
        ...bookkeeping(ledger, { clock: io.clock, time, stop }),
      };
      const people = selectPeople(work.plan, work.selection, ledger.states);
      await workOff(people, work.workers, {
        ended,
        stop,
        work: async (person) => {
          await createPerson(person, hands);
          progress.advance();
        },
      });
    });
  } finally {
    progress.end();
    table?.client.destroy();
  }
}

/** The names of a plan, with the groups that were not there. */
async function namesWithGroups({ okta, names, newGroups }: Prepared, io: Io): Promise<Names> {
  const made = new Map<string, string>();
  for (const name of newGroups) made.set(name, await createGroup(okta.client, name, preparing(io)));
  return { ...names, groupId: (name) => made.get(name) ?? names.groupId(name) };
}

function bookkeeping(
  ledger: CreationLedger,
  { clock, time, stop }: { readonly clock: Clock; readonly time: OktaTime; readonly stop: AbortSignal },
): Pick<Hands, 'stateOf' | 'record' | 'pause'> {
  return {
    stateOf: (row) => ledger.states.get(row),
    record: async (row, step) => {
      const at = step.step === 'begun' ? await time.now() : time.latest();
      await ledger.record({ row, at, ...step });
    },
    pause: async (attempt) => {
      await clock.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1), stop);
    },
  };
}

interface Working {
  readonly ended: AbortController;
  /** Aborts when `ended` does, at the latest. */
  readonly stop: AbortSignal;
  readonly work: (person: PlannedPerson) => Promise<void>;
}

/** Several workers at one list; the first reason to end is the one that counts. */
async function workOff(
  people: AsyncGenerator<PlannedPerson>,
  workers: number,
  { ended, stop, work }: Working,
): Promise<void> {
  const worker = async () => {
    try {
      while (!stop.aborted) {
        const { value } = await people.next();
        if (!value) return;
        await work(value);
      }
    } catch (error) {
      ended.abort(error);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  await people.return(undefined);
  stop.throwIfAborted();
}
