import { OktaAnswerInvalid, OktaError, OktaUnreachable } from '../../../lambda/platform/okta/errors.ts';
import type { Clock } from '../../command.ts';
import { wordsOf } from '../../okta-words.ts';
import type { Journal } from '../journal.ts';
import type { OktaPerson } from '../okta-people.ts';
import type { PacedOkta } from '../paced-okta.ts';
import type { Action, Begun, FinishEntry, FinishLedger } from './finished.ts';
import type { LinksFile } from './links-file.ts';
import { personNow } from './person-now.ts';

/** What it takes to do something about people. */
export interface Hands {
  readonly okta: PacedOkta;
  readonly journal: Pick<Journal<FinishEntry>, 'append'>;
  readonly ledger: FinishLedger;
  readonly links: LinksFile | undefined;
  readonly clock: Clock;
}

/** Somebody about whom something is done: the row is absent for people whom the plan does not know. */
export interface Subject {
  readonly id: string;
  readonly login: string;
  readonly row: number | undefined;
  /** Okta's own word, when it was decided what to do. */
  readonly status: string;
}

/** `unsure`: nobody knows whether Okta was asked; the next run looks. `unneeded`: the person came, or was suspended, in the meantime. */
export type Outcome = 'done' | 'refused' | 'unsure' | 'unneeded';

const USER = '/api/v1/users';

/** The statuses in which an action is still the right one; a reset is one for everybody else who reads IMPORT. */
const FITS: Readonly<Record<Exclude<Action, 'reset'>, string>> = {
  invite: 'STAGED',
  reinvite: 'PROVISIONED',
  resend: 'RECOVERY',
  deactivate: 'SUSPENDED',
};

/**
 * Does one thing about one person, who is looked at once more before: under a limit of mails hours have passed, and
 * whoever has signed in since keeps their password. That it begins is on the disk before Okta is asked, so that a crash
 * at any moment leads to one mail and not to two.
 *
 * @throws OktaError for what concerns everybody: its credentials; it is then as if not begun
 */
export async function carryOut(
  subject: Subject,
  { action, by }: Pick<Begun, 'action' | 'by'>,
  hands: Hands,
): Promise<Outcome> {
  const now = await personNow(subject.id, hands.okta);
  if (!now || !stillFits(action, subject, now)) return 'unneeded';
  const begun: Begun = { step: 'begun', id: subject.id, at: hands.clock.now(), action, by };
  try {
    await ask({ ...subject, status: now.status }, { action, by, begin: () => record(begun, hands) }, hands);
  } catch (error) {
    if (!hands.ledger.open.has(subject.id)) throw error;
    if (isAmbiguous(error))
      return (await looksDone(begun, hands)) ? end('done', subject.id, hands) : 'unsure';
    if (!(error instanceof OktaError)) throw error;
    if (concernsAll(error)) {
      await end('undone', subject.id, hands);
      throw error;
    }
    await record({ step: 'failed', id: subject.id, at: hands.clock.now(), error: wordsOf(error) }, hands);
    return 'refused';
  }
  return end('done', subject.id, hands);
}

/** Ends what an earlier run has begun: as done where Okta shows it, and else as if it had never begun. */
export async function settle(begun: Begun, hands: Hands): Promise<void> {
  await end((await looksDone(begun, hands)) ? 'done' : 'undone', begun.id, hands);
}

type Now = Pick<OktaPerson, 'status' | 'provider'>;

function stillFits(action: Action, decided: Pick<Subject, 'status'>, { status, provider }: Now): boolean {
  if (action !== 'reset') return status === FITS[action];
  // whoever was suspended since stays so
  if (status === 'SUSPENDED' && decided.status !== 'SUSPENDED') return false;
  return provider === 'IMPORT' && status !== 'RECOVERY' && status !== 'DEPROVISIONED';
}

interface Task extends Pick<Begun, 'action' | 'by'> {
  /** Runs when the first request goes out. */
  readonly begin: () => Promise<void>;
}

/** The status says what has to be asked, not the plan: it may have changed since, also by ourselves. */
async function ask(
  { id, login, status, row }: Subject,
  { action, by, begin }: Task,
  hands: Hands,
): Promise<void> {
  if (action === 'deactivate') {
    await post(id, 'deactivate', hands, begin);
    return;
  }
  // Okta resets nobody who is suspended
  const isSuspended = status === 'SUSPENDED';
  if (isSuspended) await post(id, 'unsuspend', hands, begin);
  const verb = `${verbFor(status)}?sendEmail=${by === 'mail'}`;
  const { body } = await post(id, verb, hands, isSuspended ? undefined : begin).catch(async (error) => {
    // whoever is refused a link stays suspended
    if (isSuspended && !isAmbiguous(error)) await post(id, 'suspend', hands);
    throw error;
  });
  if (by !== 'link') return;
  const { resetPasswordUrl, activationUrl } = Object(body) as Readonly<Record<string, unknown>>;
  const link = resetPasswordUrl ?? activationUrl;
  if (typeof link !== 'string') throw new OktaAnswerInvalid('no link');
  await hands.links?.write({ id, row, login, link, at: hands.clock.now() });
}

function verbFor(status: string): string {
  if (status === 'STAGED') return 'activate';
  return status === 'PROVISIONED' ? 'reactivate' : 'reset_password';
}

function post(id: string, verb: string, { okta }: Hands, before?: () => Promise<void>) {
  const path = `${USER}/${encodeURIComponent(id)}/lifecycle/${verb}`;
  return okta.ask(`${USER}/{id}/lifecycle/${verb.replace(/\?.*/, '')}`, { method: 'POST', path, before });
}

/**
 * Whether Okta shows that it was asked. A mail that was sent once more leaves no trace, so it counts as sent: it is
 * sent again when it stays unanswered. A link that nobody has is made again.
 */
async function looksDone({ id, action, by }: Begun, { okta }: Hands): Promise<boolean> {
  if (by === 'link') return false;
  if (action === 'resend' || action === 'reinvite') return true;
  const found = await personNow(id, okta);
  if (!found) return false;
  if (action === 'deactivate') return found.status === 'DEPROVISIONED';
  if (action === 'invite') return found.status !== 'STAGED';
  return found.status === 'RECOVERY' || found.provider !== 'IMPORT';
}

const isAmbiguous = (error: unknown): boolean =>
  error instanceof OktaUnreachable ||
  error instanceof OktaAnswerInvalid ||
  (error instanceof OktaError && error.status >= 500);

/** Invalid token, no session, no permission: nothing was done, and nothing else would be. */
const concernsAll = ({ status, errorCode }: OktaError): boolean =>
  status === 401 || errorCode === 'E0000006' || errorCode === 'E0000005';

async function end(step: 'done' | 'undone', id: string, hands: Hands): Promise<Outcome> {
  await record({ step, id, at: hands.clock.now() }, hands);
  return step === 'done' ? 'done' : 'unsure';
}

async function record(entry: FinishEntry, { journal, ledger }: Hands): Promise<void> {
  await journal.append(entry);
  ledger.add(entry);
}
