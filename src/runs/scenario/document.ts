/**
 * The text of a YAML file as a plain value, with the place of each part of it. YAML 1.2, core schema; what could hurt is
 * refused: keys that reach a prototype, aliases that multiply, several documents, tags. Knows nothing of scenarios.
 *
 * Invariant: the value shares no part with itself (aliases are copied) and none of its objects has a forbidden key.
 */
import {
  type Document,
  LineCounter,
  type Node,
  type YAMLError,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  visit,
} from 'yaml';
import { WRITTEN_BYTES_MAX } from './read-written.js';
import { type Path, type Place, type ScenarioProblem, ScenarioError } from './problem.js';

/** Aliases times what they stand for; a hand-written scenario has a handful. */
const ALIAS_COUNT_MAX = 100;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export const isForbiddenKey = (key: string): boolean => FORBIDDEN_KEYS.has(key);

export interface ScenarioDocument {
  readonly file: string;
  readonly value: unknown;
  /** Whether the text has a value at `path`. */
  has(path: Path): boolean;
  /** Where the value at `path` stands; of its nearest parent when it is not there. */
  placeOf(path: Path): Place;
  /** Where the key of the entry at `path` stands. */
  placeOfKey(path: Path): Place;
  /** Column offset of the first character of a scalar's own text: 1 behind a quote, else 0. */
  quoteWidthAt(path: Path): number;
}

/** What the file is, for messages. */
export interface WrittenAs {
  readonly name: string;
  /** What to do about an empty one. */
  readonly whenEmpty: string;
}

const SCENARIO: WrittenAs = { name: 'scenario', whenEmpty: 'start from "squall scenario new"' };

/** Errors: `ScenarioError` listing everything the YAML parser objects to. */
export function readDocument(
  file: string,
  text: string,
  as: WrittenAs = SCENARIO,
): ScenarioDocument {
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { kind: 'file', file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const fail = (...problems: readonly ScenarioProblem[]): never => {
    throw new ScenarioError(file, problems);
  };
  if (text.length > WRITTEN_BYTES_MAX) {
    const what = `the file has ${text.length} characters; a ${as.name} has at most ${WRITTEN_BYTES_MAX}`;
    fail(whole(file, what));
  }
  const document = parse(text, { file, as, lineCounter: lines });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) fail(...faults.map((fault) => yamlProblem(fault, placeAt(fault.pos[0]))));
  const keys = wrongKeys(document, placeAt);
  if (keys.length > 0) fail(...keys);
  return {
    file,
    value: valueOf(file, document),
    has: (path) => nodeAt(document, path).depth === path.length,
    placeOf: (path) => placeAt(startOf(nodeAt(document, path).node)),
    placeOfKey: (path) => {
      const { key, node } = nodeAt(document, path);
      return placeAt(startOf(key ?? node));
    },
    quoteWidthAt: (path) => {
      const { node } = nodeAt(document, path);
      return isScalar(node) && (node.type ?? '').startsWith('QUOTE_') ? 1 : 0;
    },
  };
}

interface Parsing {
  readonly file: string;
  readonly as: WrittenAs;
  readonly lineCounter: LineCounter;
}

function parse(text: string, { file, as, lineCounter }: Parsing): Document.Parsed {
  let documents;
  try {
    documents = parseAllDocuments(text, {
      lineCounter,
      version: '1.2',
      schema: 'core',
      strict: true,
      // Looked at below: the parser compares every key with every other.
      uniqueKeys: false,
      stringKeys: true,
      prettyErrors: false,
      merge: false,
    });
  } catch (error) {
    // Thousands of brackets in one another exhaust the parser's stack.
    throw new ScenarioError(file, [whole(file, `the YAML cannot be read: ${messageOf(error)}`)]);
  }
  const [first, second] = documents as readonly Document.Parsed[];
  if (first === undefined || (first.contents === null && first.errors.length === 0)) {
    throw new ScenarioError(file, [whole(file, 'the file is empty', as.whenEmpty)]);
  }
  if (second !== undefined) {
    const { line, col } = lineCounter.linePos(second.range[0]);
    throw new ScenarioError(file, [
      {
        place: { kind: 'file', file, line, column: col },
        path: '',
        what: 'a second YAML document begins here',
        why: `a file holds one ${as.name}`,
        fix: `give each ${as.name} a file of its own`,
      },
    ]);
  }
  return first;
}

