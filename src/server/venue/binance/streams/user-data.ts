/**
 * What happens to the account, told to whoever listens: each report of the venue as it comes off the link, and the balances that may have
 * changed with it. While the order stream is down nobody listens: whoever did is cut off, or told that it is over. Mutable, one a dialect.
 */
import type { ExecutionReport } from '../../../../core/order/execution-report.js';
import { type Desk, nowMs, stampMs } from '../desk.js';
import { balancesOf } from '../words/account-words.js';
import { changesBalances, executionEvent } from '../words/execution-event.js';

export interface UserListener {
  tell(event: object): void;
  /** The connection is gone, without a word. */
  cut(): void;
  /** Nothing will be told any more; the connection stays. */
  ended(): void;
}

export class UserData {
  readonly #desk: Desk;
  readonly #listeners = new Set<UserListener>();
  readonly #onTold: ((report: ExecutionReport) => void) | undefined;
  #isDown = false;
  #events = 0;

  constructor(desk: Desk, onTold?: (report: ExecutionReport) => void) {
    this.#desk = desk;
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
    const event = executionEvent(this.#desk, report, this.#events);
    if (event !== null) this.#tell(event);
    const isOfBalances = changesBalances(report);
    if (isOfBalances) this.#tell(this.#balances(report));
    if (event !== null || isOfBalances) this.#onTold?.(report);
  }

  /** Of the assets that the order is about. */
  #balances(report: ExecutionReport): object {
    const desk = this.#desk;
    const instrument = desk.symbols.inside(report.symbol);
    const concerned = new Set([instrument?.baseAsset, instrument?.quoteAsset]);
    return {
      e: 'outboundAccountPosition',
      E: nowMs(desk),
      u: stampMs(desk, report.venueTime),
      B: balancesOf(desk, desk.venue.positions())
        .filter(({ asset }) => concerned.has(asset))
        .map(({ asset, free, locked }) => ({ a: asset, f: free, l: locked })),
    };
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

  #tell(event: object): void {
    for (const listener of this.#listeners) listener.tell(event);
  }
}
