/**
 * One fill of each kind - taker, queue, through, crossed - with the venue's ledger beside the journal, for the trace and
 * the explanations. A buy of 0.400 in four slices; the news of the third comes late, by poll,
 * because the stream loses it.
 */
import { NO_FAULT_RECORD } from '../../../src/core/order/fault-record.js';
import { ofChild, ofParent } from '../../../src/core/state/owner.js';
import { type Entry } from '../../../src/core/state/entry.js';
import type { ExecId, VenueOrderId } from '../../../src/core/order/order.js';
import { keyOf } from '../../../src/core/order/status-key.js';
import type {
  AuditResult,
  FillCause,
  TruthEntry,
  TruthExecution,
  TruthLedger,
} from '../../../src/core/order/truth.js';
import { lots, ticks } from '../../../src/core/ground/units.js';
import type { FinishedRun } from '../../../src/report/projection/finished-run.js';
import {
  HandMadeJournal,
  INSTRUMENT,
  at,
  childId,
  executionOf,
  parentId,
  runOf,
  span,
  termsOf,
} from './hand-made-journal.js';
import { handMadeMarket } from './hand-made-market.js';

const resting = (price: number) =>
  ({ quantity: lots(100), type: 'limit', timeInForce: 'gtc', limitPrice: ticks(price) }) as const;

const FILL_3 = {
  id: 'x3',
  price: 10_010,
  quantity: 100,
  liquidity: 'maker',
  fee: '0.001001',
  venueMs: 60_400,
} as const;

function fourFillsJournal(): HandMadeJournal {
  const journal = new HandMadeJournal()
    .received(0, 'q', {
      request: { quantity: lots(400) },
      plan: {
        slices: 4,
        baseQuantity: lots(100),
        spacing: { kind: 'interval', interval: span(30_000) },
      },
      arrivalMidTwice: 20_004,
    })
    .sent(0, 'q0', {
      parent: 'q',
      slice: 0,
      terms: { quantity: lots(100) },
      quote: [10_000, 10_004],
    })
    .filled(50, 'q0', {
      parent: 'q',
      id: 'x1',
      price: 10_004,
      quantity: 100,
      fee: '0.005002',
      venueMs: 20,
    })
    .sent(30_000, 'q1', { parent: 'q', slice: 1, terms: resting(10_006), quote: [10_006, 10_008] })
    .filled(41_010, 'q1', {
      parent: 'q',
      id: 'x2',
      price: 10_006,
      quantity: 100,
      liquidity: 'maker',
      fee: '0.0010006',
      venueMs: 41_000,
    })
    .sent(60_000, 'q2', { parent: 'q', slice: 2, terms: resting(10_010), quote: [10_010, 10_014] });
  return foundByPoll(journal)
    .sent(90_000, 'q3', { parent: 'q', slice: 3, terms: resting(10_012), quote: [10_012, 10_016] })
    .filled(99_010, 'q3', {
      parent: 'q',
      id: 'x4',
      price: 10_012,
      quantity: 100,
      liquidity: 'maker',
      fee: '0.0010012',
      venueMs: 99_000,
    })
    .closed(99_010, 'q', 'filled', { filled: 400 });
}

/** The stream loses the third fill: a poll finds the order filled, a query of the executions books it. */
function foundByPoll(journal: HandMadeJournal): HandMadeJournal {
  const clientOrderId = childId('q2');
  const asked = { clientOrderId, symbol: INSTRUMENT.symbol };
  const read = (
    kind: 'read-order' | 'read-executions',
    readId: number,
    purpose: 'poll' | 'ledger',
  ): Entry => ({
    kind: 'read-requested',
    read: { kind, readId, ...asked },
    purpose,
    owner: ofChild(clientOrderId),
  });
  const wake = { kind: 'wake', owner: ofParent(parentId('q')) } as const;
  return journal
    .step(60_500, wake, read('read-order', 1, 'poll'))
    .step(
      60_560,
      {
        kind: 'answer',
        readId: 1,
        answer: { kind: 'failed', failure: 'ambiguous', retryAfter: null, text: 'timeout' },
      },
      {
        kind: 'read-failed',
        clientOrderId,
        failure: 'ambiguous',
        text: 'timeout',
        nextAt: at(62_000),
      },
    )
    .step(62_000, wake, read('read-executions', 2, 'poll'))
    .step(
      62_060,
      {
        kind: 'answer',
        readId: 2,
        answer: { kind: 'executions', executions: [executionOf(FILL_3)] },
      },
      {
        kind: 'order-updated',
        clientOrderId,
        parentId: parentId('q'),
        source: 'poll',
        head: {
          key: keyOf({ source: 'poll', status: 'filled' }),
          status: 'filled',
          filled: lots(100),
          busted: lots(0),
          venueOrderIds: ['q2-venue' as VenueOrderId],
          credited: [],
        },
        skipped: [],
      },
      {
        kind: 'fill-booked',
        clientOrderId,
        parentId: parentId('q'),
        venueOrderId: 'q2-venue' as VenueOrderId,
        row: { execution: executionOf(FILL_3), bustOf: null },
        feeQuote: FILL_3.fee,
        feeEstimated: false,
        source: 'poll',
      },
    );
}

