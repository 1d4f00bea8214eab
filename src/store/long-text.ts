/**
 * A JSON document that is never put together: made piece by piece as it is written, so that what is stored of a long run
 * takes no room beside the run. Who reads it gets one text.
 */

/** Characters of text in a part that is stored. */
const PART_LENGTH = 1_024 * 1_024;

export class LongText {
  readonly #make: () => unknown;
  readonly #levels: number;

  /** The text of what `make` gives; what lies `levels` deep in that is small, and is put into words at once. */
  constructor(make: () => unknown, levels: number) {
    this.#make = make;
    this.#levels = levels;
  }

  /** In order; together `JSON.stringify` of the value. */
  *parts(): Iterable<string> {
    let text = '';
    for (const piece of piecesOf(this.#make(), this.#levels)) {
      text += piece;
      if (text.length < PART_LENGTH) continue;
      yield text;
      text = '';
    }
    if (text !== '') yield text;
  }

  whole(): string {
    return [...this.parts()].join('');
  }
}

/** The text of a document, long or not. */
export const wholeText = (text: string | LongText): string =>
  text instanceof LongText ? text.whole() : text;

function* piecesOf(value: unknown, levels: number): Iterable<string> {
  if (levels === 0 || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value);
  } else if (Array.isArray(value)) {
    yield '[';
    for (const [index, item] of value.entries()) {
      if (index > 0) yield ',';
      yield* piecesOf(item ?? null, levels - 1);
    }
    yield ']';
  } else {
    let before = '{';
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      yield `${before}${JSON.stringify(key)}:`;
      before = ',';
      yield* piecesOf(item, levels - 1);
    }
    yield before === '{' ? '{}' : '}';
  }
}
