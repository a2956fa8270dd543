import type { ASTNode } from '@marcbachmann/cel-js';

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

interface Scope {
  readonly locals: readonly string[];
}

/** Lists what an expression uses, in the order of its source. The tree is the parser's, macros unexpanded. */
export function usesOf(ast: ASTNode, input: string): Uses {
  const uses = {
    variables: [] as Use[],
    attributes: [] as AttributeUse[],
    functions: [] as Use[],
    methods: [] as Use[],
    nested: [] as Use[],
  };

  const visit = (node: ASTNode, scope: Scope): void => {
    const attribute = attributeOf(node, scope);
    if (attribute) {
      uses.variables.push({ name: attribute.variable, offset: node.start });
      uses.attributes.push(attribute);
      return;
    }
    switch (node.op) {
      case 'id':
        if (scope.locals.includes(node.args)) return;
        uses.variables.push({ name: node.args, offset: node.start });
        uses.attributes.push({ variable: node.args, name: '*', offset: node.start });
        return;
      case 'call':
        uses.functions.push({ name: node.args[0], offset: node.start });
        break;
      case 'rcall':
        visitMethod(node, scope);
        return;
    }
    for (const child of childrenOf(node)) visit(child, scope);
  };

  const visitMethod = (node: ASTNode & { readonly op: 'rcall' }, scope: Scope): void => {
    const [name, receiver, args] = node.args;
    visit(receiver, scope);
    const call = { name, offset: methodOffset(input, receiver.end, name) };
    uses.methods.push(call);
    const [local] = args;
    if (!LIST_MACROS.includes(name) || local?.op !== 'id') {
      for (const arg of args) visit(arg, scope);
      return;
    }
    if (scope.locals.length > 0) uses.nested.push(call);
    for (const arg of args.slice(1)) visit(arg, { locals: [...scope.locals, local.args] });
  };

  visit(ast, { locals: [] });
  return uses;
}

/** The tree keeps the place of the receiver and of the whole call, not of the name between them. */
function methodOffset(input: string, from: number, name: string): number {
  return Math.max(from, input.indexOf(name, from));
}

function attributeOf(node: ASTNode, { locals }: Scope): AttributeUse | undefined {
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

function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}
