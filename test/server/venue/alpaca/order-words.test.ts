/** An order, what happens to it and what is held, as Alpaca shows them: from the ledger's index and what a reply or a report says. */
import { describe, expect, it } from 'vitest';
import type {
  ExecutionReport,
  OrderSnapshot,
} from '../../../../src/core/order/execution-report.js';
import {
  type ClientOrderId,
  type ExecId,
  type OrderTerms,
  type VenueOrderId,
  venueNanos,
} from '../../../../src/core/order/order.js';
import type { TruthEntry, TruthExecution } from '../../../../src/core/order/truth.js';
import { type EpochMicros, lots, ticks } from '../../../../src/core/ground/units.js';
import { Holding } from '../../../../src/server/venue/alpaca/holding.js';
import { LedgerIndex } from '../../../../src/server/venue/alpaca/ledger-index.js';
import { ListedAssets } from '../../../../src/server/venue/alpaca/listed-assets.js';
import {
  type OrderContext,
  orderOfReport,
  orderOfSnapshot,
} from '../../../../src/server/venue/alpaca/order-json.js';
import { eventOf } from '../../../../src/server/venue/alpaca/order-words.js';
import { tradeUpdate } from '../../../../src/server/venue/alpaca/trade-stream.js';
import { uuidOfExecution, uuidOfOrder } from '../../../../src/server/venue/alpaca/uuid-names.js';
import { wallOfStamp } from '../../../../src/server/venue/alpaca/wall-stamps.js';
import { wallTime } from '../../../../src/server/venue/wire/wall-time.js';
import { SCRIPTED_INSTRUMENT } from '../../../contract/scripted-venue.js';

const at = (text: string): EpochMicros => wallOfStamp(text) as EpochMicros;
const MARKET = at('2024-01-02T15:00:00Z');
/** The market runs ten times as fast, and began when the wall clock showed this. */
const wall = wallTime(MARKET, at('2026-05-01T10:00:00Z'), 10);
const assets = new ListedAssets([SCRIPTED_INSTRUMENT]);

const TERMS: OrderTerms = {
  ...{ symbol: 'BTCUSDT', side: 'buy', quantity: lots(10), type: 'limit', limitPrice: ticks(200) },
  ...{ stopPrice: null, timeInForce: 'gtc', postOnly: false },
};
const id = (name: string): { clientOrderId: ClientOrderId } => ({
  clientOrderId: name as ClientOrderId,
});

/** The first two fill at 200 and 198; the second is undone; another order takes the place and fills two at 190. */
function ledger(): TruthEntry[] {
  const when = (seconds: number): EpochMicros => (MARKET + seconds * 1_000_000) as EpochMicros;
  const order = (nth: number) => ({ venueOrderId: String(nth) as VenueOrderId, ...id(`c-${nth}`) });
  const fill = { symbol: 'BTCUSDT', side: 'buy', fee: { asset: 'USDT', amount: '0' } } as const;
  const executed: Pick<
    TruthExecution,
    'kind' | 'liquidity' | 'cause' | 'tapeRow' | 'aheadBefore' | 'aheadAfter' | keyof typeof fill
  > = {
    ...{ kind: 'executed', liquidity: 'maker', cause: 'queue', tapeRow: null, ...fill },
    ...{ aheadBefore: null, aheadAfter: null },
  };
  const trade = (nth: number, price: number, amounts: readonly [number, number, number]) => ({
    ...{ ...executed, execId: String(nth) as ExecId, price: ticks(price) },
    ...{ quantity: lots(amounts[0]), cumQty: lots(amounts[1]), leaves: lots(amounts[2]) },
  });
  const next = { terms: { ...TERMS, quantity: lots(5) }, ahead: null };
  const bust = {
    kind: 'busted',
    ...fill,
    execId: '2-bust' as ExecId,
    bustOf: '2' as ExecId,
  } as const;
  const { clientOrderId: replacedBy, venueOrderId } = order(2);
  return [
    { kind: 'accepted', seq: 1, at: when(0), ...order(1), terms: TERMS, ahead: null },
    { seq: 2, at: when(1), ...order(1), ...trade(1, 200, [3, 3, 7]) },
    { seq: 3, at: when(2), ...order(1), ...trade(2, 198, [1, 4, 6]) },
    {
      ...{ ...bust, seq: 4, at: when(3), ...order(1) },
      ...{ price: ticks(198), quantity: lots(1), cumQty: lots(3) },
    },
    { kind: 'replaced', seq: 5, at: when(4), ...id('c-1'), replacedBy, venueOrderId, ...next },
    { kind: 'accepted', seq: 6, at: when(4), ...order(2), ...next },
    { seq: 7, at: when(5), ...order(2), ...trade(3, 190, [2, 2, 3]) },
  ];
}

