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
    if (time < this.#time - STEP_BACK_MAX_MICROS) {
      throw this.#recording.fault(line, {
        what: `the venue time goes back by ${(this.#time - time) / 1e6} s`,
        why: 'later ids cannot be older',
      });
    }
    this.#time = Math.max(this.#time, time);
    return this.#time;
  }
}

/** Trades in id order with effective times; a trade id seen before is counted and left out. */
export interface TradeOrder {
  readonly index: Uint32Array;
  readonly time: Float64Array;
}

export function orderTrades(recording: Recording): TradeOrder {
  const { trades } = recording;
  const sorted = orderedById(allOf(trades.rows), trades.id);
  const effective = new EffectiveTime(recording);
  const index = new Uint32Array(sorted.length);
  const time = new Float64Array(sorted.length);
  let kept = 0;
  let idLast = NO_ID;
  for (const trade of sorted) {
    const id = trades.id.at(trade);
    if (id !== NO_ID && id === idLast) {
      recording.skip('duplicate-trade');
      continue;
    }
    idLast = id;
    index[kept] = trade;
    time[kept] = effective.next(trades.time.at(trade), trades.line.at(trade));
    kept += 1;
  }
  return { index: index.subarray(0, kept), time: time.subarray(0, kept) };
}
