import { type ASTNode, EvaluationError } from '@marcbachmann/cel-js';
import { ruleFault } from './functions/faults.ts';
import { TOO_LARGE } from './profile.ts';
import { MACROS } from './requirements.ts';
import { childrenOf, countNodes } from './tree.ts';

/** What one evaluation may go through: characters, items of lists, steps of macros. */
const MOST = 1_000_000;

const REPEATING = new Set([...MACROS, 'split', 'join']);
const OPERATORS = new Set(['+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', 'in']);

/**
 * Puts a meter into the tree of a checked expression that could make much of little: what an operation has to go
 * through is counted before it is done, and beyond a million the evaluation ends with the fault `too_large`.
 * Returns what sets the meter back, to be called before each evaluation; undefined where none is needed.
 */
export function meter(ast: ASTNode): (() => void) | undefined {
  if (!canGrow(ast)) return undefined;
  let left = MOST;
  meterEach(ast, (size, fault) => {
    left -= size;
    if (left < 0) throw fault();
  });
  return () => {
    left = MOST;
  };
}

/** Elsewhere an expression comes to no more than its values added up, each as often as it is written down. */
function canGrow(node: ASTNode, callers: readonly string[] = []): boolean {
  const isCall = node.op === 'call' || node.op === 'rcall';
  if (isCall && (REPEATING.has(node.args[0]) || callers.includes(node.args[0]))) return true;
  const within = isCall ? [...callers, node.args[0]] : callers;
  return childrenOf(node).some((child) => canGrow(child, within));
}

type Operands = readonly unknown[];
type Spend = (size: number, fault: () => Error) => void;

/** What the type checker leaves in a node, which the library's types do not tell. */
interface Checked {
  readonly meta: { readonly alternate?: Checked; readonly macro?: unknown };
  /** Carries the operation out. Its operands come first, those of a call as one list. */
  handle: (...operands: Operands) => unknown;
}

function meterEach(node: ASTNode, spend: Spend): void {
  for (const child of childrenOf(node)) meterEach(child, spend);
  const sizeOf = sizing(node);
  const { meta } = node as unknown as Checked;
  if (!sizeOf || meta.macro) return;
  const checked = meta.alternate ?? (node as unknown as Checked);
  const { handle } = checked;
  if (typeof handle !== 'function') throw ruleFault('internal');
  // Made once: `exists` and `||` pass over faults, and may meet this one for every item of a list.
  let fault: Error | undefined;
  const tooLarge = () => {
    fault ??= new EvaluationError({ code: TOO_LARGE, message: TOO_LARGE, node });
    return fault;
  };
  checked.handle = (...operands) => {
    spend(sizeOf(operands), tooLarge);
    return handle(...operands);
  };
}

/** How to tell what an operation has to go through; undefined for those that go through nothing. */
function sizing(node: ASTNode): ((operands: Operands) => number) | undefined {
  if (OPERATORS.has(node.op)) return ([left, right]) => size(left) + size(right);
  if (node.op === 'call') return ([values]) => sum(values);
  if (node.op !== 'rcall') return undefined;
  const [name, , args] = node.args;
  if (name === 'join') return ([values]) => sizeOfJoined(values);
  if (!MACROS.has(name)) return ([values]) => sum(values);
  const steps = args.reduce((count, arg) => count + countNodes(arg), 0);
  return ([list]) => size(list) * steps;
}

function size(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return value instanceof Map ? value.size : 0;
}

function sum(values: unknown): number {
  return Array.isArray(values) ? values.reduce<number>((total, value) => total + size(value), 0) : 0;
}

function sizeOfJoined(values: unknown): number {
  const [list, separator]: Operands = Array.isArray(values) ? values : [];
  return sum(list) + size(list) * (1 + size(separator));
}
