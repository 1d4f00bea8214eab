/**
 * FIL-13: what a commission in a third asset was worth: the mid of the instrument that trades that asset for the quote asset, as the
 * quote board showed it when we heard of the fill. Known only where such an instrument is listed, and its quote was alive when the fill
 * was made; else the fee is estimated and says so. Kept with the execution, for what is worked out later.
 */
import { formatDecimal, multiplyDecimal } from '../ground/decimal.js';
import { priceOf } from '../ground/instrument.js';
import { type Ticks, seconds } from '../ground/units.js';
import type { Execution } from '../order/execution-report.js';
import { venueMicros } from '../order/order.js';
import type { OrderUpdate } from '../order/update.js';
import { feeInstrument } from '../state/quoted-symbols.js';
import type { Step } from '../state/step.js';

/** A price that much older or younger than the fill is none at its time. */
const FILL_TIME = seconds(60);

const NOTHING_SEEN = { quote: null, aliveAt: null };
const HALF = { mantissa: 5n, scale: 1 };

/** The update with the price of its commission's asset, where that is a third one and its price is known. */
export function withAssetPrice<U extends OrderUpdate>(step: Step, update: U): U {
  if (!('execution' in update) || update.execution === null) return update;
  const quotePrice = assetPrice(step, update.symbol, update.execution);
  const { fee } = update.execution;
  if (quotePrice === null || fee === null) return update;
  return { ...update, execution: { ...update.execution, fee: { ...fee, quotePrice } } };
}

function assetPrice(step: Step, symbol: string, { fee, venueTime }: Execution): string | null {
  const priced = feeInstrument(step.config.instruments, symbol, fee);
  if (priced === null) return null;
  const { quote, aliveAt } = step.viewOf(priced.symbol) ?? NOTHING_SEEN;
  if (quote === null || aliveAt === null) return null;
  const filledAt = venueMicros(venueTime);
  if ([aliveAt, step.at].some((at) => Math.abs(at - filledAt) > FILL_TIME)) return null;
  const twice = priceOf(priced, (quote.bid + quote.ask) as Ticks);
  return formatDecimal(multiplyDecimal(twice, HALF));
}
