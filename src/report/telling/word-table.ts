/** A function to words for every kind of a closed union: a kind without words does not compile. Types only. */
import type { Words } from './words.js';

export type WordTable<U extends { readonly kind: string }> = {
  readonly [K in U['kind']]: (of: Extract<U, { kind: K }>, words: Words) => string;
};
