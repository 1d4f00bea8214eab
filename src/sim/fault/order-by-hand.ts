/**
 * Somebody else trades for the account: an order is placed by hand, under an id that the client never had, rests beside the market or
 * takes from it, and is canceled by hand after a while, or is left there. The client's order stream tells of it as of any order.
 *
 * Unrealistic: the hand trades through the same venue, at once, and never changes its mind about the client's own orders.
 */
import { type EpochMicros, lots, plus } from '../../core/ground/units.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { ClientOrderId } from '../../core/order/order.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type { FaultSpan, LinkFault } from './link-fault.js';
import { type Moment, behindEvent } from './moment.js';
import {
  type ValuesOf,
  choice,
  count,
  drawn,
  duration,
  moment,
  optional,
  symbol,
  withFallback,
} from './parameter.js';

const parameters = {
  at: moment('when it is placed'),
  side: withFallback(choice('which side', ['buy', 'sell']), 'buy'),
  lots: drawn(count('how much'), 1, 1_000),
  away: withFallback(
    drawn(
      count('so many ticks behind the best price of its side; none takes from the book', 0),
      1,
      2_000,
    ),
    0,
  ),
  for: optional(duration('it is canceled after this; left where it is when left out')),
  symbol: optional(symbol('of which instrument; the first when left out')),
};

class OrderByHand implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #context: FaultContext;
  readonly #begins: Moment;
  readonly #clientOrderId: ClientOrderId;
  readonly #symbol: string;
  #placedAt: EpochMicros | null = null;
  #endedAt: EpochMicros | null = null;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#context = context;
    this.#begins = context.momentOf(values.at);
    this.#symbol = values.symbol ?? context.firstSymbol;
    const name = `by-hand-${context.purpose.replaceAll(/[^a-z0-9]+/g, '-')}`;
    this.#clientOrderId = name.slice(-MOST_CHARACTERS) as ClientOrderId;
  }

  runBegins(): void {
    const { stage } = this.#context;
    this.#begins.whenKnown((at, happened) =>
      stage.atVenue(behindEvent(at, happened), (venue, now) => {
        const { side, lots: quantity, away } = this.#values;
        const order = { clientOrderId: this.#clientOrderId, symbol: this.#symbol, side, away };
        if (!venue.placeByHand({ ...order, quantity: lots(quantity) }, now)) return;
        this.#placedAt = now;
        this.#cancelLater(now);
      }),
    );
  }

  activations(): number {
    return this.#placedAt === null ? 0 : 1;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    const from = this.#placedAt;
    if (from === null) return [];
    return [{ from, to: this.#endedAt ?? now, paths: [], symbol: this.#symbol, acts: 1 }];
  }

  reportHeard({ clientOrderId, leaves }: ExecutionReport, at: EpochMicros): void {
    if (clientOrderId === this.#clientOrderId && leaves === 0) this.#endedAt = at;
  }

  #cancelLater(placedAt: EpochMicros): void {
    const { for: lasts } = this.#values;
    if (lasts === null) return;
    this.#context.stage.atVenue(plus(placedAt, lasts), (venue, now) => {
      venue.cancelByHand(this.#clientOrderId, now);
    });
  }
}

/** What venues take as a client order id. */
const MOST_CHARACTERS = 36;

export const orderByHand = faultKind({
  kind: 'order-by-hand',
  ids: ['QRY12', 'FIL10'],
  holds: [],
  seam: 'semantic',
  text: 'Somebody else places an order for the same account.',
  scope: 'one instrument: `symbol`, or the first of the scenario',
  acts: 'at the venue',
  counts: 'the order, where the venue took it',
  onlyNamed: true,
  parameters,
  exactlyOne: [],
  build: (values, context) => new OrderByHand(values, context),
});
