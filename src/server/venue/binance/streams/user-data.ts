/**
 * What happens to the account, told to whoever listens: each report of the venue as it comes off the link, in the events that a market of
 * Binance's makes of it. While the order stream is down nobody listens: whoever did is cut off, or told that it is over. Mutable, one a
 * dialect.
 */
import type { ExecutionReport } from '../../../../core/order/execution-report.js';
import type { Desk } from '../desk.js';

export interface UserListener {
  tell(event: object): void;
  /** The connection is gone, without a word. */
  cut(): void;
  /** Nothing will be told any more; the connection stays. */
  ended(): void;
}

/** What is told of a report, in order; nothing where there is no word for it. `eventId` counts the reports told of. */
export type EventsOf = (report: ExecutionReport, eventId: number) => readonly object[];

export class UserData {
  readonly #desk: Desk;
  readonly #eventsOf: EventsOf;
  readonly #listeners = new Set<UserListener>();
  readonly #onTold: ((report: ExecutionReport) => void) | undefined;
  #isDown = false;
  #events = 0;

  constructor(desk: Desk, eventsOf: EventsOf, onTold?: (report: ExecutionReport) => void) {
    this.#desk = desk;
    this.#eventsOf = eventsOf;
    this.#onTold = onTold;
    desk.venue.reports$.subscribe((input) => {
      if (input.kind === 'execution-report') this.#happened(input.report);
      else if (input.kind === 'stream') this.#streamIs(input.status);
    });
  }

  /** Whoever asks to be told is not answered. */
  get isUnconfirmed(): boolean {
    return this.#isDown && this.#desk.venue.streamEnd() === 'unconfirmed';
  }

  /** The returned function ends it. */
  listen(listener: UserListener): () => void {
    if (this.#isDown) {
      listener.cut();
      return () => undefined;
    }
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #happened(report: ExecutionReport): void {
    if (this.#listeners.size === 0) return;
    this.#events += 1;
    const events = this.#eventsOf(report, this.#events);
    this.tell(events);
    if (events.length > 0) this.#onTold?.(report);
  }

  #streamIs(status: 'up' | 'down'): void {
    this.#isDown = status === 'down';
    if (status === 'up') return;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    const isSaid = this.#desk.venue.streamEnd() === 'ended';
    for (const listener of listeners) {
      if (isSaid) listener.ended();
      else listener.cut();
    }
  }

  tell(events: readonly object[]): void {
    for (const event of events) for (const listener of this.#listeners) listener.tell(event);
  }
}
