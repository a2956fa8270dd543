import { note, ok, review, skipped } from '../finding.ts';
import { EVENT } from '../system-log.ts';
import { checkOfLog, hookIds, sinceWords } from './log-check.ts';

const ATTACH =
  'Applications > the application > Provisioning > To Okta > Inline Hooks > User Creation: choose the hook (not for AD or LDAP)';

/** Whether imports that created people asked the import hook, where the deployment has one. */
export const called = checkOfLog('hook called', (log, evidence) => {
  if (!evidence.wanted.some(({ kind }) => kind === 'import')) return [];
  if (evidence.inlineHooks.problem) return [skipped('the inline hooks could not be read')];
  const ids = hookIds(evidence, 'import');
  const count = (...types: string[]) =>
    log.records.filter(({ eventType }) => types.includes(eventType)).length;
  const calls = log.records.filter(
    ({ eventType, targetIds }) => eventType.startsWith('inline_hook.') && targetIds.some((id) => ids.has(id)),
  ).length;
  if (calls > 0) return [ok(`the import hook was called, ${sinceWords(log)}`)];
  const created = count(EVENT.userCreated);
  if (created > 0) {
    return [
      review(
        `imports created ${created} people ${sinceWords(log)}, and the import hook was never called`,
        ATTACH,
      ),
    ];
  }
  const jobs = count(EVENT.importStarted, EVENT.importCompleted);
  return [
    jobs > 0 ? note('import jobs ran, but none created anybody') : note(`no import ran ${sinceWords(log)}`),
  ];
});
