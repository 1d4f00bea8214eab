/**
 * What a fault may do beside answering hooks: act later, and act at the venue. Made empty before the venue is, since
 * faults are built first, and connected once; until then nobody may use it.
 */
import { type Clock, LANE_ARRIVAL } from '../../core/ground/clock.js';
import { invariant } from '../../core/ground/invariant.js';
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';
import type { ClientOrderId } from '../../core/order/order.js';

/** What a venue does of its own accord, at an instant at which a request could arrive. */
export interface VenueHands {
  /** Ends an order it had accepted with status `rejected`; false where the order has traded or is not open. */
  refuseAfterwards(clientOrderId: ClientOrderId, code: string, at: EpochMicros): boolean;
}

export class FaultStage {
  #parts: { readonly clock: Clock; readonly venue: VenueHands } | null = null;

  connect(clock: Clock, venue: VenueHands): void {
    invariant(this.#parts === null, 'a stage is connected once');
    this.#parts = { clock, venue };
  }

  /** Acts at the venue `delay` from now, when requests of that instant arrive. */
  after(delay: Micros, act: (venue: VenueHands, at: EpochMicros) => void): void {
    invariant(this.#parts !== null, 'a fault acts before the run has begun');
    const { clock, venue } = this.#parts;
    const at = plus(clock.now(), delay);
    clock.schedule(at, LANE_ARRIVAL, () => act(venue, at));
  }
}
