/**
 * Watches the margin of all accounts at once (F19): a market watches one pair of marks, the nearest of any account, and when it is met each
 * account is looked at by itself. Whatever changes one account, the watches of all are worked out anew, so that none is lost that was met in
 * the same instant. One owner (the floor).
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { MarginWatch } from './bookkeeper.js';
import type { Liquidator } from './liquidator.js';
import type { Listing } from './listing.js';
import type { MarkWatch } from './market-port.js';

export class MarginCalls implements MarginWatch {
  readonly #liquidators: readonly Liquidator[];
  readonly #listings: ReadonlyMap<string, Listing>;

  constructor(liquidators: readonly Liquidator[], listings: ReadonlyMap<string, Listing>) {
    this.#liquidators = liquidators;
    this.#listings = listings;
  }

  /** Position or cash may have changed: what the markets watch changes with them. */
  watch(): void {
    const watches = this.#liquidators.map((liquidator) => liquidator.watches());
    for (const [symbol, { market }] of this.#listings) {
      const own = watches.flatMap((bySymbol) => bySymbol.get(symbol) ?? []);
      if (own.length > 0) market.watchMark(own.reduce(nearest));
    }
  }

  due(at: EpochMicros): boolean {
    let acted = false;
    for (const liquidator of this.#liquidators) acted = liquidator.act(at) || acted;
    this.watch();
    return acted;
  }
}

const nearest = (one: MarkWatch, other: MarkWatch): MarkWatch => ({
  below: Math.max(one.below, other.below),
  above: Math.min(one.above, other.above),
  met: one.met || other.met,
});
