/**
 * What the account's stream of futures tells: what became of an order (`ORDER_TRADE_UPDATE`, `ALGO_UPDATE` while it waits for a price), and
 * how balance and position stand after an execution or a funding (`ACCOUNT_UPDATE`).
 */
import type { Decimal } from '../../../../core/ground/decimal.js';
import type { Instrument } from '../../../../core/ground/instrument.js';
import type { ExecType, ExecutionReport } from '../../../../core/order/execution-report.js';
import { type EpochMicros, lots } from '../../../../core/ground/units.js';
import { type Desk, nowMs, stampMs, wallMs } from '../desk.js';
import type { KnownOrder } from '../known-orders.js';
import type { EventsOf } from '../streams/user-data.js';
import { nameOf } from '../symbols.js';
import { NOTHING, feeWords, fixed, priceText, quantityText } from '../words/amounts.js';
import { sideWord } from '../words/order-terms.js';
import { statusReported } from '../words/status.js';
import { assetOf } from './account.js';
import { algoStatus } from './algo-words.js';
import { liquidationEvent } from './liquidation-event.js';
import type { Book } from './book.js';
import { ZERO, negative, positionFigures } from './figures.js';
import { placesOf } from './exchange-words.js';
import { askedWord, averageText, progress, timeWord, workedWord } from './order-words.js';
import { type UsdmOrder, filledBefore } from './orders.js';

type ExecWord = 'NEW' | 'CANCELED' | 'TRADE' | 'EXPIRED' | 'AMENDMENT';

/** Null: there is no event for it, but what queries, balances and positions show. */
const EXEC_WORDS: Readonly<Record<ExecType, ExecWord | null>> = {
  accepted: 'NEW',
  rejected: 'EXPIRED',
  trade: 'TRADE',
  canceled: 'CANCELED',
  'cancel-rejected': null,
  replaced: null,
  'replace-rejected': null,
  expired: 'EXPIRED',
  // An order whose stop was reached is placed then.
  triggered: 'NEW',
  'trade-bust': null,
};

export const usdmEvents =
  (desk: Desk, book: Book): EventsOf =>
  (report) => {
    const instrument = desk.symbols.inside(report.symbol);
    if (instrument === null) return [];
    const stamp = { E: nowMs(desk), T: stampMs(desk, report.venueTime) };
    const reason = ACCOUNT_REASONS[report.execType];
    const account =
      reason === undefined ? [] : [accountEvent(desk, book, { instrument, reason, stamp })];
    const order = book.orders.withLink(report.venueOrderId);
    const link = order?.links.find((one) => one.venueOrderId === report.venueOrderId);
    if (order === null || link === undefined)
      return [...account, ...liquidationEvent(desk, book.profits, instrument, report)];
    const told: Told = { desk, book, instrument, report, order, link, stamp };
    return [...account, ...orderEvents(told)];
  };

const ACCOUNT_REASONS: Readonly<Partial<Record<ExecType, string>>> = {
  trade: 'ORDER',
  'trade-bust': 'ADJUSTMENT',
};

interface Stamp {
  readonly E: number;
  readonly T: number;
}

interface Told {
  readonly desk: Desk;
  readonly book: Book;
  readonly instrument: Instrument;
  readonly report: ExecutionReport;
  readonly order: UsdmOrder;
  readonly link: KnownOrder;
  readonly stamp: Stamp;
}

function orderEvents(told: Told): readonly object[] {
  const { report, link } = told;
  const exec = EXEC_WORDS[report.execType];
  if (exec === null) return [];
  const isConditional = link.terms.stopPrice !== null;
  const isBefore = isConditional && (report.execType === 'accepted' || link.workingSince === null);
  if (isBefore) return [algoEvent(told)];
  const event = { e: 'ORDER_TRADE_UPDATE', ...told.stamp, o: orderWords(told, exec) };
  const isOver = report.leaves === 0;
  const changesAlgo = isConditional && (report.execType === 'triggered' || isOver);
  return changesAlgo ? [algoEvent(told), event] : [event];
}

function orderWords(told: Told, exec: ExecWord): object {
  const { instrument, order, link, report } = told;
  const { terms } = link;
  const isModified = exec === 'NEW' && link !== order.links[0];
  return {
    s: nameOf(instrument),
    c: order.clientOrderId,
    S: sideWord(terms.side),
    o: workedWord(terms),
    f: timeWord(terms),
    q: quantityText(instrument, lots(filledBefore(order, link) + terms.quantity)),
    p: priceText(instrument, terms.limitPrice),
    sp: priceText(instrument, terms.stopPrice),
    x: isModified ? 'AMENDMENT' : execWord(exec, report),
    ...stateWords(told),
    i: Number(order.orderId),
    ...tradeWords(told),
    R: terms.reduceOnly === true,
    wt: 'CONTRACT_PRICE',
    ot: askedWord(terms),
    ...{ ps: 'BOTH', cp: false, pP: false, si: 0, ss: 0 },
    ...{ V: told.desk.terms.selfTrade, pm: 'NONE', gtd: 0 },
  };
}

