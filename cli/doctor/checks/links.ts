import { note, ok, review } from '../finding.ts';
import { EVENT } from '../system-log.ts';
import { checkOfLog, hookIds, sinceWords } from './log-check.ts';

/** Events of one import arrive in any order, and minutes late. */
const SETTLED_MS = 15 * 60_000;
const ORDER_MS = 60_000;

/** Whether Okta linked the people that our answers told it to link. */
export const links = checkOfLog('links applied', (log, evidence) => {
  const ids = hookIds(evidence, 'import');
  const answers = log.records.flatMap(({ at, linkedTo, targetIds }) =>
    linkedTo !== undefined && targetIds.some((id) => ids.has(id)) ? [{ at, linkedTo }] : [],
  );
  if (answers.length === 0) return [ok(`no answer linked anybody ${sinceWords(log)}`)];
  const matches = log.records.filter(({ eventType }) => eventType === EVENT.userMatched);
  const open = answers.filter(
    ({ at, linkedTo }) =>
      !matches.some((match) => match.at >= at - ORDER_MS && match.targetIds.includes(linkedTo)),
  );
  const missing = [
    ...new Set(open.filter(({ at }) => evidence.now - at >= SETTLED_MS).map(({ linkedTo }) => linkedTo)),
  ];
  if (missing.length > 0) {
    const next =
      "Directory > People: look whether they are linked, and link them in the application's Import tab (docs/unknowns.md, 8)";
    return [
      review(
        `Okta did not apply ${missing.length} of ${answers.length} links: ${some(missing)}`,
        next,
        missing,
      ),
    ];
  }
  if (open.length > 0)
    return [note(`${open.length} links are too young to judge`, 'ask again in a quarter of an hour')];
  return [ok(`${answers.length} applied ${sinceWords(log)}`)];
});

const SHOWN = 5;
const some = (ids: readonly string[]) =>
  ids.length > SHOWN ? `${ids.slice(0, SHOWN).join(', ')}, …` : ids.join(', ');
