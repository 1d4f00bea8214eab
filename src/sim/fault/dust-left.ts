/**
 * What would complete an order leaves some lots of it, and the venue ends it there (`expired`). Where so little is below the least
 * that the venue takes (`instrument.minNotional`), it can never be asked for again: dust, which the order's result has to name.
 *
 * Unrealistic: real dust comes from commissions taken in the coin that was bought, and from lots that changed.
 */
import { type EpochMicros, type Lots, lots } from '../../core/ground/units.js';
import type { VenueFill } from '../exchange/venue-options.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault } from './link-fault.js';
import { type ValuesOf, count, drawn, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('completing execution', 'completing executions'),
  lots: withFallback(drawn(count('how many lots are left'), 1, 3), 1),
};

class DustLeft implements LinkFault {
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

  fillPieces({ clientOrderId, leaves, quantity }: VenueFill, at: EpochMicros): readonly Lots[] {
    const whole = [quantity];
    const { lots: left } = this.#values;
    if (quantity !== leaves || quantity <= left) return whole;
    const isHit = this.#hits.hits({ key: `completes:${clientOrderId}`, nth: 1 }, at);
    return isHit ? [lots(quantity - left)] : whole;
  }
}

export const dustLeft = faultKind({
  kind: 'dust-left',
  ids: ['FIL7'],
  holds: [],
  seam: 'semantic',
  text: 'An order ends some lots short of its quantity.',
  scope: 'every instrument',
  acts: 'on executions that would complete an order, at the venue',
  counts: 'each order that was ended so',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new DustLeft(values, context),
});
