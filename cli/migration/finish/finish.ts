import type { Io } from '../../command.ts';
import { startProgress } from '../../progress.ts';
import { readCreated } from '../created.ts';
import { openJournal } from '../journal.ts';
import { createPacedOkta } from '../paced-okta.ts';
import { carryOut, type Hands, settle } from './carry-out.ts';
import { type Decision, decide, isMeant } from './decide.ts';
import { endHashes } from './end-hashes.ts';
import { endHook } from './end-hook.ts';
import { isLinked, undatedHashes } from './ended-hashes.ts';
import { FinishLedger, readFinishEntry, readFinished } from './finished.ts';
import { lookForHook } from './hook.ts';
import { openLinksFile } from './links-file.ts';
import { createMailLimit, type MailLimit } from './mail-limit.ts';
import {
  type Facts,
  type FinishOptions,
  type FinishResult,
  type FinishWorld,
  resultOf,
  type SoFar,
} from './result.ts';
import { lookAround, ownerOf, type Situation } from './situation.ts';

/** Looks at everything, and changes nothing: neither in Okta nor in a file, but for the cache of Okta's people. */
export async function previewFinish(world: FinishWorld, options: FinishOptions): Promise<FinishResult> {
  const { looking, deployment, io } = world;
  await requireOwnCreation(world);
  const ledger = await readFinished(looking.files.finished, io, ownerOf(looking));
  const hook = await lookForHook(looking.client, deployment, io.signal);
  const situation = await lookAround(looking, ledger, io);
  const facts = { world, options, ledger, hook, situation };
  const chosen = choose(situation, options);
  const hashes = hashesToEnd(facts, chosen);
  return resultOf(facts, { chosen, interrupted: ledger.open.size, ...(hashes && { hashes }) });
}

/** How many hashes would be left to the clean-up: of those who have a link, and of those who would get one. */
function hashesToEnd({ world, ledger, situation }: Facts, chosen: readonly Decision[]) {
  const { table } = world.looking;
  if (!table) return undefined;
  const linking = chosen.flatMap(({ action, straggler }) => (action === 'deactivate' ? [] : straggler.id));
  const ids = new Set(linking);
  const { okta, credentials } = situation;
  const people = [...okta.people.values()].filter(({ id }) => ids.has(id) || isLinked(id, ledger));
  return { table: table.table, ended: 0, open: undatedHashes(people, credentials) };
}

/**
 * Does what is left to do, and removes the hook when nobody needs it. Can be stopped at any moment, and goes on.
 *
 * @param soFar is kept up to date: what was done before an error
 */
export async function carryOutFinish(
  world: FinishWorld,
  options: FinishOptions,
  soFar: SoFar,
): Promise<FinishResult> {
  const { looking, deployment, io } = world;
  const ledger = new FinishLedger();
  const { files } = looking;
  await requireOwnCreation(world);
  const journal = await openJournal(files.finished, {
    owner: ownerOf(looking),
    read: readFinishEntry,
    replay: (entry) => ledger.add(entry),
    io,
  });
  const links = options.links === undefined ? undefined : openLinksFile(options.links, io);
  const okta = createPacedOkta(looking.client, { share: looking.share, stop: io.signal, clock: io.clock });
  const hands: Hands = { okta, journal, ledger, links, clock: io.clock };
  try {
    // what a person must decide about first shows now, and not after hours of mails
    await lookForHook(looking.client, deployment, io.signal);
    let before = await lookAround(looking, ledger, io);
    if (ledger.open.size > 0) {
      for (const begun of [...ledger.open.values()]) await settle(begun, hands);
      before = await lookAround(looking, ledger, io);
    }
    const chosen = choose(before, options);
    await carryOutAll(chosen, hands, { options, io, soFar });
    const situation = chosen.length > 0 ? await lookAround(looking, ledger, io) : before;
    const hook = await lookForHook(looking.client, deployment, io.signal);
    const end = await endHook({ world, options, ledger, hook, situation }, journal.append);
    const { appeared, removed } = end;
    const { table } = looking;
    const { hashes, situation: last } = await endHashes(end.situation, { hands, table, io });
    const facts = { world, options, ledger, hook: end.hook, situation: last };
    const { outcomes } = soFar;
    return resultOf(facts, { chosen, outcomes, appeared, removed, ...(hashes && { hashes }) });
  } finally {
    await links?.close();
    await journal.close();
  }
}

/** Another org's journal of creation ends the run before that of the end is begun. */
async function requireOwnCreation({ looking, io }: FinishWorld): Promise<void> {
  await readCreated(looking.files.created, io, ownerOf(looking));
}

function choose({ stragglers }: Situation, options: FinishOptions): readonly Decision[] {
  const { policy, limit } = options;
  return stragglers
    .filter((straggler) => isMeant(straggler, options))
    .map((straggler) => decide(straggler, policy))
    .filter(({ action }) => action !== 'nothing')
    .slice(0, limit);
}

/** One after the other: mails are what limits it, and a crash is in the middle of one person at most. */
async function carryOutAll(
  chosen: readonly Decision[],
  hands: Hands,
  { options, io, soFar }: { readonly options: FinishOptions; readonly io: Io; readonly soFar: SoFar },
): Promise<void> {
  const mails = mailLimitOf(options, hands, io);
  const progress = startProgress(io, 'finishing', chosen.length);
  const { outcomes } = soFar;
  soFar.chosen = chosen.length;
  try {
    for (const decision of chosen) {
      if (decision.action === 'nothing') continue;
      const { straggler, action, by } = decision;
      const { id, login, status, planned } = straggler;
      if (by === 'mail') await mails.take(io.signal);
      io.signal.throwIfAborted();
      outcomes[await carryOut({ id, login, status, row: planned?.row }, { action, by }, hands)] += 1;
      progress.advance();
    }
  } finally {
    progress.end();
  }
}

function mailLimitOf({ mailsPerHour }: FinishOptions, { ledger, clock }: Hands, io: Io): MailLimit {
  return createMailLimit({
    perHour: mailsPerHour,
    sentAt: ledger.mailedAt,
    clock,
    waiting: (milliseconds) => {
      const until = new Date(clock.now() + milliseconds).toISOString().slice(11, 16);
      io.stderr.write(
        `${mailsPerHour} mails went out within an hour: waiting until ${until} UTC (Ctrl-C stops, the same command goes on)\n`,
      );
    },
  });
}
