import type { ASTNode } from '@marcbachmann/cel-js';
import type { ExpressionFault } from './expression.ts';

/**
 * What was typed must not become syntax: every use of `variable` has to stand inside a call of `escaped`. Then nobody
 * can type themselves into another place of a directory, and no author can forget it.
 */
export function escapingFaults(ast: ASTNode, variable: string, escaped: string): ExpressionFault[] {
  const faults: ExpressionFault[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (!isNode(node)) return;
    if (node.op === 'id' && node.args === variable) {
      faults.push({
        offset: node.start,
        code: 'not_escaped',
        message: `"${variable}" outside of ${escaped}(…)`,
        expected: `${escaped}(${variable}), or ${escaped}(…) around the whole value`,
      });
    }
    const isEscaped = node.op === 'call' && node.args[0] === escaped;
    // A test is a yes or a no, which is no text.
    if (!isEscaped) visit(node.op === '?:' ? node.args.slice(1) : node.args);
  };
  visit(ast);
  return faults;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'op' in value;
}
