/**
 * What differs between the markets of Binance that are traded at: what they are asked, and in which words they answer. Types only; `spot.ts` and `usdm/usdm.ts` are the two that there are.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import type { ErrorClasses, VenueError } from '../../core/order/error-classes.js';
import type { OrderTerms } from '../../core/order/order.js';
import type { PositionRow } from '../../core/order/outcome.js';
import type { Fields } from '../rest/fields.js';
import type { Routes } from './ccxt-methods.js';
import type { TradeWords } from './execution-mapping.js';
import type { OrderWords } from './order-mapping.js';
import type { Params } from './order-params.js';

export interface Product {
  /** As people know it. */
  readonly name: string;
  /** What `squall venue` calls it. */
  readonly dialect: string;
  readonly routes: Routes;
  readonly errors: ErrorClasses;
  /** The one refusal that does not say that nothing is there: an open order has this id. */
  readonly isTaken: (error: VenueError) => boolean;
  readonly orders: OrderWords;
  readonly trades: TradeWords;
  /** Text = why the market takes no such order. */
  readonly orderParams: (terms: OrderTerms, instrument: Instrument) => Params | string;
  /** Asks for the reply to a new order that says what has executed by then. */
  readonly wholeReply: Params;
  /** What is held, in the body of `positions`. Errors: `UnreadableError`. */
  readonly positionsOf: (
    body: unknown,
    instruments: readonly Instrument[],
  ) => readonly PositionRow[];
  readonly history: HistoryReach;
  /** So many levels of a book, or as few more as the market has. */
  readonly depthOf: (levels: number) => number;
  /** The smallest value of an order, and what else of the rules has to be so; `exchangeInfo` as ccxt asks for it. */
  readonly rules: {
    readonly params: (instruments: readonly Instrument[]) => Params;
    readonly leastWorth: (row: RulesRow) => string;
    readonly problems: (instrument: Instrument, row: RulesRow) => readonly string[];
  };
  /** Why these cannot be traded on one account, and what helps; null = they can. */
  readonly unfit: (instruments: readonly Instrument[]) => string | null;
}

/** How far back orders are listed by time, and how much of it at once. */
export interface HistoryReach {
  readonly windowDays: number;
  /** Further back it is not gone through by time. */
  readonly daysMost: number;
  /** From there on: from its very first order, or from the oldest that are kept. */
  readonly beyond: 'first-number' | 'oldest-kept';
}

/** What the venue says of a symbol. */
export interface RulesRow {
  readonly fields: Fields;
  /** Of a filter; null = it has none of the kind. */
  readonly told: (filter: string, name: string) => string | null;
}
