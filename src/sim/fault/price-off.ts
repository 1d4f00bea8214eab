/**
 * An execution at a price some ticks worse for the client than it would have been, as venues round that keep more decimals than they
 * trade in. A limit is no protection from it: what executed has executed, is booked as it is, and somebody is told.
 *
 * Unrealistic: the market saw the other price.
 */
import { type EpochMicros, type Ticks, ticks } from '../../core/ground/units.js';
import type { VenueFill } from '../exchange/venue-options.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault } from './link-fault.js';
import { type ValuesOf, count, drawn, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('execution', 'executions'),
  ticks: withFallback(drawn(count('how many ticks worse'), 1, 5), 1),
};

class PriceOff implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #hits: Hits;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#hits = new Hits(values, context);
  }

  activations(): number {
    return this.#hits.count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['submit'], now);
  }

  fillPrice({ clientOrderId, filled, side, price }: VenueFill, at: EpochMicros): Ticks {
    if (!this.#hits.hits({ key: `price:${clientOrderId}:${filled}`, nth: 1 }, at)) return price;
    const { ticks: worse } = this.#values;
    return ticks(side === 'buy' ? price + worse : Math.max(1, price - worse));
  }
}

export const priceOff = faultKind({
  kind: 'price-off',
  ids: ['FIL8'],
  holds: [],
  seam: 'semantic',
  text: 'An execution comes at a worse price than was agreed.',
  scope: 'every instrument',
  acts: 'on executions, at the venue',
  counts: 'each execution at a worse price',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new PriceOff(values, context),
});