/** An order that the venue ends by itself expires. */
const execWord = (exec: ExecWord, report: ExecutionReport): ExecWord =>
  exec === 'CANCELED' && statusReported(report) !== 'CANCELED' ? 'EXPIRED' : exec;

function stateWords({ desk, instrument, order, link, report }: Told): object {
  const { cumQty } = report;
  const X = statusReported(report);
  if (cumQty === null) return { X };
  const { filled, value } = progress(desk, order, { link, cumQty });
  return {
    X: X === 'NEW' && filled > 0 ? 'PARTIALLY_FILLED' : X,
    z: quantityText(instrument, filled),
    ap: averageText(instrument, value, filled),
  };
}

/** What this event executed. */
function tradeWords({ desk, book, instrument, report, stamp }: Told): object {
  const { execution } = report;
  const bids = { b: NOTHING, a: NOTHING };
  if (execution === null)
    return { l: NOTHING, L: NOTHING, T: stamp.T, t: 0, ...bids, m: false, rp: NOTHING };
  const { amount, asset } = feeWords(execution.fee);
  return {
    l: quantityText(instrument, execution.quantity),
    L: priceText(instrument, execution.price),
    ...(asset === null ? {} : { N: asset, n: amount }),
    T: stampMs(desk, execution.venueTime),
    t: Number(execution.execId),
    ...bids,
    m: execution.liquidity === 'maker',
    rp: fixed(book.profits.of(instrument.symbol, execution.execId)),
  };
}

function algoEvent({ desk, instrument, order, link, report, stamp }: Told): object {
  const { terms, workingSince } = link;
  const isNew = report.execType === 'accepted';
  const isTriggered = report.execType === 'triggered';
  return {
    e: 'ALGO_UPDATE',
    ...stamp,
    o: {
      ...{ caid: order.clientOrderId, aid: Number(order.orderId), at: 'CONDITIONAL' },
      o: askedWord(terms),
      s: nameOf(instrument),
      S: sideWord(terms.side),
      ps: 'BOTH',
      f: timeWord(terms),
      q: quantityText(instrument, terms.quantity),
      X: isNew
        ? 'NEW'
        : isTriggered
          ? 'TRIGGERED'
          : algoStatus(order, statusReported(report) ?? null),
      ai: isNew || workingSince === null ? '' : order.orderId,
      ...{ ap: NOTHING, aq: NOTHING, act: '0' },
      tp: priceText(instrument, terms.stopPrice),
      p: priceText(instrument, terms.limitPrice),
      ...{ V: desk.terms.selfTrade, wt: 'CONTRACT_PRICE', pm: 'NONE', cp: false, pP: false },
      R: terms.reduceOnly === true,
      tt: isNew || workingSince === null ? 0 : wallMs(desk, workingSince),
      ...{ gtd: 0, rm: '' },
    },
  };
}

function accountEvent(
  desk: Desk,
  { terms, profits }: Book,
  {
    instrument,
    reason,
    stamp,
  }: { readonly instrument: Instrument; readonly reason: string; readonly stamp: Stamp },
): object {
  const positions = positionFigures(desk, terms, desk.venue.positions());
  const of = positions.find((one) => one.instrument === instrument);
  const P = (of === undefined ? [] : [of]).map(({ quantity, entryPrice, unrealised }) => ({
    s: nameOf(instrument),
    pa: fixed(quantity, placesOf(instrument.lotSize)),
    ep: fixed(entryPrice),
    bep: fixed(entryPrice),
    cr: fixed(profits.total(instrument.symbol)),
    up: fixed(unrealised),
    ...{ mt: 'cross', iw: NOTHING, ps: 'BOTH' },
  }));
  return { e: 'ACCOUNT_UPDATE', ...stamp, a: { m: reason, B: [balanceWords(desk, ZERO)], P } };
}

/** `change`: of the balance, but for what trades and commissions moved. */
const balanceWords = (desk: Desk, change: Decimal): object => {
  const wallet = fixed(desk.venue.cash());
  return { a: assetOf(desk), wb: wallet, cw: wallet, bc: fixed(change) };
};

/** Fundings that were paid since it was asked last. */
export function fundingEvents(desk: Desk): () => readonly object[] {
  let told = desk.venue.fundings().length;
  return () => {
    const fundings = desk.venue.fundings();
    const passed = fundings.slice(told);
    told = fundings.length;
    return passed.flatMap(({ at, paid }) =>
      paid === null ? [] : [fundingEvent(desk, at, negative(paid))],
    );
  };
}

const fundingEvent = (desk: Desk, at: EpochMicros, change: Decimal): object => ({
  e: 'ACCOUNT_UPDATE',
  ...{ E: nowMs(desk), T: wallMs(desk, at) },
  a: { m: 'FUNDING_FEE', B: [balanceWords(desk, change)], P: [] },
});
