/**
 * One text for one value: the JSON that the journal stores and hashes. Encodes only; reading back
 * is `JSON.parse` plus the schema of the reader. Meant for records of a fixed set of shapes, as
 * entries and inputs are: tables belong in a Map.
 *
 * Invariants: 1. Equal values give equal text whatever the order their keys or Map entries were put
 * in: keys stand in order of UTF-16 code units, Map keys so too, or by value when they are numbers.
 * 2. Different values of one type give different text. Across types some meet on purpose, and the
 * reader's schema tells them apart: 1n is "1", a Map is its array of pairs, an undefined property
 * is no property, -0 is 0. 3. What has no such text is an `InvariantError`: NaN, Infinity,
 * undefined anywhere else, functions, symbols, Dates, Sets, typed arrays and other class instances.
 */
import { InvariantError } from './invariant.js';
import { TextBytes } from './text-bytes.js';

export function canonicalJson(value: unknown): string {
  text.clear();
  encode(value);
  return text.toString();
}

/** Of the value that is being encoded: encoding calls nobody who might encode another one. */
const text = new TextBytes();
const encoder = new TextEncoder();
const COMMA = 44;
const [BRACKET, BRACKET_END] = [91, 93];
const [BRACE, BRACE_END] = [123, 125];
/** Of a label, what its comma takes. */
const NO_COMMA = 1;

function encode(value: unknown): void {
  switch (typeof value) {
    case 'string':
      text.quoted(value);
      return;
    case 'number':
      encodeNumber(value);
      return;
    case 'boolean':
      text.ascii(value ? 'true' : 'false');
      return;
    case 'bigint':
      text.quoted(`${value}`);
      return;
    case 'object':
      if (value === null) text.ascii('null');
      else encodeObject(value);
      return;
    default:
      throw new InvariantError(`no canonical text for a value of type ${typeof value}`);
  }
}

function encodeNumber(value: number): void {
  if (Number.isSafeInteger(value)) text.integer(value);
  else if (Number.isFinite(value)) text.ascii(`${value}`);
  else throw new InvariantError(`no canonical text for ${value}`);
}

function encodeObject(value: object): void {
  if (Array.isArray(value)) {
    encodeArray(value);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) encodeRecord(value as PlainRecord);
  else if (value instanceof Map) encodeMap(value);
  else throw new InvariantError(`no canonical text for an instance of ${value.constructor.name}`);
}

function encodeArray(values: readonly unknown[]): void {
  text.byte(BRACKET);
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) text.byte(COMMA);
    encode(values[index]);
  }
  text.byte(BRACKET_END);
}

function encodeMap(map: ReadonlyMap<unknown, unknown>): void {
  const keys = [...map.keys()];
  if (keys.every((key) => typeof key === 'number')) keys.sort((a, b) => a - b);
  else if (keys.every((key) => typeof key === 'string')) keys.sort();
  else throw new InvariantError('the keys of a Map must be all strings or all numbers');
  encodeArray(keys.map((key) => [key, map.get(key)]));
}

type PlainRecord = Readonly<Record<string, unknown>>;

/** Of a shape, by key in the order of the text. Side by side: between two journals other work has emptied the caches. */
interface Fields {
  /** Where the key stands among those of the record. */
  readonly index: readonly number[];
  /** Of each key `,"key":`. */
  readonly labels: Uint8Array;
  /** Where its label ends, and the next one begins. */
  readonly end: readonly number[];
}

/**
 * The keys of records seen so far as a tree in the order they were met, so that a shape is sorted once and not per record.
 * Most shapes go on with the key they went on with last time. A memo, and bounded: records with ever different keys are
 * sorted each time. By node, 0 being a record without keys; those of one record lie beside each other.
 */
const NODES_MAX = 4096;
/** The key that came behind it last, and the node it led to. */
const lastKey: (string | null)[] = [null];
const lastNode = [0];
const nextNode = [new Map<string, number>()];
const fieldsAt: (Fields | null)[] = [null];

function encodeRecord(record: PlainRecord): void {
  text.byte(BRACE);
  // All values at once: read by a key that is never the same, each would be looked up in its record's shape.
  const values = Object.values(record);
  const { index, labels, end } = fieldsOf(record);
  let left = NO_COMMA;
  let start = 0;
  for (let field = 0; field < index.length; field += 1) {
    const value = values[index[field] ?? 0];
    const stop = end[field] ?? 0;
    if (value !== undefined) {
      text.copy(labels, start + left, stop);
      left = 0;
      encode(value);
    }
    start = stop;
  }
  text.byte(BRACE_END);
}

function fieldsOf(record: PlainRecord): Fields {
  let node = 0;
  for (const key in record) {
    node = lastKey[node] === key ? (lastNode[node] ?? 0) : nodeAfter(node, key);
    if (node === NO_NODE) return sortedFields(record);
  }
  return (fieldsAt[node] ??= sortedFields(record));
}

/** There is no room for another one. */
const NO_NODE = -1;

function nodeAfter(node: number, key: string): number {
  const nodes = lastKey.length;
  const next = nextNode[node]?.get(key) ?? nodes;
  if (next === nodes) {
    if (nodes >= NODES_MAX) return NO_NODE;
    nextNode[node]?.set(key, next);
    nextNode.push(new Map());
    lastKey.push(null);
    lastNode.push(0);
    fieldsAt.push(null);
  }
  lastKey[node] = key;
  lastNode[node] = next;
  return next;
}

function sortedFields(record: PlainRecord): Fields {
  const keys = Object.keys(record)
    .map((key, index) => ({ key, index }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const labels = keys.map(({ key }) => `,${JSON.stringify(key)}:`);
  let length = 0;
  return {
    index: keys.map(({ index }) => index),
    labels: encoder.encode(labels.join('')),
    end: labels.map((label) => (length += encoder.encode(label).length)),
  };
}
