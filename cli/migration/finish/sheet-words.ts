import { type Ending, type FinalSheet, OUTCOMES } from './sheet.ts';
import { KINDS, type Kind } from './stragglers.ts';

const number = (count: number) => count.toLocaleString('en');
const minute = (time: string) => `${time.slice(0, 16).replace('T', ' ')} UTC`;

/** How it ended, for an ending that anybody had. */
export interface EndingRow {
  readonly name: Ending;
  readonly means: string;
  /** People by way, and together. */
  readonly counts: readonly string[];
}

/** Every ending that anybody had. */
export function endingRows({ endings }: FinalSheet): readonly EndingRow[] {
  const names = Object.keys(OUTCOMES) as Ending[];
  return names.flatMap((name) => {
    const { hash, hook, reset } = endings[name];
    const all = hash + hook + reset;
    return all === 0 ? [] : [{ name, means: OUTCOMES[name], counts: [hash, hook, reset, all].map(number) }];
  });
}

export const ENDING_HEAD = ['ending', 'way hash', 'way hook', 'way reset', 'people'];

/** What the sheet is about: pairs of label and value. */
export function sheetFacts(sheet: FinalSheet): readonly (readonly [string, string])[] {
  const { org, plan, askedAt } = sheet;
  return [
    ['Org', org],
    ['Plan of', `${plan.source}: ${number(plan.people)} people, ${number(plan.refused)} rows refused`],
    ['SHA-256 of the plan', plan.digest],
    ['Okta was asked', minute(askedAt)],
    ['Password hook', hookWords(sheet)],
  ];
}

function hookWords({ hook }: FinalSheet): string {
  switch (hook.state) {
    case 'deleted':
      return `${hook.id}, deleted ${minute(hook.at)}`;
    case 'kept':
      return `${hook.id}, kept as --keep-hook says`;
    case 'foreign':
      return `${hook.id}, not of this deployment, left alone`;
    case 'none':
      return 'none of this deployment in Okta';
    default:
      return `${hook.id}, ${hook.state.toUpperCase()}`;
  }
}

/** The sentence that the sheet is made for. */
export function headline({ onImport, ended }: FinalSheet): string {
  const left = `${number(onImport.left)} left on IMPORT for the password hook`;
  return ended ? `${left}. The programme has ended.` : `${left}. The programme has not ended.`;
}

/** Who is left, a line a kind. */
export const leftWords = ({ left }: FinalSheet): readonly string[] =>
  Object.entries(left).map(([kind, count]) => `${number(count)} left: ${kind}: ${KINDS[kind as Kind]}.`);

/** Who still reads IMPORT without needing the hook, and why. */
export function remarks({ onImport }: FinalSheet): readonly string[] {
  const { hashImported, ignored } = onImport;
  return [
    ...(hashImported > 0
      ? [
          `${number(hashImported)} read IMPORT because Okta has their old hash itself: they sign in without the hook, and read OKTA afterwards.`,
        ]
      : []),
    ...(ignored > 0
      ? [`${number(ignored)} read IMPORT, are not in the plan, and were said not to need the hook.`]
      : []),
  ];
}

/** What is left to do by hand, once the programme has ended. */
export function stepsAfter({ ended, hashes, endings, hook }: FinalSheet): readonly string[] {
  if (!ended) return [];
  const linked = endings['has a link'];
  const waiting = linked.hash + linked.hook + linked.reset;
  return [
    ...(waiting > 0
      ? [
          `${number(waiting)} have not followed their link: migrate finish --yes sends it again when it is old enough.`,
        ]
      : []),
    ...hookSteps(hook),
    ...hashSteps(hashes),
    'The event hook stays in Okta for now: events of the last sign-ins may be on their way. When the holding time is over: Admin Console > Workflow > Event Hooks > Deactivate, Delete.',
    ...takeOutSteps(hook),
    'If this deployment answers no imports either, take it down: docs/deploying.md, "Take down".',
  ];
}

function hookSteps(hook: FinalSheet['hook']): readonly string[] {
  if (!isGone(hook)) return [];
  return [
    'Keep the file of this sheet (.final.json): from it doctor --finished <file> knows that the password hook is gone on purpose.',
    'As long as the deployment has the password hook, name another one, as in register --type import and rotate --type import: without --type, register puts the password hook back, and rotate stops at it.',
  ];
}

/** The clean-up of the hashes goes with the hook, and so it waits for them. */
function takeOutSteps(hook: FinalSheet['hook']): readonly string[] {
  if (!isGone(hook)) return [];
  return [
    'After that, and before the table is deleted, set "hooks": ["import"] for this stage in cdk.json and deploy: function, route and clean-up go, table and secrets stay until you delete them (docs/deploying.md, "Take a hook out").',
  ];
}

const isGone = ({ state }: FinalSheet['hook']): boolean => state === 'deleted' || state === 'none';

function hashSteps(hashes: FinalSheet['hashes']): readonly string[] {
  if (!hashes) return [];
  const { table, held, due, lastDue, linked } = hashes;
  if (held === 0) return [`No legacy hash is left in the table ${table}: it can be deleted.`];
  const byItself = lastDue === undefined ? '' : `; ${number(due)} go by themselves until ${minute(lastDue)}`;
  const byLink =
    linked === 0
      ? ''
      : `; ${number(linked)} go by themselves when the holding time since their link is over (setting holdingDays)`;
  const kept = held - due - linked;
  const rest =
    kept === 0
      ? ''
      : `; ${number(kept)} have no date: no sign-in through the hook and no link of migrate finish has taken their place, or one has failed since`;
  return [
    `${number(held)} legacy hashes are in the table ${table}${byItself}${byLink}${rest}. Nobody needs them any more: delete the table when the holding time is over (aws dynamodb delete-table --table-name ${table}, after --no-deletion-protection-enabled).`,
  ];
}
