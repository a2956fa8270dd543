/** Lines and columns count from 1; columns are UTF-16 units, as editors count them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is wrong, without the place. */
export interface Fault {
  /** Stable, for programs: `unknown_key`, `unknown_variable`, `wrong_type` … */
  readonly code: string;
  readonly message: string;
  readonly expected?: string;
  /** What was probably meant. */
  readonly suggestion?: string;
  /** A warning does not keep the file from being used; `error` if absent. */
  readonly severity?: 'error' | 'warning';
}

/** A fault of a rules file and where it is. */
export interface Problem extends Fault, Position {
  /** As the caller named the file. */
  readonly file: string;
  /** Name of the rule, if it is inside one that has a name. */
  readonly rule?: string;
}

/** A rules file that cannot be used. The message has one line a problem, warnings included. */
export class RulesInvalid extends Error {
  override readonly name = 'RulesInvalid';
  readonly code = 'rules_invalid';
  /** In the order of the file; at least one is an error. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}

/** `rules/import.yaml:12:9 rule "unique-login": unknown key "whne"; did you mean "when"?` */
export function formatProblem(problem: Problem): string {
  const { file, line, column, rule, severity, message, expected, suggestion } = problem;
  const place = `${file}:${line}:${column}${severity === 'warning' ? ' warning' : ''}`;
  const parts = [
    message,
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(suggestion === undefined ? [] : [`did you mean ${quote(suggestion)}?`]),
  ];
  return printable(`${place}${rule === undefined ? '' : ` rule ${quote(rule)}`}: ${parts.join('; ')}`);
}

/** A piece of the file inside a message: in quotes, shortened. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}

/** Control characters of the file must not reach a terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}