const contextOf = (entries: TruthEntry[]): OrderContext => ({
  index: new LedgerIndex({
    truth: { arrivals: [], entries, executions: [] },
    positions: [],
    entryPrice: () => null,
  }),
  assets,
  wall,
  beside: new Map(),
});

const report = (changes: Partial<ExecutionReport>): ExecutionReport => ({
  ...{ execType: 'trade', ...id('c-1'), venueOrderId: '1' as VenueOrderId, symbol: 'BTCUSDT' },
  ...{
    side: 'buy',
    status: 'partially_filled',
    quantity: lots(10),
    cumQty: lots(3),
    leaves: lots(7),
  },
  ...{ execution: null, bustOf: null, venueTime: venueNanos(MARKET), text: '', ...changes },
});

const snapshot = (changes: Partial<OrderSnapshot>): OrderSnapshot => ({
  ...{ ...id('c-2'), venueOrderId: '2' as VenueOrderId, symbol: 'BTCUSDT', side: 'buy' },
  ...{ quantity: lots(5), type: 'limit', limitPrice: ticks(200), stopPrice: null },
  ...{
    status: 'partially_filled',
    venueWord: 'partially_filled',
    cumQty: lots(2),
    avgPrice: '1.9',
  },
  ...{ filledAt: MARKET, createdAt: MARKET, venueTime: venueNanos(MARKET), ...changes },
});

