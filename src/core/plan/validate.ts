/**
 * TWAP-4: a request as it came becomes one on the instrument's grid, or the list of everything that is wrong with it,
 * not the first fault only. What a caller gives is refused when it is off the grid; only what we compute is rounded.
 * Market data, sessions and minimum values are not known here: that is planning.
 */
import {
  type GridProblem,
  type Instrument,
  parsePrice,
  parseQuantity,
} from '../ground/instrument.js';
import { minimumProblem } from '../order/rounding.js';
import {
  EXTERNAL,
  type LimitPrice,
  type OrderRequest,
  type RawOrderRequest,
  type RequestProblem,
} from '../order/order-request.js';
import { type Lots, type Ticks, lots } from '../ground/units.js';
import { type Report, timingProblems } from './validate-timing.js';

export type ValidatedRequest =
  | { readonly ok: true; readonly request: OrderRequest }
  | { readonly ok: false; readonly problems: readonly RequestProblem[] };

const STRATEGY_ID = /^[a-z0-9_-]{1,64}$/;
/** Further than any price from any other; a price beside it stays a safe integer. */
const OFFSET_TICKS_MAX = 1_000_000_000;

const GRID_TEXT: Readonly<Record<GridProblem, string>> = {
  'not-a-decimal': 'is not a plain decimal number',
  'off-grid': 'is off the grid of',
  'out-of-range': 'is out of range',
};

export function validateRequest(raw: RawOrderRequest, instrument: Instrument): ValidatedRequest {
  const problems: RequestProblem[] = [];
  const report: Report = (field, text) => problems.push({ field, text });
  strategyProblems(raw, report);
  const quantity = quantityOf(raw, instrument, report);
  const limitPrice = limitPriceOf(raw, instrument, report);
  const stopPrice = stopPriceOf(raw, instrument, report);
  timeInForceProblems(raw, instrument, report);
  timingProblems(raw, quantity, report);
  if (problems.length === 0) sizeProblems(instrument, { quantity, limitPrice }, report);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, request: { ...raw, quantity, limitPrice, stopPrice } };
}

/** ORD-0. */
export const isStrategyName = (name: string): boolean =>
  name !== EXTERNAL && STRATEGY_ID.test(name);

function strategyProblems(raw: RawOrderRequest, report: Report): void {
  if (raw.strategyId === EXTERNAL)
    report('strategyId', `"${EXTERNAL}" is reserved for orders that are not ours`);
  else if (!STRATEGY_ID.test(raw.strategyId)) {
    report('strategyId', `"${raw.strategyId}" is not 1 to 64 of a-z, 0-9, _ and -`);
  }
  if (raw.idempotencyKey === '') report('idempotencyKey', 'is empty');
}

/** 0 when faulty, so that the other checks can go on. */
function quantityOf(raw: RawOrderRequest, instrument: Instrument, report: Report): Lots {
  const quantity = parseQuantity(instrument, raw.quantity);
  if (typeof quantity === 'string') {
    report(
      'quantity',
      gridText(raw.quantity, quantity, `${instrument.lotSize} ${instrument.baseAsset}`),
    );
    return lots(0);
  }
  if (quantity <= 0) report('quantity', `${raw.quantity} is not above zero`);
  return quantity;
}

function limitPriceOf(
  raw: RawOrderRequest,
  instrument: Instrument,
  report: Report,
): LimitPrice | null {
  const wanted = raw.type === 'limit' || raw.type === 'stop-limit';
  const { limitPrice } = raw;
  if (limitPrice === null) {
    if (wanted) report('limitPrice', `a ${raw.type} order needs one`);
    return null;
  }
  if (!wanted) report('limitPrice', `a ${raw.type} order takes none`);
  if (typeof limitPrice === 'string') {
    const price = gridPrice('limitPrice', limitPrice, instrument, report);
    return price === null ? null : { kind: 'fixed', price };
  }
  const { peg, offsetTicks } = limitPrice;
  if (!Number.isSafeInteger(offsetTicks))
    report('limitPrice', `offsetTicks ${offsetTicks} is not a whole number`);
  else if (Math.abs(offsetTicks) > OFFSET_TICKS_MAX)
    report('limitPrice', `offsetTicks ${offsetTicks} is more than ${OFFSET_TICKS_MAX} either way`);
  return { kind: 'peg', reference: peg, offsetTicks };
}

function stopPriceOf(raw: RawOrderRequest, instrument: Instrument, report: Report): Ticks | null {
  const wanted = raw.type === 'stop' || raw.type === 'stop-limit';
  if (raw.stopPrice === null) {
    if (wanted) report('stopPrice', `a ${raw.type} order needs one`);
    return null;
  }
  if (!wanted) report('stopPrice', `a ${raw.type} order takes none`);
  return gridPrice('stopPrice', raw.stopPrice, instrument, report);
}

function gridPrice(
  field: string,
  text: string,
  instrument: Instrument,
  report: Report,
): Ticks | null {
  const price = parsePrice(instrument, text);
  if (typeof price === 'string') {
    report(field, gridText(text, price, `${instrument.tickSize} ${instrument.quoteAsset}`));
    return null;
  }
  if (price > 0) return price;
  report(field, `${text} is not above zero`);
  return null;
}

const gridText = (text: string, problem: GridProblem, grid: string): string =>
  `"${text}" ${GRID_TEXT[problem]}${problem === 'off-grid' ? ` ${grid}` : ''}`;

function timeInForceProblems(raw: RawOrderRequest, instrument: Instrument, report: Report): void {
  if (raw.timeInForce === 'day' && instrument.calendar === 'always-open') {
    report(
      'timeInForce',
      `"day" has no meaning on ${instrument.symbol}, which never closes: use gtc, ioc or fok`,
    );
  }
  if (!raw.postOnly) return;
  if (raw.type !== 'limit')
    report('postOnly', `only a limit order can be post-only, not a ${raw.type} order`);
  if (raw.timeInForce === 'ioc' || raw.timeInForce === 'fok') {
    report('postOnly', `a ${raw.timeInForce} order never rests, so it cannot be post-only`);
  }
}

/** ORD-5, as far as the request alone tells. */
function sizeProblems(
  instrument: Instrument,
  { quantity, limitPrice }: Pick<OrderRequest, 'quantity' | 'limitPrice'>,
  report: Report,
): void {
  const price = limitPrice?.kind === 'fixed' ? limitPrice.price : null;
  const text = minimumProblem(instrument, { quantity, limitPrice: price }, null);
  if (text !== null) report('quantity', text);
}
