/**
 * Journals written by hand for the report's tests: one market with a tick of 0.01 and a lot of 0.001, times in ms after a
 * fixed start, and short ways to write the steps that matter. Builders only; no engine runs here.
 */
import { NO_FAULT_RECORD } from '../../../src/core/order/fault-record.js';
import { ofParent } from '../../../src/core/state/owner.js';
import type { Entry, FillResult } from '../../../src/core/state/entry.js';
import type { Input, InputBody } from '../../../src/core/state/input.js';
import { type Instrument, formatQuantity } from '../../../src/core/ground/instrument.js';
import {
  GENESIS_HASH,
  type JournalBlock,
  chainBlock,
} from '../../../src/core/state/journal-block.js';
import type { Execution } from '../../../src/core/order/execution-report.js';
import {
  type ClientOrderId,
  type ExecId,
  type OrderTerms,
  type ParentId,
  type VenueOrderId,
  venueNanos,
} from '../../../src/core/order/order.js';
import type { OrderRequest, RawOrderRequest } from '../../../src/core/order/order-request.js';
import type { ParentStatus } from '../../../src/core/order/parent.js';
import type { OrderStatus } from '../../../src/core/order/status.js';
import { keyOf } from '../../../src/core/order/status-key.js';
import type { Plan } from '../../../src/core/plan/plan.js';
import {
  type EpochMicros,
  type Lots,
  type Micros,
  type Side,
  epochMicros,
  lots,
  micros,
  ticks,
} from '../../../src/core/ground/units.js';
import type { FinishedRun } from '../../../src/report/projection/finished-run.js';

export const INSTRUMENT: Instrument = {
  symbol: 'BTCUSDT',
  tickSize: '0.01',
  lotSize: '0.001',
  minNotional: '5',
  calendar: 'always-open',
  adv: null,
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
};

/** 2024-08-08T23:54:30Z */
const START = epochMicros(1_723_161_270_000_000);
export const at = (ms: number): EpochMicros => epochMicros(START + ms * 1_000);

export const parentId = (name: string): ParentId => `${name}-parent` as ParentId;
export const childId = (name: string): ClientOrderId => `${name}-child` as ClientOrderId;

export const termsOf = (given: Partial<OrderTerms> & { readonly quantity: Lots }): OrderTerms => ({
  symbol: INSTRUMENT.symbol,
  side: 'buy',
  type: 'market',
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'ioc',
  postOnly: false,
  ...given,
});

const requestOf = (given: Partial<OrderRequest> & { readonly quantity: Lots }): OrderRequest => ({
  strategyId: 'demo',
  symbol: INSTRUMENT.symbol,
  side: 'buy',
  algo: 'twap',
  type: 'market',
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'ioc',
  postOnly: false,
  duration: null,
  slices: null,
  interval: null,
  start: null,
  acrossSessions: false,
  completion: 'leave',
  fillTimeout: null,
  idempotencyKey: '0',
  source: 'scenario',
  ...given,
});

const planOf = (given: Partial<Plan>): Plan => ({
  start: START,
  calendar: 'always-open',
  spacing: { kind: 'interval', interval: micros(30_000_000) },
  slices: 1,
  baseQuantity: lots(1),
  remainder: 0,
  maxSliceQuantity: null,
  ...given,
});

export interface FillText {
  readonly id: string;
  readonly price: number;
  readonly quantity: number;
  readonly liquidity?: Execution['liquidity'];
  readonly fee?: string | null;
  readonly venueMs?: number;
}

export const executionOf = (fill: FillText): Execution => ({
  execId: fill.id as ExecId,
  price: ticks(fill.price),
  quantity: lots(fill.quantity),
  liquidity: fill.liquidity === undefined ? 'taker' : fill.liquidity,
  fee: fill.fee === null ? null : { asset: 'USDT', amount: fill.fee ?? '0' },
  venueTime: venueNanos(at(fill.venueMs ?? 0)),
});