const whole = (file: string, what: string, fix: string | null = null): ScenarioProblem => ({
  place: { kind: 'file', file, line: 1, column: 1 },
  path: '',
  what,
  why: null,
  fix,
});

const messageOf = (error: unknown): string => {
  if (error instanceof RangeError) return 'it nests too deep';
  return error instanceof Error ? error.message : String(error);
};

const FIXES: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  DUPLICATE_KEY: 'keep one of the two',
  TAB_AS_INDENT: 'indent with spaces: YAML takes no tabs there',
  BAD_INDENT: 'indent it as its neighbors are',
  MISSING_CHAR: 'close the quote or bracket',
  BLOCK_AS_IMPLICIT_KEY: 'put the value on one line, or check the indentation',
};

const yamlProblem = (fault: YAMLError, place: Place): ScenarioProblem => ({
  place,
  path: '',
  what: `not valid YAML: ${firstLineOf(fault.message)}`,
  why: null,
  fix: FIXES[fault.code] ?? null,
});

const firstLineOf = (text: string): string => text.split('\n')[0] ?? text;

function wrongKeys(document: Document.Parsed, placeAt: (offset: number) => Place) {
  const problems: ScenarioProblem[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const problem = wrongKey(name, seen, placeAt(startOf(key)));
        if (problem !== null) problems.push(problem);
        seen.add(name);
      }
    },
  });
  return problems;
}

function wrongKey(name: string, seen: ReadonlySet<string>, place: Place): ScenarioProblem | null {
  if (isForbiddenKey(name)) {
    return {
      place,
      path: '',
      what: `the key "${name}" is not allowed`,
      why: 'it would reach into how the program represents objects',
      fix: 'remove it',
    };
  }
  if (!seen.has(name)) return null;
  const fix = FIXES.DUPLICATE_KEY ?? null;
  return { place, path: '', what: 'not valid YAML: Map keys must be unique', why: null, fix };
}

function valueOf(file: string, document: Document.Parsed): unknown {
  try {
    return copyOf(document.toJS({ maxAliasCount: ALIAS_COUNT_MAX }));
  } catch (error) {
    // Aliases: one without an anchor, one inside what it stands for, or more than any scenario needs.
    throw new ScenarioError(file, [
      whole(file, `the YAML cannot be used: ${messageOf(error)}`, 'write the values out'),
    ]);
  }
}

/** Exhausts the stack on a value that contains itself, which the caller takes for nesting too deep: it is. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)]));
}

interface Located {
  readonly node: unknown;
  /** Of the map entry the node is the value of; null elsewhere. */
  readonly key: unknown;
}

interface Reached extends Located {
  /** How much of the path was there. */
  readonly depth: number;
}

/** The node at `path`, or the deepest one on the way to it. */
function nodeAt(document: Document.Parsed, path: Path): Reached {
  let located: Located = { node: document.contents, key: null };
  for (const [depth, part] of path.entries()) {
    const next = below(resolved(document, located.node), part);
    if (next === null) return { ...located, depth };
    located = next;
  }
  return { ...located, depth: path.length };
}

const resolved = (document: Document.Parsed, node: unknown): unknown =>
  isAlias(node) ? node.resolve(document) : node;

function below(node: unknown, part: string | number): Located | null {
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return item === undefined ? null : { node: item, key: null };
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
  );
  return pair === undefined ? null : { node: pair.value ?? pair.key, key: pair.key };
}

const startOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;
