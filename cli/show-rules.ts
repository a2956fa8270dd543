import type {
  AttributePath,
  CompiledLogin,
  CompiledRule,
  CompiledRules,
} from '../lambda/imports/compiled-rules.ts';
import type { Io } from './command.ts';
import { formatTable, painter } from './output.ts';

/** A rules file as a table, one row a rule in their order, under its settings. */
export function describeRules(rules: CompiledRules, io: Io): string {
  const paint = painter(io);
  const { person, loginPattern, whenUnknown, onDeadline } = rules;
  const settings = { person: person.source, loginPattern, whenUnknown, onDeadline };
  const lines = Object.entries(settings).map(([key, value]) => `${paint('bold', key)}: ${value}`);
  const rows = rules.rules.map((rule) => [
    paint('cyan', rule.name),
    rule.when?.source.trim() ?? 'always',
    actionsOf(rule).join('\n'),
  ]);
  const table =
    rows.length === 0
      ? 'there are no rules: every person is imported as Okta sent them\n'
      : formatTable(io, ['rule', 'when', 'then'], rows);
  return `${lines.join('   ')}\n${table}`;
}

/** What a rule does, one line an action. */
function actionsOf({ set, login, otherwise, link, create, fail, stop }: CompiledRule): readonly string[] {
  return [
    ...set.map(({ path, value }) => `${nameOf(path)} = ${value.source.trim()}`),
    ...(login ? loginLines(login) : []),
    ...(otherwise ? [`else fail with ${otherwise.source.trim()}`] : []),
    ...(link ? [`link to ${link.source.trim()}`] : []),
    ...(create ? ['create the person'] : []),
    ...(fail ? [`fail with ${fail.source.trim()}`] : []),
    ...(stop ? ['stop here'] : []),
  ];
}

function loginLines({ candidates, numbered, from, to, write }: CompiledLogin): readonly string[] {
  return [
    `${write.map(nameOf).join(' and ')} = the first free of`,
    ...candidates.map(({ source }) => `- ${source.trim()}`),
    ...(numbered ? [`- ${numbered.source.trim()}, n from ${from} to ${to}`] : []),
  ];
}

function nameOf({ profile, attribute }: AttributePath): string {
  return `${profile}.${attribute}`;
}
