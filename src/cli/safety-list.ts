/** What somebody is told who is about to trade real money: where, how much at most, and how to stop it. */
import { type Instrument, formatQuantity } from '../core/ground/instrument.js';
import { InvariantError } from '../core/ground/invariant.js';
import type { EngineConfig } from '../core/state/config.js';
import type { SymbolLimits } from '../core/state/limits.js';
import { aligned, textOfLines } from '../report/text/layout.js';
import type { Agenda } from '../runs/assembly.js';

export interface Safety {
  readonly at: string;
  readonly engine: Pick<EngineConfig, 'instruments' | 'limits'>;
  readonly agenda: Pick<Agenda, 'orders' | 'signals' | 'strategies'>;
  readonly state: string;
  readonly killFile: string;
}

export function safetyList({ at, engine, agenda, state, killFile }: Safety): string {
  const { orders, signals = [], strategies } = agenda;
  const asks = orders.map(({ request }) => [
    'order',
    `${request.side} ${request.quantity} ${request.symbol}`,
  ]);
  return textOfLines([
    'REAL MONEY',
    ...aligned([
      ['where', at],
      ...asks,
      ...(signals.length === 0 ? [] : [['signals', String(signals.length)]]),
      ...strategies.map(({ id, file = '' }) => ['strategy', `${id} ${file}`.trimEnd()]),
      ...(engine.limits?.perSymbol ?? []).map((own) => ['at most', limitsText(own, engine)]),
      ['to stop', `squall kill on --state ${state}, or make the file ${killFile}`],
    ]),
  ]);
}

function limitsText(
  { symbol, position, orderValue, ordersPerMinute, collarBps }: SymbolLimits,
  { instruments }: Safety['engine'],
): string {
  const instrument = listed(instruments, symbol);
  const { quoteAsset, baseAsset } = instrument;
  const parts = [
    position === null ? null : `position ${formatQuantity(instrument, position)} ${baseAsset}`,
    orderValue === null ? null : `order ${orderValue} ${quoteAsset}`,
    ordersPerMinute === null ? null : `${ordersPerMinute} orders a minute`,
    collarBps === null ? 'no price collar' : `${collarBps} bps from the mid`,
  ];
  return `${symbol}: ${parts.filter((part) => part !== null).join(', ')}`;
}

function listed(instruments: ReadonlyMap<string, Instrument>, symbol: string): Instrument {
  const instrument = instruments.get(symbol);
  if (instrument === undefined)
    throw new InvariantError(`limits of ${symbol}, which is not traded`);
  return instrument;
}
