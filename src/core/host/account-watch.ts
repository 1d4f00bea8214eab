/**
 * RSK-2: what the account is watched for between inputs: market data that grows too old, a loss over the limit, another
 * UTC day. It tells the core the moment one comes about, and nothing while none does. Whether it has is the core's own rule
 * (guard/silence.ts, guard/loss.ts); this only knows when to ask. Mutable, one owner (the host).
 *
 * Invariants: 1. Nothing is watched before the first order, while the breaker is tripped, or once all is over; the day is.
 * 2. What came about is told in the instant in which the client could know it, be it over by the next input.
 */
import { lossProblem, lossRanges } from '../guard/loss.js';
import { type AliveAt, silenceProblem, silentFrom } from '../guard/silence.js';
import { type Clock, LANE_WAKE, type TimerHandle } from '../ground/clock.js';
import { type EpochMicros, MICROS_PER_DAY } from '../ground/units.js';
import type { PriceRange, TopOfBook } from '../order/outcome.js';
import type { MarketFeed } from '../ports.js';
import { isAnythingLeft } from '../state/anything-left.js';
import type { BreakerConfig } from '../state/breaker.js';
import type { EngineConfig } from '../state/config.js';
import { exposureIn } from '../state/expose.js';
import type { InputBody, WatchCondition } from '../state/input.js';
import type { JournalBlock } from '../state/journal-block.js';
import type { State } from '../state/state.js';

const EVERYWHERE: PriceRange = { low: -Infinity, high: Infinity };

interface Watching {
  readonly clock: Clock;
  readonly feed: MarketFeed;
  readonly state: State;
  readonly take: (input: InputBody) => void;
}

type WatchConfig = Pick<EngineConfig, 'instruments'> & { readonly breaker: BreakerConfig };

type Timed = 'data-age' | 'day';

/** One timer, moved where its time moves. */
interface Armed {
  readonly at: EpochMicros;
  readonly timer: TimerHandle;
}

export class AccountWatch {
  readonly #with: Watching;
  readonly #config: WatchConfig;
  readonly #armed = new Map<Timed, Armed>();
  readonly #ranged = new Set<string>();
  #refused = false;
  /** All is over until another order comes. */
  #idle = false;
  /** What the ranges were made from. */
  #basis = '';

  constructor(config: WatchConfig, watching: Watching) {
    this.#config = config;
    this.#with = watching;
  }

  /** After the blocks of a drain; without any after a recovery. */
  settle(blocks: readonly JournalBlock[]): void {
    const { state } = this.#with;
    const { watch } = state;
    if (watch === undefined) return;
    if (blocks.some(({ entries }) => entries.some(({ kind }) => kind === 'order-received')))
      this.#idle = false;
    this.#arm('day', ((watch.day + 1) * MICROS_PER_DAY) as EpochMicros);
    this.#settleAge();
    this.#settleLoss();
  }

  cancelAll(): void {
    this.#arm('data-age', null);
    this.#arm('day', null);
  }

  get #isOn(): boolean {
    return !this.#idle && this.#with.state.breaker.state !== 'tripped';
  }

  #settleAge(): void {
    if (!this.#isOn) this.#arm('data-age', null);
    else if (!this.#armed.has('data-age')) this.#watchAge();
  }

  #settleLoss(): void {
    const basis = this.#isOn ? this.#basisNow() : '';
    if (basis === this.#basis) return;
    this.#basis = basis;
    this.#watchLoss();
  }

  /** What a loss hangs on but for the market. */
  #basisNow(): string {
    const { state } = this.#with;
    let basis = `${state.breaker.state} ${state.watch?.day}`;
    for (const symbol of this.#config.instruments.keys()) {
      const { booked, spent } = exposureIn(state, symbol);
      basis += ` ${booked} ${spent}`;
    }
    return basis;
  }

  /** Told if it is too old; else looked at again when it would be if nothing more were heard. */
  #watchAge(): void {
    const { clock, feed, state } = this.#with;
    const aliveAt: AliveAt = (symbol) => feed.quoteOf(symbol).aliveAt;
    const look = { state, config: this.#config, aliveAt };
    const now = clock.now();
    if (silenceProblem(look, now) === null) this.#arm('data-age', silentFrom(look, now));
    else this.#tell('data-age');
  }

  #watchLoss(): void {
    const { feed, state } = this.#with;
    for (const symbol of this.#ranged) feed.watch(symbol, EVERYWHERE, () => undefined);
    this.#ranged.clear();
    if (this.#basis === '') return;
    const quoteOf = (symbol: string): TopOfBook | null => feed.quoteOf(symbol).quote;
    if (lossProblem(state, this.#config, quoteOf) !== null) {
      this.#tell('drawdown');
      return;
    }
    for (const [symbol, range] of lossRanges(state, this.#config, quoteOf)) {
      this.#ranged.add(symbol);
      feed.watch(symbol, range, () => this.#leftRange());
    }
  }

  /** One market left its range: with another one's gain it may still be within the limit. */
  #leftRange(): void {
    if (this.#isOver()) this.settle([]);
    else this.#watchLoss();
  }

  #tell(condition: WatchCondition): void {
    if (this.#isOver()) this.settle([]);
    else this.#with.take({ kind: 'watch', condition });
  }

  #isOver(): boolean {
    this.#idle ||= !isAnythingLeft(this.#with.state);
    return this.#idle;
  }

  #arm(what: Timed, at: EpochMicros | null): void {
    const { clock } = this.#with;
    const armed = this.#armed.get(what);
    if (armed?.at === at) return;
    if (armed !== undefined) clock.cancel(armed.timer);
    this.#armed.delete(what);
    if (at === null) return;
    const now = clock.now();
    try {
      const timer = clock.schedule(at < now ? now : at, LANE_WAKE, () => this.#due(what));
      this.#armed.set(what, { at, timer });
      this.#refused = false;
    } catch (error) {
      this.#onRefused(error instanceof Error ? error.message : String(error));
    }
  }

  #due(what: Timed): void {
    this.#armed.delete(what);
    if (what === 'day') this.#with.take({ kind: 'watch', condition: 'day' });
    else this.#watchAge();
  }

  /** SCH-6: told once, and tried again whenever anything happens. */
  #onRefused(text: string): void {
    if (this.#refused) return;
    this.#refused = true;
    this.#with.take({ kind: 'wake-refused', owner: { kind: 'account' }, text });
  }
}
