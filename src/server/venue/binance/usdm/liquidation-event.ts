/** The venue closes a position for want of margin: an order of its own, which the account's stream tells of and no query finds (F19). */
import type { Instrument } from '../../../../core/ground/instrument.js';
import { lots } from '../../../../core/ground/units.js';
import type { Execution, ExecutionReport } from '../../../../core/order/execution-report.js';
import { type Desk, nowMs, stampMs } from '../desk.js';
import { nameOf } from '../symbols.js';
import { NOTHING, feeWords, fixed, priceText, quantityText } from '../words/amounts.js';
import { sideWord } from '../words/order-terms.js';
import { statusReported } from '../words/status.js';
import type { Profits } from './profits.js';

/** Numbers of the venue's own orders and of their executions, which none of the account has. */
const NUMBERS_FROM = 9_000_000_000;
const TRADES_OF_EACH = 1_000;

/** Of `autoclose-3`, or of its execution `autoclose-3-1`. */
const numbersIn = (name: string): readonly number[] => name.split('-').slice(1).map(Number);

/** Nothing of any other order that is not known. */
export function liquidationEvent(
  desk: Desk,
  profits: Profits,
  instrument: Instrument,
  report: ExecutionReport,
): readonly object[] {
  if (report.liquidation !== true) return [];
  const { execution, clientOrderId, side, quantity, cumQty } = report;
  const T = stampMs(desk, report.venueTime);
  const [nth = 0] = numbersIn(clientOrderId);
  const o = {
    ...{ s: nameOf(instrument), c: clientOrderId, S: sideWord(side), o: 'LIQUIDATION', f: 'IOC' },
    q: quantityText(instrument, quantity),
    ...{ p: NOTHING, sp: NOTHING },
    x: execution === null ? 'NEW' : 'TRADE',
    X: statusReported(report),
    i: NUMBERS_FROM + nth,
    z: quantityText(instrument, cumQty ?? lots(0)),
    ...tradeWords(instrument, execution),
    ...{ T, b: NOTHING, a: NOTHING, m: false, R: true, wt: 'CONTRACT_PRICE', ot: 'LIQUIDATION' },
    ...{ ps: 'BOTH', cp: false, pP: false, si: 0, ss: 0 },
    rp: execution === null ? NOTHING : fixed(profits.of(instrument.symbol, execution.execId)),
    ...{ V: desk.terms.selfTrade, pm: 'NONE', gtd: 0 },
  };
  return [{ e: 'ORDER_TRADE_UPDATE', E: nowMs(desk), T, o }];
}

function tradeWords(instrument: Instrument, execution: Execution | null): object {
  if (execution === null) return { l: NOTHING, L: NOTHING, ap: NOTHING, t: 0 };
  const [nth = 0, trade = 0] = numbersIn(execution.execId);
  const { amount, asset } = feeWords(execution.fee);
  const price = priceText(instrument, execution.price);
  return {
    l: quantityText(instrument, execution.quantity),
    ...{ L: price, ap: price, N: asset, n: amount },
    t: NUMBERS_FROM + nth * TRADES_OF_EACH + trade,
  };
}
