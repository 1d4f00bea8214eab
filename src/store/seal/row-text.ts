/**
 * A row as one text that no other row has: value after value, each with a sign of its type, text with its length in front. The
 * writer makes it of what it stores, the reader of what SQLite gives back: the same for the same row, and another one for a
 * value of a type that was never written.
 */
import { sha256Hex } from '../../core/ground/digest.js';

/** Of values as they are bound: NULL, text, whole numbers and bytes. */
export function rowText(values: readonly unknown[]): string {
  const text = textOf(values);
  return text.isWellFormed() ? text : textOf(values.map(asStored));
}

function textOf(values: readonly unknown[]): string {
  let text = '';
  for (const value of values) {
    if (value === null || value === undefined) text += '~';
    else if (typeof value === 'number') text += `#${value}`;
    else if (typeof value === 'string') text += `"${value.length}:${value}`;
    else text += otherText(value);
  }
  return text;
}

/** For half of a surrogate pair alone: UTF-8 has none, and the driver reads three of these for the bytes it wrote. */
const READ_FOR_HALF = '\ufffd'.repeat(3);

/** A text as it comes back. */
export const storedText = (text: string): string =>
  text.isWellFormed() ? text : text.replaceAll(/\p{Surrogate}/gu, READ_FOR_HALF);

const asStored = (value: unknown): unknown =>
  typeof value === 'string' ? storedText(value) : value;

const otherText = (value: unknown): string =>
  value instanceof Uint8Array ? `x${sha256Hex(value)}` : JSON.stringify(value);

/** A value as read with every integer a BigInt: as it was bound, or what cannot have been. */
export function boundValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const integer = Number(value);
    return Number.isSafeInteger(integer) ? integer : { integer: value.toString() };
  }
  return typeof value === 'number' ? { real: String(value) } : value;
}
