/**
 * One instrument of an exchange: its market and its trading halts, advanced together in venue time. Mutable on purpose,
 * one owner (the exchange).
 */
import type { Instrument } from '../../core/ground/instrument.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { Halts } from './halts.js';
import type { Market } from './market-port.js';
import type { HaltWindow } from './venue-options.js';

export class Listing {
  readonly instrument: Instrument;
  readonly market: Market;
  readonly #halts: Halts;
  /** The exchange's reasons so far to stop after an instant: a report, an interruption. */
  readonly #stops: () => number;

  constructor(
    listed: {
      readonly instrument: Instrument;
      readonly market: Market;
      readonly halts: readonly HaltWindow[];
    },
    stops: () => number,
  ) {
    this.instrument = listed.instrument;
    this.market = listed.market;
    this.#halts = new Halts(listed.halts);
    this.#stops = stops;
  }

  /** The halt we are in, null outside. */
  get halt(): HaltWindow | null {
    return this.#halts.current;
  }

  /** One that nobody knew of when the run began; it lies ahead. */
  addHalt(window: HaltWindow): void {
    this.#halts.add(window);
  }

  /** Time of the next event of the market or of a halt. */
  get nextTime(): number {
    return Math.min(this.market.nextTime, this.#halts.nextEdge);
  }

  /** As the market's, with the edges of halts in between (F13). */
  advance(until: EpochMicros): EpochMicros {
    const before = this.#stops();
    for (;;) {
      const edge = this.#halts.nextEdge;
      const reached = this.market.advance(edge > until ? until : ((edge - 1) as EpochMicros));
      if (edge > until || this.#stops() !== before) return reached;
      const at = this.#halts.pass();
      if (this.#halts.current === null) this.market.resume(at);
      else this.market.halt();
      if (this.#stops() !== before) return at;
    }
  }
}
