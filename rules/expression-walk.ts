import type { ASTNode } from '@marcbachmann/cel-js';
import { childrenOf } from '../lambda/imports/expressions/tree.ts';

/** What an expression does, found in its syntax tree; offsets count in its source. */
export interface Uses {
  /** Variables that no macro declares. */
  readonly variables: readonly Use[];
  /** `user.login`, `appUser["x"]`, `has(job.id)`, `"x" in user`: attributes of a variable. */
  readonly attributes: readonly AttributeUse[];
  /** Called as `name(…)`. */
  readonly functions: readonly Use[];
  /** Called as `value.name(…)`. */
  readonly methods: readonly Use[];
  /** Macros with a variable of their own inside another such macro. */
  readonly nested: readonly Use[];
}

export interface Use {
  readonly name: string;
  readonly offset: number;
}

export interface AttributeUse extends Use {
  /** `*` as name where the attribute is computed, or the variable is used as a whole. */
  readonly variable: string;
}

/** The macros that run an expression for each item of a list. */
export const LIST_MACROS: readonly string[] = ['all', 'exists', 'exists_one', 'filter', 'map'];

/** Lists what an expression uses, in the order of its source. The tree is the parser's, macros unexpanded. */
export function usesOf(ast: ASTNode, source: string): Uses {
  const walk = new Walk(source);
  walk.visit(ast, []);
  return walk;
}

/** `locals` are the variables that the macros around a node declare. */
class Walk implements Uses {
  readonly variables: Use[] = [];
  readonly attributes: AttributeUse[] = [];
  readonly functions: Use[] = [];
  readonly methods: Use[] = [];
  readonly nested: Use[] = [];
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  visit(node: ASTNode, locals: readonly string[]): void {
    const attribute = attributeOf(node, locals);
    if (attribute) {
      this.#useVariable(attribute.variable, node.start, attribute);
    } else if (node.op === 'id') {
      const { args: variable, start: offset } = node;
      if (!locals.includes(variable)) this.#useVariable(variable, offset, { variable, name: '*', offset });
    } else if (node.op === 'rcall') {
      this.#visitMethod(node.args, locals);
    } else {
      if (node.op === 'call') this.functions.push({ name: node.args[0], offset: node.start });
      for (const child of childrenOf(node)) this.visit(child, locals);
    }
  }

  #useVariable(name: string, offset: number, attribute: AttributeUse): void {
    this.variables.push({ name, offset });
    this.attributes.push(attribute);
  }

  #visitMethod([name, receiver, args]: MethodCall['args'], locals: readonly string[]): void {
    this.visit(receiver, locals);
    const call = { name, offset: methodOffset(this.#source, receiver.end, name) };
    this.methods.push(call);
    const [local, ...body] = args;
    if (!LIST_MACROS.includes(name) || local?.op !== 'id') {
      for (const arg of args) this.visit(arg, locals);
      return;
    }
    if (locals.length > 0) this.nested.push(call);
    for (const arg of body) this.visit(arg, [...locals, local.args]);
  }
}

type MethodCall = Extract<ASTNode, { readonly op: 'rcall' }>;

/** The tree keeps the place of the receiver and of the whole call, not of the name between them. */
function methodOffset(source: string, from: number, name: string): number {
  return Math.max(from, source.indexOf(name, from));
}

function attributeOf(node: ASTNode, locals: readonly string[]): AttributeUse | undefined {
  const isVariable = (candidate: ASTNode) => candidate.op === 'id' && !locals.includes(candidate.args);
  if (node.op === '.' || node.op === '[]') {
    const [left, key] = node.args;
    if (left.op !== 'id' || !isVariable(left)) return undefined;
    if (typeof key === 'string') return { variable: left.args, name: key, offset: node.pos };
    return literalKey(left.args, key);
  }
  if (node.op !== 'in') return undefined;
  const [key, map] = node.args;
  return map.op === 'id' && isVariable(map) ? literalKey(map.args, key) : undefined;
}

function literalKey(variable: string, key: ASTNode): AttributeUse | undefined {
  if (key.op !== 'value' || typeof key.args !== 'string') return undefined;
  return { variable, name: key.args, offset: key.start };
}
