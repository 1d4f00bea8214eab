/**
 * What an account's futures pay or get at the venue's funding times (F19): before anything else of that instant, position
 * x mark x rate, on every future held. Without a rate nothing moves, and what was passed is kept all the same. Mutable
 * (where it stands in the times), one owner (the exchange).
 */
import type { Decimal } from '../../core/ground/decimal.js';
import type { EpochMicros, Lots } from '../../core/ground/units.js';
import type { Account } from './account.js';
import type { Marks } from './futures-margin.js';
import type { FundingOptions } from './venue-options.js';

/** A funding time that a held future passed. */
export interface FundingPassed {
  readonly at: EpochMicros;
  readonly symbol: string;
  /** Signed. */
  readonly position: Lots;
  /** In quote currency, negative = it was paid to the account; null: the rate is not known. */
  readonly paid: Decimal | null;
}

export class Funding {
  readonly passed: FundingPassed[] = [];
  readonly #options: FundingOptions;
  readonly #account: Account;
  readonly #marks: Marks;
  #index = 0;

  constructor(options: FundingOptions, account: Account, marks: Marks) {
    this.#options = options;
    this.#account = account;
    this.#marks = marks;
  }

  /** Infinity after the last. */
  get nextTime(): number {
    return this.#options.times[this.#index] ?? Infinity;
  }

  /** Passes the next time. */
  pass(): void {
    const at = this.nextTime as EpochMicros;
    this.#index += 1;
    for (const symbol of this.#account.futures) {
      const position = this.#account.position(symbol);
      if (position === 0) continue;
      const isKnown = this.#options.bps !== null;
      const paid = isKnown ? this.#account.fund(symbol, this.#marks(symbol)) : null;
      this.passed.push({ at, symbol, position, paid });
    }
  }
}
