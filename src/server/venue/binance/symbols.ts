/** The venue's instruments by the names that Binance's clients have for them, and what requests ask of them. */
import type { Instrument } from '../../../core/ground/instrument.js';
import { InvariantError } from '../../../core/ground/invariant.js';
import type { Params } from './request/params.js';
import { refused } from './words/refusal.js';

export class Symbols {
  readonly all: readonly Instrument[];
  readonly #byName: ReadonlyMap<string, Instrument>;

  constructor(instruments: readonly Instrument[]) {
    this.all = instruments;
    this.#byName = new Map(instruments.map((one) => [nameOf(one), one]));
    if (this.#byName.size !== instruments.length)
      throw new InvariantError('two instruments have one name at Binance');
  }

  find(name: string): Instrument | null {
    return this.#byName.get(name) ?? null;
  }

  /** By the name that the venue has for it inside. */
  inside(symbol: string): Instrument | null {
    return this.all.find((one) => one.symbol === symbol) ?? null;
  }

  needed(params: Params, name = 'symbol'): Instrument {
    return this.#known(params.needed(name, 'symbol'));
  }

  /** `symbol`, or `symbols=["A","B"]`; null = neither was sent. */
  asked(params: Params): Instrument | readonly Instrument[] | null {
    const one = params.like('symbol', 'symbol');
    const many = params.text('symbols');
    if (one !== null && many !== null)
      throw refused(-1128, 'Combination of optional parameters invalid.');
    if (one !== null) return this.#known(one);
    return many === null ? null : namesIn(many).map((name) => this.#known(name));
  }

  #known(name: string): Instrument {
    const found = this.find(name);
    if (found === null) throw refused(-1121, 'Invalid symbol.');
    return found;
  }
}

/** Binance's names are letters and digits alone. */
export const nameOf = ({ symbol }: Pick<Instrument, 'symbol'>): string =>
  symbol.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();

function namesIn(text: string): readonly string[] {
  const names = /^\[("[A-Z0-9\-_.]{1,20}"(?:,"[A-Z0-9\-_.]{1,20}")*)\]$/.exec(text)?.[1];
  if (names === undefined)
    throw refused(
      -1100,
      String.raw`Illegal characters found in parameter 'symbols'; legal range is '^\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\]$'.`,
    );
  return names.split(',').map((name) => name.slice(1, -1));
}
