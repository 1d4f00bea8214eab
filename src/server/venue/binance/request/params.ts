/**
 * The parameters of one request as they were sent, and what they may be: text that is missing, empty, of the wrong characters or no word of
 * a list is refused by name, in Binance's words.
 */
import { illegal, missing, notRequired, refused } from '../words/refusal.js';

/** What an accepted text looks like, and how whoever sends another is told so. */
const RANGES = {
  amount: {
    told: String.raw`^([0-9]{1,20})(\.[0-9]{1,20})?$`,
    accepts: /^\d{1,20}(?:\.\d{1,20})?$/,
  },
  whole: { told: '^[0-9]{1,20}$', accepts: /^\d{1,20}$/ },
  symbol: { told: '^[A-Z0-9-_.]{1,20}$', accepts: /^[A-Z0-9\-_.]{1,20}$/ },
  'order-id': {
    told: String.raw`^[\.A-Z\:/a-z0-9_-]{1,36}$`,
    accepts: /^[.A-Z:/a-z0-9_-]{1,36}$/,
  },
  'listen-key': { told: '^[A-Za-z0-9_-]{1,120}$', accepts: /^[\w-]{1,120}$/ },
} as const;

type Range = keyof typeof RANGES;

export class Params {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  get names(): Iterable<string> {
    return this.#values.keys();
  }

  /** Null = not sent. */
  text(name: string): string | null {
    const value = this.#values.get(name);
    if (value === undefined) return null;
    if (value === '') throw refused(-1105, `Parameter '${name}' was empty.`);
    return value;
  }

  /** Text of that range. */
  like(name: string, range: Range): string | null {
    const value = this.text(name);
    if (value === null || RANGES[range].accepts.test(value)) return value;
    throw illegal(name, RANGES[range].told);
  }

  needed(name: string, range: Range): string {
    if ((this.#values.get(name) ?? '') === '') throw missing(name);
    return this.like(name, range) ?? '';
  }

  whole(name: string): number | null {
    const text = this.like(name, 'whole');
    if (text === null) return null;
    const value = Number(text);
    if (Number.isSafeInteger(value)) return value;
    throw refused(-1108, `Parameter '${name}' overflowed.`);
  }

  /** A number of an order, of whatever length, as the venue writes it. */
  numberText(name: string): string | null {
    const text = this.like(name, 'whole');
    return text === null ? null : BigInt(text).toString();
  }

  /** Between 1 and `most`; more is taken for `most`. */
  limit(fallback: number, most: number): number {
    const value = this.whole('limit') ?? fallback;
    if (value < 1) throw refused(-1130, "Data sent for parameter 'limit' is not valid.");
    return Math.min(value, most);
  }

  /** What `table` has under the word that was sent; `code` and `msg` tell of another word. */
  word<V>(
    name: string,
    table: Readonly<Record<string, V>>,
    { code, msg }: { readonly code: number; readonly msg: string },
  ): V | null {
    const text = this.text(name);
    if (text === null) return null;
    const found = Object.hasOwn(table, text) ? table[text] : undefined;
    if (found === undefined) throw refused(code, msg);
    return found;
  }

  flag(name: string): boolean | null {
    const value = this.word(
      name,
      { true: true, false: false },
      { code: -1130, msg: `Data sent for parameter '${name}' is not valid.` },
    );
    return value;
  }

  /** None of them goes with what else was asked for. */
  forbid(names: readonly string[]): void {
    for (const name of names) if (this.#values.has(name)) throw notRequired(name);
  }
}

/** `a=1&b=2` as it came; what is in the query goes before what is in the body. */
export function paramsOf(query: string, body: string): Params {
  const values = new Map<string, string>();
  for (const text of [body, query]) {
    const seen = new Set<string>();
    for (const [name, value] of new URLSearchParams(text)) {
      if (seen.has(name)) throw refused(-1101, 'Duplicate values for a parameter detected.');
      seen.add(name);
      values.set(name, value);
    }
  }
  return new Params(values);
}
