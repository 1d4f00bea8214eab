/**
 * What a fault may do beside answering hooks: act later, at the venue, or from outside at the client, as an operator does and
 * whoever sends signals. Made empty before the venue is, since faults are built first, and connected once to each; until then
 * nobody may use it.
 */
import { type Clock, LANE_ARRIVAL, LANE_WAKE } from '../../core/ground/clock.js';
import { invariant } from '../../core/ground/invariant.js';
import {
  type EpochMicros,
  type Lots,
  type Micros,
  type Side,
  plus,
} from '../../core/ground/units.js';
import type { ClientOrderId, ExecId } from '../../core/order/order.js';
import type { OperatorCommand } from '../../core/state/input.js';
import type { Limits } from '../../core/state/limits.js';
import type { RawSignal } from '../../core/state/signal.js';

/** What a venue does of its own accord, at an instant at which a request could arrive. */
export interface VenueHands {
  /** Ends an order it had accepted with status `rejected`; false where the order has traded or is not open. */
  refuseAfterwards(clientOrderId: ClientOrderId, code: string, at: EpochMicros): boolean;
  /** Undoes a share of an execution; false where there is no such one, or it was undone before. */
  bust(
    undone: {
      readonly clientOrderId: ClientOrderId;
      readonly execId: ExecId;
      readonly share: number;
    },
    at: EpochMicros,
  ): boolean;
  /** By somebody else who trades for the account; false where the venue does not take it. */
  placeByHand(order: OrderByHand, at: EpochMicros): boolean;
  /** False where it is not open. */
  cancelByHand(clientOrderId: ClientOrderId, at: EpochMicros): boolean;
}

export interface OrderByHand {
  readonly clientOrderId: ClientOrderId;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: Lots;
  /** Ticks behind the best price of its side, where it rests; 0 = it takes from the book. */
  readonly away: number;
}

/** Who stands before the client, at an instant at which an operator could. */
export interface ClientHands {
  operate(command: OperatorCommand, reason: string): void;
  signal(signal: RawSignal): void;
  /** As configured; null = none. */
  readonly limits: Limits | null;
  /** The signals that are given anyway. */
  readonly signals: readonly { readonly at: EpochMicros; readonly signal: RawSignal }[];
}

/** Beyond all time. */
export const NEVER = Infinity as EpochMicros;

export class FaultStage {
  /** What would be done later is done then (L1). */
  readonly #healsAt: EpochMicros;
  #parts: { readonly clock: Clock; readonly venue: VenueHands } | null = null;
  #client: ClientHands | null = null;

  constructor(healsAt: EpochMicros = NEVER) {
    this.#healsAt = healsAt;
  }

  connect(clock: Clock, venue: VenueHands): void {
    invariant(this.#parts === null, 'a stage is connected once');
    this.#parts = { clock, venue };
  }

  connectClient(client: ClientHands): void {
    invariant(this.#client === null, 'a stage is connected once');
    this.#client = client;
  }

  get client(): ClientHands {
    invariant(this.#client !== null, 'a fault acts before the run has begun');
    return this.#client;
  }

  /** Acts at the venue `delay` from now, when requests of that instant arrive. */
  after(delay: Micros, act: (venue: VenueHands, at: EpochMicros) => void): void {
    invariant(this.#parts !== null, 'a fault acts before the run has begun');
    this.atVenue(plus(this.#parts.clock.now(), delay), act);
  }

  /** The same at a time that is not over: what the venue says is heard ahead of the clock. */
  atVenue(at: EpochMicros, act: (venue: VenueHands, at: EpochMicros) => void): void {
    invariant(this.#parts !== null, 'a fault acts before the run has begun');
    const { clock, venue } = this.#parts;
    const due = this.#byThen(at);
    clock.schedule(due, LANE_ARRIVAL, () => act(venue, due));
  }

  /** Acts at the client at a time that is not over. */
  at(time: EpochMicros, act: (client: ClientHands) => void): void {
    invariant(this.#parts !== null, 'a fault acts before the run has begun');
    this.#parts.clock.schedule(this.#byThen(time), LANE_WAKE, () => act(this.client));
  }

  #byThen(at: EpochMicros): EpochMicros {
    return at < this.#healsAt ? at : this.#healsAt;
  }
}
