/** DED-1: the name of a signal, and the key it is remembered by. Pure. */
import { calendarOf } from '../ground/calendar/calendar-of.js';
import { decimal, formatDecimal, rescale } from '../ground/decimal.js';
import { type EpochMicros, MICROS_PER_DAY, MICROS_PER_MINUTE } from '../ground/units.js';
import type { RawSignal } from '../state/signal.js';

/** Minutes are floored to this. */
const STEP_MINUTES = 5;

const two = (value: number): string => String(value).padStart(2, '0');

/** `BTCUSDT_BUY_42151_17:00`: UTC, the price rounded half away from zero. */
export function signalName(
  { price, order: { symbol, side } }: Pick<RawSignal, 'price' | 'order'>,
  at: EpochMicros,
  decimals: number,
): string {
  const minutes = Math.floor((at % MICROS_PER_DAY) / MICROS_PER_MINUTE);
  const floored = minutes - (minutes % STEP_MINUTES);
  const mantissa = rescale(decimal(price), decimals, 'half-away');
  const rounded = formatDecimal({ mantissa, scale: decimals });
  const time = `${two(Math.floor(floored / 60))}:${two(floored % 60)}`;
  return `${symbol}_${side.toUpperCase()}_${rounded}_${time}`;
}

/** The name is used again tomorrow and by other strategies: the key is not. */
export const signalKey = (strategyId: string, id: string, at: EpochMicros): string =>
  `${strategyId}|${calendarOf('always-open').dateOf(at)}|${id}`;
