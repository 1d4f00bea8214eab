/**
 * A cross-check of the order stream that costs nothing: what the venue has accepted over REST while the stream was up must be told by it,
 * too. If it is not, the stream is deaf, however healthy its connection looks. Mutable, one a stream.
 */
import { type Clock, LANE_WAKE, type TimerHandle } from '../../core/ground/clock.js';
import { type Micros, plus, seconds } from '../../core/ground/units.js';
import type { ClientOrderId } from '../../core/order/order.js';

export interface AwaitedReportsOptions {
  readonly clock: Clock;
  readonly isUp: () => boolean;
  readonly onDeaf: (why: string) => void;
}

/** A stream that is late by more is no use. */
const TOLD_WITHIN: Micros = seconds(10);

interface Awaited {
  isTold: boolean;
  timer: TimerHandle | null;
}

export class AwaitedReports {
  readonly #options: AwaitedReportsOptions;
  readonly #awaited = new Map<ClientOrderId, Awaited>();

  constructor(options: AwaitedReportsOptions) {
    this.#options = options;
  }

  /** A request about this order leaves. */
  leaves(clientOrderId: ClientOrderId): void {
    this.#forget(clientOrderId);
    if (this.#options.isUp()) this.#awaited.set(clientOrderId, { isTold: false, timer: null });
  }

  /** What came of it. */
  ended(clientOrderId: ClientOrderId, isAccepted: boolean): void {
    const awaited = this.#awaited.get(clientOrderId);
    if (awaited === undefined) return;
    if (!isAccepted || awaited.isTold) {
      this.#forget(clientOrderId);
      return;
    }
    const { clock, onDeaf } = this.#options;
    awaited.timer = clock.schedule(plus(clock.now(), TOLD_WITHIN), LANE_WAKE, () => {
      this.#awaited.delete(clientOrderId);
      onDeaf(`it told nothing of order ${clientOrderId}, which the venue has accepted`);
    });
  }

  /** The stream tells of the order. */
  told(clientOrderId: ClientOrderId): void {
    const awaited = this.#awaited.get(clientOrderId);
    if (awaited === undefined) return;
    awaited.isTold = true;
    if (awaited.timer !== null) this.#forget(clientOrderId);
  }

  /** The stream is gone: what it did not tell is no sign of anything. */
  clear(): void {
    for (const clientOrderId of [...this.#awaited.keys()]) this.#forget(clientOrderId);
  }

  #forget(clientOrderId: ClientOrderId): void {
    const timer = this.#awaited.get(clientOrderId)?.timer ?? null;
    if (timer !== null) this.#options.clock.cancel(timer);
    this.#awaited.delete(clientOrderId);
  }
}