interface TruthText {
  readonly name: string;
  readonly acceptedMs: number;
  readonly ahead: number | null;
  readonly ms: number;
  readonly id: string;
  readonly price: number;
  readonly cause: FillCause;
  readonly fee: string;
  readonly tapeRow: number | null;
  readonly queue: readonly [before: number, after: number] | null;
}

const TRUTH: readonly TruthText[] = [
  {
    name: 'q0',
    acceptedMs: 20,
    ahead: null,
    ms: 20,
    id: 'x1',
    price: 10_004,
    cause: 'taker',
    fee: '0.005002',
    tapeRow: null,
    queue: null,
  },
  {
    name: 'q1',
    acceptedMs: 30_020,
    ahead: 750,
    ms: 41_000,
    id: 'x2',
    price: 10_006,
    cause: 'queue',
    fee: '0.0010006',
    tapeRow: 412,
    queue: [120, 0],
  },
  {
    name: 'q2',
    acceptedMs: 60_020,
    ahead: 2_300,
    ms: 60_400,
    id: 'x3',
    price: 10_010,
    cause: 'through',
    fee: '0.001001',
    tapeRow: 655,
    queue: [2_250, 0],
  },
  {
    name: 'q3',
    acceptedMs: 90_020,
    ahead: 900,
    ms: 99_000,
    id: 'x4',
    price: 10_012,
    cause: 'crossed',
    fee: '0.0010012',
    tapeRow: 980,
    queue: [640, 0],
  },
];

function truthOf(row: TruthText, index: number): readonly TruthEntry[] {
  const venueOrderId = `${row.name}-venue` as VenueOrderId;
  const clientOrderId = childId(row.name);
  const terms =
    row.cause === 'taker' ? termsOf({ quantity: lots(100) }) : termsOf(resting(row.price));
  const [aheadBefore, aheadAfter] = row.queue ?? [null, null];
  const execution: TruthExecution = {
    kind: 'executed',
    seq: 3 * index + 2,
    at: at(row.ms),
    execId: row.id as ExecId,
    venueOrderId,
    clientOrderId,
    symbol: INSTRUMENT.symbol,
    side: 'buy',
    price: ticks(row.price),
    quantity: lots(100),
    cumQty: lots(100),
    leaves: lots(0),
    liquidity: row.cause === 'taker' ? 'taker' : 'maker',
    cause: row.cause,
    fee: { asset: 'USDT', amount: row.fee },
    tapeRow: row.tapeRow,
    aheadBefore,
    aheadAfter,
  };
  return [
    {
      kind: 'accepted',
      seq: 3 * index + 1,
      at: at(row.acceptedMs),
      clientOrderId,
      venueOrderId,
      terms,
      ahead: row.ahead,
    },
    execution,
  ];
}

const BOOKED_MS = [50, 41_010, 62_060, 99_010];

export function fourFills(given: Partial<FinishedRun> = {}): FinishedRun {
  const entries = TRUTH.flatMap(truthOf);
  const executions = entries.filter((entry) => entry.kind === 'executed');
  const ledger: TruthLedger = { arrivals: [], entries, executions };
  const audit: AuditResult = {
    checks: 1_234,
    violations: [],
    reached: {},
    ordersAccepted: 4,
    fills: executions.map((one, index) => ({
      execId: one.execId,
      clientOrderId: one.clientOrderId,
      at: one.at,
      quantity: one.quantity,
      detectedAt: at(BOOKED_MS[index]!),
      late: false,
      pricedAt: at(BOOKED_MS[index]!),
      feeKnown: true,
      owed: true,
    })),
    oneSided: [],
    phantom: 0,
    doubled: 0,
    positionErrorMicros: 1_710_000,
  };
  const market = handMadeMarket(
    [
      [-10, 10_000, 10_004],
      [30_000, 10_006, 10_008],
      [60_000, 10_010, 10_014],
      [90_000, 10_012, 10_016],
      [99_000, 10_008, 10_012],
    ],
    [
      [10_000, 10_004, 3_000],
      [41_000, 10_006, 500],
      [60_400, 10_008, 1_500],
      [95_000, 10_013, 1_000],
    ],
  );
  return runOf(fourFillsJournal(), {
    runId: '7f3a91c2',
    scenarioName: 'four-fills',
    endMs: 120_000,
    ledger,
    audit,
    markets: new Map([[INSTRUMENT.symbol, market]]),
    calls: { submit: 4, cancel: 0, query: 2, openOrders: 0, positions: 0 },
    faults: new Map([['stream-drop', 1]]),
    faultRecord: NO_FAULT_RECORD,
    performance: { marketEvents: 1_000_000, wallMs: 40 },
    fidelity: {
      market: 'replay of four rows',
      models: ['queue: back', 'through: pool'],
      options: { queue: 'back' },
      counts: {},
      fills: {
        taker: { executions: 1, quantities: { BTCUSDT: '0.1' } },
        queue: { executions: 1, quantities: { BTCUSDT: '0.1' } },
        through: { executions: 1, quantities: { BTCUSDT: '0.1' } },
        crossed: { executions: 1, quantities: { BTCUSDT: '0.1' } },
        hidden: { executions: 0, quantities: {} },
      },
      unrealistic: ['the recorded market does not answer to our orders'],
    },
    expectations: [
      { text: 'fillsMissed == 0', ok: true, actual: 0 },
      { text: 'shortfallBps < 1', ok: false, actual: 7.5 },
    ],
    ...given,
  });
}