/** One parent with its children, as a journal writes them; each method is one step. */
export class HandMadeJournal {
  readonly #blocks: JournalBlock[] = [];
  readonly #sides = new Map<string, { side: Side; quantity: Lots; filled: number }>();

  get blocks(): readonly JournalBlock[] {
    return this.#blocks;
  }

  /** Any step, spelled out. */
  step(ms: number, input: InputBody & Pick<Input, 'quotes'>, ...entries: Entry[]): this {
    const previous = this.#blocks.at(-1)?.hash ?? GENESIS_HASH;
    const whole = { ...input, at: at(ms) } as Input;
    this.#blocks.push(chainBlock(previous, this.#blocks.length, { input: whole, entries }));
    return this;
  }

  received(
    ms: number,
    name: string,
    given: {
      readonly request: Partial<OrderRequest> & { readonly quantity: Lots };
      readonly plan: Partial<Plan>;
      readonly arrivalMidTwice: number | null;
    },
  ): this {
    const request = requestOf(given.request);
    const id = parentId(name);
    const raw = {
      ...request,
      quantity: formatQuantity(INSTRUMENT, request.quantity),
      limitPrice: null,
      stopPrice: null,
    } as RawOrderRequest;
    return this.step(
      ms,
      { kind: 'order-request', request: raw },
      {
        kind: 'order-received',
        parentId: id,
        request,
        date: '2024-08-08',
        midTwice: given.arrivalMidTwice,
      },
      {
        kind: 'parent-planned',
        parentId: id,
        algo: request.algo === 'direct' ? 'direct' : 'twap',
        plan: planOf({ start: at(ms), ...given.plan }),
        warnings: [],
        arrivalMidTwice: given.arrivalMidTwice,
      },
    );
  }

  /** A slice due, released and sent at once on the quote given. */
  sent(
    ms: number,
    name: string,
    given: {
      readonly parent: string;
      readonly slice: number;
      readonly terms: Partial<OrderTerms> & { readonly quantity: Lots };
      readonly quote: readonly [bid: number, ask: number] | null;
      readonly overdueMs?: number;
    },
  ): this {
    const parent = parentId(given.parent);
    const id = childId(name);
    const terms = termsOf(given.terms);
    const [bid, ask] = given.quote ?? [null, null];
    this.#sides.set(name, { side: terms.side, quantity: terms.quantity, filled: 0 });
    return this.step(
      ms,
      { kind: 'wake', owner: ofParent(parent) },
      {
        kind: 'slice-due',
        parentId: parent,
        slice: given.slice,
        childKind: 'slice',
        overdueMicros: micros((given.overdueMs ?? 0) * 1_000),
      },
      {
        kind: 'slice-released',
        parentId: parent,
        slice: given.slice,
        childKind: 'slice',
        clientOrderId: id,
        terms,
        bid: bid === null ? null : ticks(bid),
        ask: ask === null ? null : ticks(ask),
        dryRun: false,
      },
      {
        kind: 'submit-intent',
        clientOrderId: id,
        command: {
          kind: 'submit',
          clientOrderId: id,
          parentId: parent,
          attempt: 1,
          terms,
          validUntil: null,
        },
        quoteAliveAt: at(ms),
        deadline: at(ms + 30_000),
        nextAt: at(ms + 500),
      },
    );
  }

  /** An execution told by the order stream. */
  filled(
    ms: number,
    name: string,
    given: FillText & { readonly parent: string; readonly status?: OrderStatus },
  ): this {
    const child = this.#sides.get(name);
    if (child === undefined) throw new Error(`no such child: ${name}`);
    child.filled += given.quantity;
    const whole = child.filled >= child.quantity;
    const status = given.status ?? (whole ? 'filled' : 'partially_filled');
    const execution = executionOf(given);
    return this.step(
      ms,
      {
        kind: 'execution-report',
        report: {
          execType: 'trade',
          clientOrderId: childId(name),
          venueOrderId: `${name}-venue` as VenueOrderId,
          symbol: INSTRUMENT.symbol,
          side: child.side,
          status,
          quantity: child.quantity,
          cumQty: lots(child.filled),
          leaves: lots(child.quantity - child.filled),
          execution,
          bustOf: null,
          venueTime: execution.venueTime,
          text: '',
        },
      },
      this.updateOf(name, given.parent, status),
      {
        kind: 'fill-booked',
        clientOrderId: childId(name),
        parentId: parentId(given.parent),
        venueOrderId: `${name}-venue` as VenueOrderId,
        row: { execution, bustOf: null },
        feeQuote: given.fee === undefined ? '0' : given.fee,
        feeEstimated: false,
        source: 'stream',
      },
    );
  }

