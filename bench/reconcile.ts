/**
 * What a reconciliation costs the core: a process begins on so many orders that rest at the venue, until its gate is open, and a periodic
 * pass over the same; and a history of 100,000 orders, by the heap that reading it takes beyond what is known of the orders anyway.
 * Wall time of decide and fold alone, over a venue that answers at once, 500 orders a page; the least of three. Fails where 10,000 open
 * orders take more than 5 s, the exponent is over 1.25, or the history takes more than 64 MiB.
 *
 * Usage: npm run bench -- reconcile [--quick]
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { decided } from '../src/core/engine/decide.js';
import {
  type EpochMicros,
  type Lots,
  epochMicros,
  plus,
  seconds,
} from '../src/core/ground/units.js';
import type { OrderSnapshot } from '../src/core/order/execution-report.js';
import { type ClientOrderId, type VenueOrderId, venueNanos } from '../src/core/order/order.js';
import type { RawOrderRequest } from '../src/core/order/order-request.js';
import type { QuoteView, ReadAnswer } from '../src/core/order/outcome.js';
import type { BrokerRead } from '../src/core/state/command.js';
import type { EngineConfig } from '../src/core/state/config.js';
import { initialState } from '../src/core/state/initial-state.js';
import type { InputBody } from '../src/core/state/input.js';
import { ofParent } from '../src/core/state/owner.js';
import type { ChildState, State } from '../src/core/state/state.js';
import { engineConfig } from '../src/runs/to-plan.js';
import { parseScenario } from '../src/runs/scenario/load.js';
import { growthExponent } from './support/statistics.js';

const OPEN = [1_250, 2_500, 5_000, 10_000] as const;
const HISTORY = 100_000;
const SECONDS_MOST = 5;
const EXPONENT_MOST = 1.25;
const MEBIBYTES_MOST = 64;
const REPETITIONS = 3;
const PAGE = 500;
const MEBIBYTE = 2 ** 20;
const START = epochMicros(1_700_000_000_000_000);

const SCENARIO = `
name: reconcile
shows: what reconciliation costs
seed: 1
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '0', adv: '1000000000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 60s }
execution:
  earlyStop: { liquidityLevels: off, deviationBps: off }
  slicing: { minSliceValue: '0', liquidityCheckEnabled: false }
  reconciliation: { interval: 300s }
orders:
  - { at: 1s, side: buy, quantity: '0.1', algo: direct }
`;

const REQUEST: Omit<RawOrderRequest, 'idempotencyKey'> = {
  strategyId: 'demo',
  symbol: 'BTCUSDT',
  side: 'buy',
  quantity: '0.1',
  algo: 'direct',
  type: 'limit',
  limitPrice: '60000',
  stopPrice: null,
  timeInForce: 'gtc',
  postOnly: false,
  duration: null,
  slices: null,
  interval: null,
  start: null,
  acrossSessions: false,
  completion: 'leave',
  fillTimeout: null,
  source: 'scenario',
};

/** An engine without a host, and a venue that answers each question at once. Mutable on purpose. */
class Bench {
  readonly state: State = initialState();
  readonly #config: EngineConfig = engineConfig(
    parseScenario('reconcile.yaml', SCENARIO).scenario,
    1,
  );
  readonly #created: { readonly id: ClientOrderId; readonly at: EpochMicros }[] = [];
  #at: EpochMicros = START;
  #asked: BrokerRead[] = [];

  /** Accepted orders, all filled or all resting. */
  send(orders: number, isFilled: boolean): void {
    for (let n = 0; n < orders; n += 1) {
      this.#at = plus(this.#at, seconds(1));
      const parents = this.take({
        kind: 'order-request',
        request: { ...REQUEST, idempotencyKey: String(n) },
      });
      const parentId = parents.flatMap((entry) =>
        entry.kind === 'order-received' ? [entry.parentId] : [],
      )[0];
      if (parentId === undefined) throw new Error('the order was refused');
      this.answerAll();
      this.take({ kind: 'wake', owner: ofParent(parentId) });
      for (const clientOrderId of this.state.parents.get(parentId)?.open ?? [])
        this.#accept(clientOrderId, isFilled);
      // Positions are looked at as they would be, now and then.
      if (n % 50 !== 0) continue;
      this.#at = plus(this.#at, seconds(2));
      this.take({ kind: 'wake', owner: { kind: 'account' } });
      this.answerAll();
    }
  }

  #accept(clientOrderId: ClientOrderId, isFilled: boolean): void {
    this.#created.push({ id: clientOrderId, at: this.#at });
    const outcome = {
      kind: 'accepted',
      venueOrderId: `v-${clientOrderId}` as VenueOrderId,
      status: 'accepted',
      cumQty: null,
      venueTime: venueNanos(this.#at),
    } as const;
    this.take({ kind: 'outcome', effect: 'submit', clientOrderId, attempt: 1, outcome });
    const child = this.#child(clientOrderId);
    const { symbol, side, quantity } = child.terms;
    if (!isFilled) return;
    this.take({
      kind: 'execution-report',
      report: {
        ...{ execType: 'trade', clientOrderId, symbol, side, status: 'filled', quantity },
        ...{ venueOrderId: outcome.venueOrderId, cumQty: quantity, leaves: 0 as Lots },
        execution: {
          execId: `x-${clientOrderId}` as never,
          price: 600_000 as never,
          quantity,
          liquidity: 'taker',
          fee: { asset: 'USDT', amount: '0.01' },
          venueTime: venueNanos(this.#at),
        },
        ...{ bustOf: null, venueTime: venueNanos(this.#at), text: '' },
      },
    });
  }

  #child(clientOrderId: ClientOrderId): ChildState {
    const child = this.state.children.get(clientOrderId);
    if (child === undefined) throw new Error(`no order ${clientOrderId}`);
    return child;
  }

  take(body: InputBody) {
    const quote: QuoteView = {
      symbol: 'BTCUSDT',
      quote: {
        ...{ bid: 618_000 as never, bidQuantity: 1_000 as Lots },
        ...{ ask: 618_010 as never, askQuantity: 1_000 as Lots },
        ...{ venueTime: this.#at, deliveredAt: this.#at },
      },
      aliveAt: this.#at,
    };
    const step = decided(this.state, { ...body, at: this.#at, quotes: [quote] }, this.#config);
    step.fold();
    for (const entry of step.entries)
      if (entry.kind === 'read-requested') this.#asked.push(entry.read as BrokerRead);
    return step.entries;
  }

  /** Until nobody asks any more. `onAnswer` after each. */
  answerAll(onAnswer: () => void = () => undefined): void {
    while (this.#asked.length > 0) {
      const asked = this.#asked;
      this.#asked = [];
      for (const read of asked) {
        this.take({ kind: 'answer', readId: read.readId, answer: this.#answerTo(read) });
        onAnswer();
      }
    }
  }

  #answerTo(read: BrokerRead): ReadAnswer {
    switch (read.kind) {
      case 'read-history':
        return this.#page('history', read.cursor, ({ at }) => at >= read.after);
      case 'read-open-orders':
        return this.#page('open-orders', read.cursor, ({ id }) => this.#rests(id));
      case 'read-positions': {
        const quantity = this.state.exposure.get('BTCUSDT')?.position ?? (0 as Lots);
        return { kind: 'positions', positions: [{ symbol: 'BTCUSDT', quantity }] };
      }
      case 'read-order':
        return { kind: 'order', order: this.#snapshot(read.clientOrderId, this.#at) };
      default:
        throw new Error(`nobody should ask ${read.kind}`);
    }
  }

  readonly #rests = (id: ClientOrderId): boolean => this.#child(id).stage.kind !== 'done';

  #page(
    kind: 'history' | 'open-orders',
    cursor: string | null,
    has: (order: { readonly id: ClientOrderId; readonly at: EpochMicros }) => boolean,
  ): ReadAnswer {
    const orders: OrderSnapshot[] = [];
    for (let index = Number(cursor ?? 0); index < this.#created.length; index += 1) {
      const order = this.#created[index];
      if (order === undefined || !has(order)) continue;
      if (orders.length === PAGE) return { kind, orders, nextCursor: String(index) };
      orders.push(this.#snapshot(order.id, order.at));
    }
    return { kind, orders, nextCursor: null };
  }

  #snapshot(clientOrderId: ClientOrderId, createdAt: EpochMicros): OrderSnapshot {
    const { terms, belief } = this.#child(clientOrderId);
    const isFilled = belief.filled === terms.quantity;
    return {
      ...terms,
      clientOrderId,
      venueOrderId: `v-${clientOrderId}` as VenueOrderId,
      status: isFilled ? 'filled' : 'accepted',
      venueWord: isFilled ? 'filled' : 'new',
      cumQty: belief.filled,
      avgPrice: null,
      filledAt: null,
      createdAt,
      venueTime: venueNanos(createdAt),
    };
  }

  restart(): void {
    this.#asked = [];
    this.#at = plus(this.#at, seconds(300));
    this.take({ kind: 'started' });
  }

  reconcile(): void {
    this.#at = plus(this.#at, seconds(300));
    this.take({
      kind: 'operator',
      command: { do: 'reconcile' },
      operator: 'bench',
      reason: 'bench',
    });
  }
}

/** Garbage is not what is kept. */
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const timed = (what: () => void): number => {
  const before = performance.now();
  what();
  return (performance.now() - before) / 1_000;
};

interface Measured {
  readonly start: number;
  readonly pass: number;
}

function openOrders(count: number): Measured {
  const bench = new Bench();
  bench.send(count, false);
  const start = timed(() => {
    bench.restart();
    bench.answerAll();
  });
  const { gate } = bench.state;
  if (gate?.state !== 'open') throw new Error(`the gate is ${gate?.state ?? 'none'}`);
  const pass = timed(() => {
    bench.reconcile();
    bench.answerAll();
  });
  if (bench.state.reconciliation?.pass !== null) throw new Error('the pass did not end');
  return { start, pass };
}

/** Heap that a reading takes at most beyond what was there before, and its time. */
function history(count: number): { readonly seconds: number; readonly mebibytes: number } {
  const bench = new Bench();
  bench.send(count, true);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  let answers = 0;
  const took = timed(() => {
    bench.restart();
    bench.answerAll(() => {
      answers += 1;
      if (answers % 20 !== 0) return;
      collectGarbage();
      most = Math.max(most, process.memoryUsage().heapUsed - before);
    });
  });
  if (bench.state.gate?.state !== 'open') throw new Error('the gate did not open');
  return { seconds: took, mebibytes: most / MEBIBYTE };
}

const isQuick = process.argv.includes('--quick');
const times = isQuick ? 1 : REPETITIONS;
const points = OPEN.map((count) => {
  const runs = Array.from({ length: times }, () => openOrders(count));
  const [start, pass] = [
    Math.min(...runs.map((run) => run.start)),
    Math.min(...runs.map((run) => run.pass)),
  ];
  console.log(
    `${count} open orders: a start ${start.toFixed(3)} s, a pass ${pass.toFixed(3)} s, heap ${(process.memoryUsage().heapUsed / MEBIBYTE).toFixed(0)} MiB`,
  );
  return { count, start, pass };
});
const exponents = (['start', 'pass'] as const).map((what) =>
  growthExponent(points.map((point) => [point.count, point[what]])),
);
console.log(
  `grows as orders to the power of ${exponents.map((one) => one.toFixed(2)).join(' and ')}`,
);
const past = history(isQuick ? HISTORY / 10 : HISTORY);
console.log(
  `${isQuick ? HISTORY / 10 : HISTORY} orders of the history: ${past.seconds.toFixed(2)} s, ${past.mebibytes.toFixed(1)} MiB more heap while it is read`,
);
const slowest = Math.max(...points.map(({ start, pass }) => Math.max(start, pass)));
if (slowest > SECONDS_MOST || Math.max(...exponents) > EXPONENT_MOST) process.exitCode = 1;
if (past.mebibytes > MEBIBYTES_MOST) process.exitCode = 1;
