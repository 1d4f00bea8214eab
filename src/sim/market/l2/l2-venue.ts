/**
 * An exchange whose markets are replayed L2 tapes. A venue made from an earlier one takes over its replays, with their
 * buffers and optimized code; the earlier one is of no use any more.
 */
import type { Instrument } from '../../../core/ground/instrument.js';
import { type AccountSetup, Exchange, type ExchangeSetup } from '../../exchange/exchange.js';
import type { HaltWindow } from '../../exchange/venue-options.js';
import type { Tape } from '../../tape/tape.js';
import { ReplayMarket } from '../replay-market.js';
import { L2Market, type L2Source, replaySourceOf } from './l2-market.js';

export interface L2Listing extends L2Source {
  readonly instrument: Instrument;
  /** Disjoint, in time order; [from, to). */
  readonly halts: readonly HaltWindow[];
}

export interface L2Setup extends AccountSetup {
  /** At least one. */
  readonly listings: readonly L2Listing[];
  /** More accounts at the same markets. */
  readonly beside?: readonly AccountSetup[];
}

export class L2Venue extends Exchange {
  /** What it replays, by listing. */
  readonly tapes: readonly Tape[];
  readonly #replays: readonly ReplayMarket[];

  constructor(setup: L2Setup, earlier?: L2Venue) {
    const kept = earlier === undefined ? [] : earlier.#replays;
    const replays = setup.listings.map((listing, index) => replayOf(listing, kept[index]));
    super(exchangeSetupOf(setup, replays));
    this.tapes = setup.listings.map(({ tape }) => tape);
    this.#replays = replays;
  }

  /** The tape of a listing goes on with `piece`: what it has behind all that came before. */
  goOn(listing: number, piece: Tape): void {
    this.#replays[listing]!.goOn(piece);
  }
}

function replayOf(listing: L2Listing, kept: ReplayMarket | undefined): ReplayMarket {
  const source = replaySourceOf(listing);
  if (kept === undefined) return new ReplayMarket(source);
  kept.reset(source);
  return kept;
}

function exchangeSetupOf(
  { listings, ...accounts }: L2Setup,
  replays: readonly ReplayMarket[],
): ExchangeSetup {
  const { profile } = accounts.options;
  return {
    listed: listings.map((source, index) => ({
      instrument: source.instrument,
      halts: source.halts,
      open: (events) => new L2Market(replays[index]!, { source, profile, events }),
    })),
    ...accounts,
  };
}