describe('an order', () => {
  it('has the average price of the executions that made what is said to be filled', () => {
    const context = contextOf(ledger());
    const averages = [0, 3, 4, 5].map(
      (cumQty) => orderOfReport(context, report({ cumQty: lots(cumQty) }))['filled_avg_price'],
    );
    // (3 x 2.00 + 1 x 1.98) / 4; of five nothing is known.
    expect(averages).toEqual([null, '2', '1.995', null]);
  });

  it('that took the place of another tells of both', () => {
    // Three at 2.00 before it, two of its own at 1.90.
    expect(orderOfSnapshot(contextOf(ledger()), snapshot({}))).toMatchObject({
      ...{
        qty: '0.00008',
        filled_qty: '0.00005',
        filled_avg_price: '1.96',
        status: 'partially_filled',
      },
      ...{ replaces: uuidOfOrder('1' as VenueOrderId), replaced_by: null, replaced_at: null },
    });
    const old = {
      execType: 'replaced',
      status: 'replaced',
      cumQty: lots(3),
      leaves: lots(0),
    } as const;
    expect(orderOfReport(contextOf(ledger()), report(old))).toMatchObject({
      ...{ status: 'replaced', filled_qty: '0.00003', replaces: null },
      ...{ replaced_by: uuidOfOrder('2' as VenueOrderId), replaced_at: '2026-05-01T10:00:00.400Z' },
    });
  });

  it('of which something is not said has nothing in its place, and a word nobody knows is passed on', () => {
    const blank = { cumQty: null, status: null, venueWord: '', avgPrice: null, venueTime: null };
    expect(
      orderOfSnapshot(contextOf(ledger()), snapshot({ ...blank, filledAt: null })),
    ).toMatchObject({
      ...{
        status: null,
        filled_qty: null,
        filled_avg_price: null,
        filled_at: null,
        updated_at: null,
      },
    });
    const odd = snapshot({ status: null, venueWord: 'being_looked_into' });
    expect(orderOfSnapshot(contextOf(ledger()), odd)['status']).toBe('being_looked_into');
  });

  it('of the venue itself is shown as far as it is known', () => {
    const own = report({
      ...{ ...id('autoclose-1'), venueOrderId: 'autoclose-1' as VenueOrderId, side: 'sell' },
    });
    expect(orderOfReport(contextOf([]), own)).toMatchObject({
      ...{ client_order_id: 'autoclose-1', type: 'market', side: 'sell', filled_avg_price: null },
    });
  });

  it('that is told of with an execution says what that was, and what the account held after it', () => {
    const told = (execId: string, quantity: number) => ({
      ...{ execId: execId as ExecId, price: ticks(200), quantity: lots(quantity) },
      ...{ liquidity: null, fee: null, venueTime: venueNanos(MARKET) },
    });
    expect(tradeUpdate(contextOf(ledger()), report({ execution: told('1', 3) }))).toMatchObject({
      ...{ event: 'partial_fill', execution_id: uuidOfExecution('1' as ExecId), price: '2' },
      ...{ qty: '0.00003', position_qty: '0.00003', order: { filled_qty: '0.00003' } },
    });
    const bust: Partial<ExecutionReport> = {
      ...{ execution: told('2-bust', -1), bustOf: '2' as ExecId, text: 'why' },
      execType: 'trade-bust',
    };
    expect(tradeUpdate(contextOf(ledger()), report(bust))).toMatchObject({
      ...{ event: 'trade_bust', execution_id: uuidOfExecution('2-bust' as ExecId), reason: 'why' },
      ...{ previous_execution_id: uuidOfExecution('2' as ExecId), qty: '0.00001' },
      position_qty: '0.00003',
    });
    const ended = report({ execType: 'canceled', status: 'canceled', leaves: lots(0) });
    const update = tradeUpdate(contextOf(ledger()), ended);
    expect(update).toMatchObject({ event: 'canceled', execution_id: null });
    expect(Object.keys(update)).toEqual(['event', 'execution_id', 'timestamp', 'order']);
  });

  it('and what happens to it have an event each', () => {
    const types = [
      ...(['accepted', 'rejected', 'trade', 'canceled', 'cancel-rejected', 'replaced'] as const),
      ...(['replace-rejected', 'expired', 'triggered', 'trade-bust'] as const),
    ];
    expect(types.map((execType) => eventOf(report({ execType })))).toEqual([
      ...['new', 'rejected', 'partial_fill', 'canceled', 'order_cancel_rejected', 'replaced'],
      ...['order_replace_rejected', 'expired', 'restated', 'trade_bust'],
    ]);
    expect(eventOf(report({ leaves: lots(0) }))).toBe('fill');
  });
});

describe('a holding', () => {
  it('costs what was paid on the average, and begins anew on the other side', () => {
    const holding = new Holding(lots(0), null);
    const costs = (
      [
        [4, 100],
        [4, 200],
        [-2, 500],
        [-10, 300],
        [-4, 500],
        [8, 100],
      ] as const
    ).map(([quantity, price]) => {
      holding.traded(lots(quantity), ticks(price));
      return [holding.quantity, Number(holding.cost?.value ?? 0n) / 1e8];
    });
    expect(costs).toEqual([
      ...[
        [4, 400],
        [8, 1_200],
        [6, 900],
        [-4, -1_200],
        [-8, -3_200],
        [0, 0],
      ],
    ]);
    expect(new Holding(lots(5), null).cost).toBeNull();
  });
});