  /** The `order-updated` entry for what was filled so far. */
  updateOf(name: string, parent: string, status: OrderStatus): Entry {
    return {
      kind: 'order-updated',
      clientOrderId: childId(name),
      parentId: parentId(parent),
      source: 'stream',
      head: {
        key: keyOf({ source: 'stream', status }),
        status,
        filled: lots(this.#sides.get(name)?.filled ?? 0),
        busted: lots(0),
        venueOrderIds: [`${name}-venue` as VenueOrderId],
        credited: [],
      },
      skipped: [],
    };
  }

  /** The venue ends an order, or we do. */
  ended(
    ms: number,
    name: string,
    given: { readonly parent: string; readonly status: OrderStatus },
  ): this {
    return this.step(
      ms,
      { kind: 'wake', owner: ofParent(parentId(given.parent)) },
      this.updateOf(name, given.parent, given.status),
    );
  }

  result(ms: number, name: string, parent: string, result: Partial<FillResult>): this {
    return this.step(
      ms,
      { kind: 'wake', owner: ofParent(parentId(parent)) },
      {
        kind: 'fill-result',
        clientOrderId: childId(name),
        parentId: parentId(parent),
        final: true,
        result: {
          outcome: 'filled',
          reason: 'FILLED',
          filled: lots(0),
          averagePrice: null,
          feesQuote: null,
          feesEstimated: false,
          venueFillTime: null,
          detectedAt: null,
          methods: [],
          confidenceBps: null,
          slippageBps: null,
          slippageFlag: false,
          polls: 0,
          retries: 0,
          elapsedMs: 0,
          ...result,
        },
      },
    );
  }

  closed(
    ms: number,
    name: string,
    status: ParentStatus,
    amounts: { readonly filled: number; readonly unfilled?: number },
  ): this {
    return this.step(
      ms,
      { kind: 'wake', owner: ofParent(parentId(name)) },
      {
        kind: 'parent-status',
        parentId: parentId(name),
        status,
        filled: lots(amounts.filled),
        unfilled: lots(amounts.unfilled ?? 0),
      },
    );
  }
}

export const runOf = (
  journal: HandMadeJournal,
  given: Partial<FinishedRun> & { readonly endMs: number },
): FinishedRun => {
  const { endMs, ...rest } = given;
  return {
    runId: 'run-1',
    scenarioName: 'hand-made',
    seed: 7,
    mode: 'sim',
    build: 'test',
    journalHash: journal.blocks.at(-1)?.hash ?? GENESIS_HASH,
    stateHash: null,
    virtual: { start: START, end: at(endMs) },
    instruments: new Map([[INSTRUMENT.symbol, INSTRUMENT]]),
    blocks: journal.blocks,
    ledger: null,
    audit: null,
    markets: new Map(),
    quantaPerLot: new Map([[INSTRUMENT.symbol, 1]]),
    fidelity: {
      market: 'hand-made',
      models: [],
      options: {},
      counts: {},
      fills: null,
      unrealistic: [],
    },
    faults: new Map(),
    faultRecord: NO_FAULT_RECORD,
    calls: { submit: 0, cancel: 0, query: 0, openOrders: 0, positions: 0 },
    performance: { marketEvents: null, wallMs: null },
    warnings: [],
    expectations: [],
    ...rest,
  };
};

export const span = (ms: number): Micros => micros(ms * 1_000);
