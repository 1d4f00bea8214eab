/** What happens to the account's orders as an event of the user data stream (`executionReport`), in Binance's words. */
import type { Instrument } from '../../../../core/ground/instrument.js';
import { notional } from '../../../../core/ground/units.js';
import type { ExecType, ExecutionReport } from '../../../../core/order/execution-report.js';
import type { RejectCode } from '../../../../sim/exchange/venue-port.js';
import { type Desk, nowMs, stampMs, wallMs } from '../desk.js';
import type { KnownOrder } from '../known-orders.js';
import { nameOf } from '../symbols.js';
import { NOTHING, feeWords, priceText, quantityText, valueText } from './amounts.js';
import { sideWord, tifWord, typeWord } from './order-terms.js';
import { idOf } from './order-words.js';
import { statusReported } from './status.js';

type ExecWord = 'NEW' | 'CANCELED' | 'REJECTED' | 'TRADE' | 'EXPIRED';

/** Null: Binance has no event for it, but what queries and balances show. */
const EXEC_WORDS: Readonly<Record<ExecType, ExecWord | null>> = {
  accepted: 'NEW',
  rejected: 'REJECTED',
  trade: 'TRADE',
  canceled: 'CANCELED',
  'cancel-rejected': null,
  replaced: 'CANCELED',
  'replace-rejected': null,
  expired: 'EXPIRED',
  // An order whose stop has triggered is on the book from then on: it is new there.
  triggered: 'NEW',
  'trade-bust': null,
};

const REJECT_WORDS: Readonly<Partial<Record<RejectCode, string>>> = {
  'insufficient-balance': 'INSUFFICIENT_BALANCES',
  'post-only-would-take': 'WOULD_MATCH_IMMEDIATELY',
  'stop-already-through': 'STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY',
};

const NO_TRADE = -1;
const NO_LIST = -1;

/** Null: there is no word for it. `eventId` counts the events of the stream. */
export function executionEvent(
  desk: Desk,
  report: ExecutionReport,
  eventId: number,
): object | null {
  const exec = EXEC_WORDS[report.execType];
  const known = desk.orders.numbered(report.venueOrderId);
  const instrument = desk.symbols.inside(report.symbol);
  if (exec === null || known === null || instrument === null) return null;
  const told = { desk, instrument, known, report };
  return {
    e: 'executionReport',
    E: nowMs(desk),
    s: nameOf(instrument),
    ...termsWords(told),
    ...stateWords(told, exec),
    i: idOf(report.venueOrderId),
    ...tradeWords(told),
    I: eventId,
    w: known.workingSince !== null && report.leaves > 0,
    m: report.execution?.liquidity === 'maker',
    M: false,
    O: wallMs(desk, known.acceptedAt),
    ...valueWords(told),
    Q: desk.worths.get(known.clientOrderId) ?? NOTHING,
    ...(known.workingSince === null ? {} : { W: wallMs(desk, known.workingSince) }),
    V: desk.terms.selfTrade,
  };
}

interface Told {
  readonly desk: Desk;
  readonly instrument: Instrument;
  readonly known: KnownOrder;
  readonly report: ExecutionReport;
}

/** A cancel has an id of its own, and the event of the end names both. */
function termsWords({ desk, instrument, known, report }: Told): object {
  const isRequested = report.execType === 'canceled' && report.text === 'requested';
  const cancelId = isRequested ? desk.cancelIds.get(report.venueOrderId) : undefined;
  const { terms } = known;
  return {
    c: cancelId ?? report.clientOrderId,
    S: sideWord(report.side),
    o: typeWord(terms),
    f: tifWord(terms),
    q: quantityText(instrument, report.quantity),
    p: priceText(instrument, terms.limitPrice),
    P: priceText(instrument, terms.stopPrice),
    F: NOTHING,
    g: NO_LIST,
    C: cancelId === undefined ? '' : report.clientOrderId,
  };
}

function stateWords({ report }: Told, exec: ExecWord): object {
  const { text } = report;
  const word = statusReported(report);
  return {
    x: execWord(exec, word),
    X: word,
    r: exec === 'REJECTED' ? (REJECT_WORDS[text as RejectCode] ?? 'OTHER') : 'NONE',
  };
}

function execWord(exec: ExecWord, status: string | undefined): string {
  if (status === 'EXPIRED_IN_MATCH') return 'TRADE_PREVENTION';
  return exec === 'CANCELED' && status === 'EXPIRED' ? 'EXPIRED' : exec;
}

/** What this event executed, and what has been executed by it. */
function tradeWords({ desk, instrument, report }: Told): object {
  const { execution, cumQty, venueTime } = report;
  const fee = execution === null ? null : feeWords(execution.fee);
  return {
    l: execution === null ? NOTHING : quantityText(instrument, execution.quantity),
    ...(cumQty === null ? {} : { z: quantityText(instrument, cumQty) }),
    L: priceText(instrument, execution?.price ?? null),
    n: fee === null ? '0' : fee.amount,
    N: fee === null ? null : fee.asset,
    T: stampMs(desk, venueTime),
    t: execution === null ? NO_TRADE : Number(execution.execId),
  };
}

function valueWords({ desk, instrument, known, report }: Told): object {
  const { execution, cumQty } = report;
  return {
    ...(cumQty === null ? {} : { Z: valueText(instrument, desk.orders.valueAt(known, cumQty)) }),
    Y:
      execution === null
        ? NOTHING
        : valueText(instrument, notional(execution.price, execution.quantity)),
  };
}

/** Whether something of the account may be another than before. */
export const changesBalances = ({ execType }: ExecutionReport): boolean =>
  execType !== 'cancel-rejected' && execType !== 'replace-rejected';
