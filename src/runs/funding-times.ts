/**
 * When venues of futures have their holders pay each other (F19): Binance's USD-M contracts at 00:00, 08:00 and 16:00 UTC
 * (docs.traderwagon.com/faq/futures-trading-introduction/funding-fee, read 2026-11-22). Some contracts have shorter intervals;
 * they are not told apart. Pure.
 */
import {
  type EpochMicros,
  MICROS_PER_DAY,
  MICROS_PER_MINUTE,
  epochMicros,
} from '../core/ground/units.js';
import type { RunWindow } from './run-window.js';

const HOUR = 60 * MICROS_PER_MINUTE;
/** After midnight UTC. */
const FUNDING_HOURS = [0, 8, 16] as const;

/** Those after the start of a run, up to its end. */
export function fundingTimes({ start, length }: RunWindow): readonly EpochMicros[] {
  const end = start + length;
  const times: EpochMicros[] = [];
  for (let day = start - (start % MICROS_PER_DAY); day <= end; day += MICROS_PER_DAY) {
    for (const hour of FUNDING_HOURS) {
      const at = day + hour * HOUR;
      if (at > start && at <= end) times.push(epochMicros(at));
    }
  }
  return times;
}
