/**
 * Receive delays of a recording (F1): offset = -min(received - venue) over the trades and the depth messages that
 * reach the tape; delay = received - venue + offset, rounded up to the grain of the venue's clock: a clock that stamps
 * milliseconds says nothing about microseconds, and rounding up never shows a row before it was known.
 */
import { MICROS_PER_MS } from '../core/ground/units.js';
import type { TradeOrder } from './lane-order.js';
import { NO_TIME, type Recording } from './recording.js';
import type { BookSteps } from './synchronise.js';

/** Longer than any backlog; a larger one is a clock that jumped or a stamp that is wrong. */
const DELAY_MAX_MICROS = 600_000_000;

export interface Delays {
  /** Null without a receive clock. */
  readonly offsetMicros: number | null;
  ofStep(step: number): number;
  ofTrade(position: number): number;
}

export const NO_DELAYS: Delays = { offsetMicros: null, ofStep: () => 0, ofTrade: () => 0 };

export function delaysOf(recording: Recording, steps: BookSteps, trades: TradeOrder): Delays {
  const received = recording.trades.received;
  if (steps.received.at(0) === NO_TIME) return NO_DELAYS;
  const stepLatency = (step: number): number => steps.received.at(step) - steps.time.at(step);
  const tradeLatency = (position: number): number =>
    received.at(trades.index[position]!) - trades.time[position]!;
  let min = Infinity;
  let wholeMillis = true;
  for (let step = 0; step < steps.length; step += 1) {
    min = Math.min(min, stepLatency(step));
    wholeMillis &&= steps.time.at(step) % MICROS_PER_MS === 0;
  }
  for (let position = 0; position < trades.index.length; position += 1) {
    min = Math.min(min, tradeLatency(position));
    wholeMillis &&= trades.time[position]! % MICROS_PER_MS === 0;
  }
  const grain = wholeMillis ? MICROS_PER_MS : 1;
  const delay = (latency: number, line: number): number => {
    const micros = Math.ceil((latency - min) / grain) * grain;
    if (micros > DELAY_MAX_MICROS) throw recording.fault(line, jump(micros));
    return micros;
  };
  const { depth } = recording;
  return {
    // Not -min: that would be -0 where nothing was shifted.
    offsetMicros: 0 - min,
    ofStep: (step) => delay(stepLatency(step), depth.line.at(steps.message.at(step))),
    ofTrade: (position) =>
      delay(tradeLatency(position), recording.trades.line.at(trades.index[position]!)),
  };
}

const jump = (micros: number) => ({
  what: `received ${Math.round(micros / 1e6)} s later than the quickest row`,
  why: 'one of the two clocks jumped, or a time is damaged',
});
