import { type Document, isAlias, isMap, isNode, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { Fault, Position } from './problem.ts';
import { scalarOffset } from './scalar-offset.ts';

/** Keys and list indices from the root of the document. */
export type Path = readonly PropertyKey[];

/** A fault with its place. */
export interface PlacedFault extends Fault, Position {}

/** One YAML document: its value and the places of its parts. */
export interface YamlSource {
  readonly value: unknown;
  /** Where the value at a path begins; of a missing one, where the nearest thing around it does. */
  positionOf(path: Path): Position;
  /** Where the key at the end of a path begins. */
  positionOfKey(path: Path): Position;
  /** Where the character `offset` of the text at a path is written, whatever its quoting. */
  positionIn(path: Path, offset: number): Position;
}

const LONGEST_FILE = 256 * 1024;
/** A file that is no YAML at all has one in every line. */
const MOST_SYNTAX_FAULTS = 10;
const START: Position = { line: 1, column: 1 };

/**
 * Reads one plain YAML 1.2 document: no anchors, aliases, tags, directives or further documents, no key twice.
 * Never throws: with any fault there is no source.
 */
export function readYaml(text: string): { source?: YamlSource; faults: readonly PlacedFault[] } {
  if (text.length > LONGEST_FILE) {
    const message = `the file has ${text.length} characters`;
    return { faults: [{ ...START, code: 'too_large', message, expected: `at most ${LONGEST_FILE}` }] };
  }
  try {
    return readDocument(text);
  } catch {
    // the parser recurses: thousands of open brackets exhaust the stack
    return {
      faults: [{ ...START, code: 'yaml_syntax', message: 'the file is nested too deeply to be read' }],
    };
  }
}

function readDocument(text: string): { source?: YamlSource; faults: readonly PlacedFault[] } {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    keepSourceTokens: true,
    prettyErrors: false,
    stringKeys: true,
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [document, second] = documents;
  if (!document || isEmpty(document)) {
    return { faults: [{ ...START, code: 'empty', message: 'the file is empty', expected: 'version: 1' }] };
  }
  const faults = [...syntaxFaults(document, at), ...featureFaults(document, at)];
  if (second) {
    const message = 'a second document begins here';
    faults.push({ ...at(second.range[0]), code: 'several_documents', message, expected: 'one document' });
  }
  return faults.length > 0 ? { faults } : { source: createSource(document, at), faults };
}

type Locate = (offset: number) => Position;

function isEmpty({ contents, errors }: Document.Parsed): boolean {
  return errors.length === 0 && (contents === null || (isScalar(contents) && contents.value === null));
}

const ADVICE: Readonly<Record<string, string>> = {
  UNEXPECTED_TOKEN: 'an expression that begins with a quote or has ": " in it to be in single quotes',
  BAD_SCALAR_START: 'the whole expression in single quotes',
  BLOCK_AS_IMPLICIT_KEY: 'an expression with ": " in it to be in single quotes',
  BAD_DQ_ESCAPE: 'single quotes around the expression, where \\ needs no doubling',
};

function syntaxFaults({ errors, warnings }: Document.Parsed, at: Locate): PlacedFault[] {
  const faults = [...errors, ...warnings].map(({ code, message, pos }) => ({
    ...at(pos[0]),
    code: code === 'DUPLICATE_KEY' ? 'duplicate_key' : 'yaml_syntax',
    // the parser quotes what it stumbles over, which may be a page of a file that is no rules file
    message: code === 'DUPLICATE_KEY' ? 'this key is there twice' : message.replace(/: ".*$/s, ''),
    ...(ADVICE[code] !== undefined && { expected: ADVICE[code] }),
  }));
  // the first of a line explains the others
  const firstOfLine = new Map(faults.toReversed().map((fault) => [fault.line, fault]));
  return [...firstOfLine.values()].sort((a, b) => a.line - b.line).slice(0, MOST_SYNTAX_FAULTS);
}

/** What YAML offers and a rules file does not need: aliases can make a small file huge. */
function featureFaults(document: Document.Parsed, at: Locate): PlacedFault[] {
  const faults: PlacedFault[] = [];
  const refuse = (offset: number, what: string) =>
    faults.push({ ...at(offset), code: 'yaml_feature', message: `${what} are not allowed in a rules file` });
  if (document.directives.yaml.explicit) refuse(0, 'directives');
  visit(document, {
    Node(_, node) {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node)) refuse(offset, 'aliases');
      else if (node.anchor !== undefined) refuse(offset, 'anchors');
    },
    Pair(_, { key }) {
      if (isScalar(key) && key.value === '__proto__') refuse(key.range?.[0] ?? 0, 'keys named __proto__');
    },
  });
  return faults;
}

function createSource(document: Document.Parsed, at: Locate): YamlSource {
  const nodeAt = (path: Path) => document.getIn(path, true);
  const offsetOf = (path: Path): number => {
    const node = nodeAt(path);
    if (isNode(node) && node.range) return node.range[0];
    return path.length === 0 ? 0 : offsetOf(path.slice(0, -1));
  };
  const keyOffset = (path: Path): number => {
    const parent = nodeAt(path.slice(0, -1));
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
      : undefined;
    return isNode(pair?.key) && pair.key.range ? pair.key.range[0] : offsetOf(path);
  };
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    positionOf: (path) => at(offsetOf(path)),
    positionOfKey: (path) => at(keyOffset(path)),
    positionIn: (path, offset) => {
      const node = nodeAt(path);
      return at(isScalar(node) ? scalarOffset(node, offset) : offsetOf(path));
    },
  };
}
