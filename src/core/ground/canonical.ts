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

export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return encodeText(value);
    case 'number':
      return encodeNumber(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return `"${value}"`;
    case 'object':
      return value === null ? 'null' : encodeObject(value);
    default:
      throw new InvariantError(`no canonical text for a value of type ${typeof value}`);
  }
}

/**
 * What JSON must escape, and lone surrogates, which UTF-8 cannot carry (`JSON.stringify` escapes
 * them too).
 */
// eslint-disable-next-line no-control-regex -- control characters are what JSON escapes
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

function encodeText(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function encodeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new InvariantError(`no canonical text for ${value}`);
  return `${value}`; // -0 prints as 0
}

function encodeObject(value: object): string {
  if (Array.isArray(value)) return encodeArray(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null)
    return encodeRecord(value as PlainRecord);
  if (value instanceof Map) return encodeMap(value);
  throw new InvariantError(`no canonical text for an instance of ${value.constructor.name}`);
}

function encodeArray(values: readonly unknown[]): string {
  if (values.length === 0) return '[]';
  let text = `[${canonicalJson(values[0])}`;
  for (let index = 1; index < values.length; index += 1) text += `,${canonicalJson(values[index])}`;
  return `${text}]`;
}

function encodeMap(map: ReadonlyMap<unknown, unknown>): string {
  const keys = [...map.keys()];
  if (keys.every((key) => typeof key === 'number')) keys.sort((a, b) => a - b);
  else if (keys.every((key) => typeof key === 'string')) keys.sort();
  else throw new InvariantError('the keys of a Map must be all strings or all numbers');
  return encodeArray(keys.map((key) => [key, map.get(key)]));
}

type PlainRecord = Readonly<Record<string, unknown>>;

interface Field {
  readonly key: string;
  /** `"key":` */
  readonly label: string;
}

/**
 * The keys of records seen so far as a tree in the order they were met, so that a shape is sorted
 * once and not per record. Most shapes go on with the key they went on with last time. A memo, and
 * bounded: records with ever different keys are sorted each time.
 */
interface Shape {
  readonly next: Map<string, Shape>;
  lastKey: string;
  last: Shape | null;
  fields: readonly Field[] | null;
}

const SHAPES_MAX = 4096;
const newShape = (): Shape => ({ next: new Map(), lastKey: '', last: null, fields: null });
const noKeys = newShape();
let shapeCount = 0;

function encodeRecord(record: PlainRecord): string {
  const fields = fieldsOf(record);
  let text = '';
  for (const field of fields) {
    const value = record[field.key];
    if (value === undefined) continue;
    text += (text === '' ? '{' : ',') + field.label + canonicalJson(value);
  }
  return text === '' ? '{}' : `${text}}`;
}

function fieldsOf(record: PlainRecord): readonly Field[] {
  let shape = noKeys;
  for (const key in record) {
    const next = shape.lastKey === key && shape.last !== null ? shape.last : shapeAfter(shape, key);
    if (next === null) return sortedFields(record);
    shape = next;
  }
  return (shape.fields ??= sortedFields(record));
}

/** Null when there is no room for another shape. */
function shapeAfter(shape: Shape, key: string): Shape | null {
  let next = shape.next.get(key);
  if (next === undefined) {
    if (shapeCount >= SHAPES_MAX) return null;
    shapeCount += 1;
    next = newShape();
    shape.next.set(key, next);
  }
  shape.lastKey = key;
  shape.last = next;
  return next;
}

const sortedFields = (record: PlainRecord): readonly Field[] =>
  Object.keys(record)
    .sort()
    .map((key) => ({ key, label: `${JSON.stringify(key)}:` }));
