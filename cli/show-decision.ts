import type { ImportCommand } from '../lambda/contract/commands.ts';
import type { ImportDecision } from '../lambda/imports/decision.ts';
import type { DecisionTrace } from '../lambda/imports/trace.ts';
import type { Io } from './command.ts';
import { formatTable, oneLine, painter } from './output.ts';

/** A decision for people: what Okta is told, which rules fired and why, which logins were looked at. */
export function describeDecision({ answer, trace }: ImportDecision, io: Io): string {
  const paint = painter(io);
  return [
    paint('bold', 'Answer'),
    ...answerLines(answer).map((line) => `  ${line}`),
    '',
    paint('bold', 'Rules'),
    formatTable(io, ['rule', 'outcome', 'why', 'reads'], ruleRows(trace, io)),
    ...loginSection(trace, io),
    ...factLines(trace),
  ].join('\n');
}

function answerLines(answer: ImportDecision['answer']): string[] {
  if ('error' in answer) return [`an error, which Okta logs: ${oneLine(answer.error.errorSummary)}`];
  return answer.commands?.flatMap(commandLines) ?? ['nothing to change: Okta goes on as it would have'];
}

function commandLines(command: ImportCommand): string[] {
  switch (command.type) {
    case 'com.okta.user.profile.update':
      return changeLines('Okta profile', command.value);
    case 'com.okta.appUser.profile.update':
      return changeLines('app profile', command.value);
    case 'com.okta.action.update':
      return [`action: ${command.value.result}`];
    case 'com.okta.user.update':
      return [`link to the Okta user ${command.value.id}`];
  }
}

function changeLines(profile: string, value: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(value).map(([name, text]) => `${profile}: ${name} = ${JSON.stringify(text)}`);
}

function ruleRows({ rules }: DecisionTrace, io: Io): string[][] {
  const colors = {
    fired: 'green',
    error: 'red',
    'not applicable': 'yellow',
    'did not fire': 'grey',
  } as const;
  return rules.map(({ rule, outcome, notes, reads }) => [
    rule,
    painter(io)(colors[outcome], outcome),
    notes.join('\n'),
    reads.join('\n'),
  ]);
}

function loginSection({ skipped, tried }: DecisionTrace, io: Io): string[] {
  const passedOver = skipped.map(({ label, outcome, missing }) => [
    label,
    '',
    missing === undefined ? outcome : `${outcome}: no ${missing}`,
  ]);
  const looked = tried.map(({ label, login, outcome }) => [label, login, outcome]);
  // "candidate 2" before "candidate 10": the order of the rules file
  const rows = [...passedOver, ...looked].sort(([a = ''], [b = '']) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  if (rows.length === 0) return [];
  return [painter(io)('bold', 'Logins'), formatTable(io, ['candidate', 'login', 'outcome'], rows)];
}

function factLines({ directory, ledger, notes }: DecisionTrace): string[] {
  const facts = [`directory: ${directory}`, `ledger: ${ledger}`];
  return [facts.join(', '), ...notes.map((note) => `note: ${oneLine(note)}`)];
}
