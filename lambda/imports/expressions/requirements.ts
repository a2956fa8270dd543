import type { ASTNode } from '@marcbachmann/cel-js';

/** A key of a variable without which an expression cannot come to a value: `user.login`. */
export interface Requirement {
  readonly variable: string;
  readonly key: string;
}

/** The macros of CEL with a variable of their own. */
export const MACROS: ReadonlySet<string> = new Set(['map', 'filter', 'exists', 'exists_one', 'all', 'bind']);

/**
 * The attributes an expression reads on every path. When one is missing the expression does not apply, and
 * looking first is a hundred times faster than letting the library throw and draw an error.
 */
export function requirementsOf(node: ASTNode): readonly Requirement[] {
  switch (node.op) {
    case 'id':
    case 'value':
    case '&&':
    case '||':
      return [];
    case '?:':
      return requirementsOf(node.args[0]);
    case '.':
      return selectOf(node.args[0], node.args[1]);
    case '!_':
    case '-_':
      return requirementsOf(node.args);
    case 'call':
      return node.args[0] === 'has' ? [] : node.args[1].flatMap(requirementsOf);
    case 'rcall': {
      const [name, receiver, args] = node.args;
      return [receiver, ...(MACROS.has(name) ? [] : args)].flatMap(requirementsOf);
    }
    case 'list':
      return node.args.flatMap(requirementsOf);
    case 'map':
      return node.args.flatMap(([key, value]) => [key, value].flatMap(requirementsOf));
    case '.?':
    case '[?]':
      return [];
    default:
      return node.args.flatMap(requirementsOf);
  }
}

function selectOf(target: ASTNode, key: string): readonly Requirement[] {
  return target.op === 'id' ? [{ variable: target.args, key }] : requirementsOf(target);
}
