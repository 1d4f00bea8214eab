/**
 * Closes an account's futures that have lost their margin (F19): where equity is below the maintenance margin at the end
 * of an instant's market, all open orders in futures are canceled, and an order of the venue's own takes from the book
 * what it has of each position. What the book has not is tried again. The markets watch the marks, so that nothing is
 * worked out between two changes of position or cash (`margin-calls.ts`). One owner (the exchange).
 */
import type { ClientOrderId, VenueOrderId } from '../../core/order/order.js';
import { type EpochMicros, lots } from '../../core/ground/units.js';
import type { Account } from './account.js';
import type { Bookkeeper } from './bookkeeper.js';
import type { Marks } from './futures-margin.js';
import type { Listing } from './listing.js';
import type { MarkWatch } from './market-port.js';
import type { OrderStore } from './order-store.js';
import type { VenueIds } from './venue-ids.js';
import { VenueOrder } from './venue-order.js';

export interface LiquidatorParts {
  readonly account: Account;
  /** Of the account, among those at the exchange. */
  readonly place: number;
  readonly ids: VenueIds;
  readonly marks: Marks;
  readonly orders: OrderStore;
  readonly books: Bookkeeper;
  readonly listings: ReadonlyMap<string, Listing>;
}

/** Any print. */
const EVERY_MARK = { below: Infinity, above: -Infinity };
const NO_MARK = { below: -Infinity, above: Infinity };

export class Liquidator {
  readonly #parts: LiquidatorParts;

  constructor(parts: LiquidatorParts) {
    this.#parts = parts;
  }

  /** Of each future, which of its marks leave the account without margin. */
  watches(): ReadonlyMap<string, MarkWatch> {
    const { account } = this.#parts;
    const held = this.#held();
    const met = held.length > 0 && this.#isShort(held);
    return new Map(
      [...account.futures].map((symbol) => {
        const isHeld = held.includes(symbol);
        // With several positions the mark that matters of one moves with the others.
        const alone = isHeld && held.length === 1 ? account.shortAt(symbol) : EVERY_MARK;
        const { below, above } = isHeld ? alone : NO_MARK;
        return [symbol, { below, above, met: met && isHeld }];
      }),
    );
  }

  /** The market of an instant is over; true where it acted. */
  act(at: EpochMicros): boolean {
    const held = this.#held();
    if (held.length === 0 || !this.#isShort(held)) return false;
    let acted = this.#cancelOrders(at);
    for (const symbol of held) acted = this.#close(symbol, at) || acted;
    return acted;
  }

  #held(): readonly string[] {
    const { account } = this.#parts;
    return [...account.futures].filter((symbol) => account.position(symbol) !== 0);
  }

  #isShort(held: readonly string[]): boolean {
    const { account, marks } = this.#parts;
    let worth = 0n;
    let unrealised = 0n;
    for (const symbol of held) {
      const marked = account.atMark(symbol, marks(symbol));
      worth += marked.worth < 0n ? -marked.worth : marked.worth;
      unrealised += marked.unrealised;
    }
    return account.isShortOfMargin({ worth, unrealised });
  }

  #cancelOrders(at: EpochMicros): boolean {
    const { account, orders, books, listings } = this.#parts;
    const open = [...orders.open()].filter(({ terms }) => account.isFuture(terms.symbol));
    for (const order of open) {
      listings.get(order.terms.symbol)?.market.withdraw(order);
      books.canceled(order, 'liquidation', at);
    }
    return open.length > 0;
  }

  /** Takes what the book has of a position, where it is open and has anything. */
  #close(symbol: string, at: EpochMicros): boolean {
    const { account, books, listings } = this.#parts;
    const market = listings.get(symbol)?.market;
    if (market?.open !== true) return false;
    const order = this.#orderOf(symbol, account.position(symbol), at);
    if (market.look(order, at).steps.length === 0) return false;
    this.#parts.ids.closings += 1;
    books.liquidating(order, at);
    market.begin(order, at);
    return true;
  }

  #orderOf(symbol: string, position: number, at: EpochMicros): VenueOrder {
    const { ids, place } = this.#parts;
    const name = `autoclose-${ids.closings + 1}`;
    return new VenueOrder({
      clientOrderId: name as ClientOrderId,
      venueOrderId: name as VenueOrderId,
      terms: {
        symbol,
        side: position > 0 ? 'sell' : 'buy',
        quantity: lots(Math.abs(position)),
        type: 'market',
        limitPrice: null,
        stopPrice: null,
        timeInForce: 'ioc',
        postOnly: false,
      },
      at,
      filledBefore: lots(0),
      triggered: false,
      isLiquidation: true,
      account: place,
    });
  }
}
