import { LOGIN, pathText } from '../lambda/imports/draft.ts';
import { valueAt } from './compiler.ts';
import { quote } from './problem.ts';
import type { StructureFault } from './structure.ts';
import type { Path } from './yaml-source.ts';

const ACTIONS = ['set', 'login', 'link', 'create', 'fail', 'stop'];
/** Of `rules/compile.ts` too: what `from` and `to` are where the file is silent. */
export const NUMBERS = { from: 2, to: 99_999 };

type RuleCheck = (rule: unknown, path: Path) => readonly StructureFault[];

/** What one rule must hold beyond its structure, in the order of the reference. */
const ruleChecks: readonly RuleCheck[] = [
  doesSomething,
  loginOrLink,
  otherwiseNeedsLogin,
  loginHasCandidates,
  numbersAscend,
  numbersNeedNumbered,
  loginIsWritten,
];

/** What `rules/import.yaml` must hold beyond its structure; takes any YAML value. */
export function importFaults(value: unknown): readonly StructureFault[] {
  const rules = valueAt(value, ['rules']);
  const list: readonly unknown[] = Array.isArray(rules) ? rules : [];
  return [
    ...loginPatternFaults(value),
    ...duplicateNames(list),
    ...list.flatMap((rule, index) => ruleChecks.flatMap((check) => check(rule, ['rules', index]))),
  ];
}

/** The schema lets character classes through; whether their ranges make sense, only `RegExp` knows. */
function loginPatternFaults(value: unknown): readonly StructureFault[] {
  const pattern = valueAt(value, ['loginPattern']);
  if (typeof pattern !== 'string' || !pattern.startsWith('[')) return [];
  try {
    new RegExp(pattern, 'u');
    return [];
  } catch {
    const message = `${quote(pattern)} is no character class`;
    return [{ path: ['loginPattern'], at: 'value', code: 'wrong_value', message, expected: '- as the last' }];
  }
}

function duplicateNames(rules: readonly unknown[]): readonly StructureFault[] {
  const names = rules.map((rule) => valueAt(rule, ['name']));
  return names.flatMap((name, index) =>
    typeof name === 'string' && names.indexOf(name) < index
      ? [fault(['rules', index, 'name'], 'value', 'duplicate_name', `there is another rule ${quote(name)}`)]
      : [],
  );
}

function doesSomething(rule: unknown, path: Path): readonly StructureFault[] {
  if (!isRecord(rule) || ACTIONS.some((action) => has(rule, action))) return [];
  const message = 'the rule does nothing';
  return [{ ...fault(path, 'value', 'no_action', message), expected: `one of ${ACTIONS.join(', ')}` }];
}

function loginOrLink(rule: unknown, path: Path): readonly StructureFault[] {
  if (!has(rule, 'login') || !has(rule, 'link')) return [];
  const message = 'a rule with "login" has no "link": a linked person is never renamed';
  return [fault([...path, 'link'], 'key', 'login_with_link', message)];
}

function otherwiseNeedsLogin(rule: unknown, path: Path): readonly StructureFault[] {
  if (!has(rule, 'otherwise') || has(rule, 'login')) return [];
  return [fault([...path, 'otherwise'], 'key', 'otherwise_without_login', '"otherwise" without "login"')];
}

function loginHasCandidates(rule: unknown, path: Path): readonly StructureFault[] {
  const login = valueAt(rule, ['login']);
  const candidates = valueAt(login, ['candidates']);
  if (!isRecord(login) || has(login, 'numbered') || (Array.isArray(candidates) && candidates.length > 0)) {
    return [];
  }
  const message = 'there is no login to try';
  return [
    { ...fault([...path, 'login'], 'key', 'no_candidates', message), expected: 'candidates or numbered' },
  ];
}

function numbersAscend(rule: unknown, path: Path): readonly StructureFault[] {
  const from = valueAt(rule, ['login', 'from']) ?? NUMBERS.from;
  const to = valueAt(rule, ['login', 'to']) ?? NUMBERS.to;
  if (typeof from !== 'number' || typeof to !== 'number' || from <= to) return [];
  const last = has(valueAt(rule, ['login']), 'to') ? 'to' : 'from';
  return [
    fault([...path, 'login', last], 'value', 'empty_range', `there is no number from ${from} to ${to}`),
  ];
}

function numbersNeedNumbered(rule: unknown, path: Path): readonly StructureFault[] {
  const login = valueAt(rule, ['login']);
  if (!isRecord(login) || has(login, 'numbered')) return [];
  return ['from', 'to']
    .filter((key) => has(login, key))
    .map((key) =>
      fault([...path, 'login', key], 'key', 'number_without_numbered', `"${key}" without "numbered"`),
    );
}

function loginIsWritten(rule: unknown, path: Path): readonly StructureFault[] {
  const write = valueAt(rule, ['login', 'write']);
  if (!Array.isArray(write) || write.length === 0 || write.includes(pathText(LOGIN))) return [];
  const message =
    'the promised login is not written to the Okta profile: only a mapping could bring it there';
  const warning = fault([...path, 'login', 'write'], 'value', 'login_not_written', message);
  return [{ ...warning, severity: 'warning', expected: `${pathText(LOGIN)} among them` }];
}

function fault(path: Path, at: 'key' | 'value', code: string, message: string): StructureFault {
  return { path, at, code, message };
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function has(value: unknown, key: string): boolean {
  return valueAt(value, [key]) !== undefined;
}
