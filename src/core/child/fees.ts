/**
 * FIL-13: commissions in quote currency. The quote asset counts as it is; the base asset is converted at the fill's own
 * price, which is its price at fill time; any other asset at what the market showed when we heard of the fill (`asset-price.ts`).
 * Where it showed nothing, or the venue has not said, the configured rate stands in and the figure is marked estimated. Negative = rebate.
 */
import {
  type Decimal,
  addDecimal,
  decimal,
  formatDecimal,
  multiplyDecimal,
  parseDecimal,
} from '../ground/decimal.js';
import { type Instrument, priceOf, valueOf } from '../ground/instrument.js';
import type { Execution } from '../order/execution-report.js';
import { type FillLedger, rowsOf } from '../order/fill-ledger.js';
import { notional } from '../ground/units.js';

export interface QuoteFee {
  /** Decimal text. */
  readonly feeQuote: string;
  readonly estimated: boolean;
}

interface DecimalFee {
  readonly amount: Decimal;
  readonly estimated: boolean;
}

/** One execution's commission. */
export function feeInQuote(
  execution: Execution,
  instrument: Instrument,
  rateBps: number,
): QuoteFee {
  const { amount, estimated } = feeOf(execution, { instrument, rateBps });
  return { feeQuote: formatDecimal(amount), estimated };
}

/** All commissions of an order; `feeQuote` null when nothing was executed. Busts count with their sign. */
export function feesOfLedger(
  ledger: FillLedger,
  instrument: Instrument,
  rateBps: number,
): { readonly feeQuote: string | null; readonly estimated: boolean } {
  if (ledger.count === 0) return { feeQuote: null, estimated: false };
  let sum = decimal('0');
  let estimated = false;
  for (const { execution } of rowsOf(ledger)) {
    const fee = feeOf(execution, { instrument, rateBps });
    sum = addDecimal(sum, fee.amount);
    estimated ||= fee.estimated;
  }
  return { feeQuote: formatDecimal(sum), estimated };
}

interface FeeRules {
  readonly instrument: Instrument;
  readonly rateBps: number;
}

function feeOf(execution: Execution, rules: FeeRules): DecimalFee {
  const charged = chargedFee(execution, rules);
  if (charged !== null) return { amount: charged, estimated: false };
  const value = valueOf(rules.instrument, notional(execution.price, execution.quantity));
  return {
    amount: multiplyDecimal(value, { mantissa: BigInt(rules.rateBps), scale: 4 }),
    estimated: true,
  };
}

function chargedFee(execution: Execution, { instrument }: FeeRules): Decimal | null {
  if (execution.fee === null) return null;
  const { asset, quotePrice } = execution.fee;
  const amount = parseDecimal(execution.fee.amount);
  if (amount === null || amount.mantissa === 0n || asset === instrument.quoteAsset) return amount;
  if (asset === instrument.baseAsset)
    return multiplyDecimal(amount, priceOf(instrument, execution.price));
  const price = parseDecimal(quotePrice ?? '');
  return price === null ? null : multiplyDecimal(amount, price);
}
