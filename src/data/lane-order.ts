/**
 * The order in which a lane's messages happened: by the venue's own ids where it gives them, not by line (F2), and
 * effective times that never fall along that order.
 */
import type { NumberColumn } from './columns.js';
import { NO_ID, type Recording } from './recording.js';
import { STEP_BACK_MAX_MICROS } from './venue-time.js';

/** `indices` sorted by `ids`, stable; the very same array when it already is in order. */
export function orderedById(indices: Uint32Array, ids: NumberColumn): Uint32Array {
  for (let i = 1; i < indices.length; i += 1) {
    if (ids.at(indices[i]!) >= ids.at(indices[i - 1]!)) continue;
    return indices
      .slice()
      .sort((a, b) => (ids.at(a) === ids.at(b) ? a - b : ids.at(a) - ids.at(b)));
  }
  return indices;
}

export const allOf = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => i);

/** Follows one lane: a message's effective time is never before that of a message with a lower id. */
export class EffectiveTime {
  #time = -Infinity;
  readonly #recording: Recording;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  /** Throws `DataError` at `line` where the venue's clock falls further than streams overtake each other. */
  next(time: number, line: number): number {
    this.#time = this.of(time, line);
    return this.#time;
  }

  /** Nothing that follows is before `time`. */
  passed(time: number): void {
    this.#time = Math.max(this.#time, time);
  }

  /** What `next` would say. */
  of(time: number, line: number): number {
    if (time < this.#time - STEP_BACK_MAX_MICROS) {
      throw this.#recording.fault(line, {
        what: `the venue time goes back by ${(this.#time - time) / 1e6} s`,
        why: 'later ids cannot be older',
      });
    }
    return Math.max(this.#time, time);
  }
}

/** Trades in id order with effective times; a trade id seen before is counted and left out. */
export interface TradeOrder {
  readonly index: Uint32Array;
  readonly time: Float64Array;
}

export const orderTrades = (recording: Recording): TradeOrder =>
  new OrderedTrades(recording).until(Infinity);

/** Follows the trades of a recording, also of one that is still being read. Mutable. */
export class OrderedTrades {
  readonly #recording: Recording;
  readonly #effective: EffectiveTime;
  #idLast = NO_ID;

  constructor(recording: Recording) {
    this.#recording = recording;
    this.#effective = new EffectiveTime(recording);
  }

  /** Of those in the recording the ones up to `until`, in order; `rest`: those behind it, as they stand in the recording. */
  until(until: number): TradeOrder & { readonly rest: Uint32Array } {
    const { trades } = this.#recording;
    const sorted = orderedById(allOf(trades.rows), trades.id);
    const index = new Uint32Array(sorted.length);
    const time = new Float64Array(sorted.length);
    let passed = 0;
    let kept = 0;
    for (; passed < sorted.length; passed += 1) {
      const trade = sorted[passed]!;
      const id = trades.id.at(trade);
      if (id !== NO_ID && id <= this.#idLast) {
        this.#recording.skip('duplicate-trade');
        continue;
      }
      const [own, line] = [trades.time.at(trade), trades.line.at(trade)];
      if (this.#effective.of(own, line) > until) break;
      this.#idLast = id;
      index[kept] = trade;
      time[kept] = this.#effective.next(own, line);
      kept += 1;
    }
    const rest = sorted.slice(passed).sort();
    return { index: index.subarray(0, kept), time: time.subarray(0, kept), rest };
  }
}
