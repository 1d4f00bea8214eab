/**
 * The shape of a report as a value, so that a metric's name can be checked before any run exists ("did you mean"). The
 * compiler holds it against `Report`: a field added there and forgotten here does not compile.
 */
import type { Report } from './report.js';

/** `leaf` = text, flag or list of texts; `number` = what an expectation can compare. */
export type Shape<T> = [NonNullable<T>] extends [number]
  ? 'number'
  : [NonNullable<T>] extends [string | boolean]
    ? 'leaf'
    : NonNullable<T> extends readonly (infer Item)[]
      ? { readonly each: Shape<Item> }
      : string extends keyof NonNullable<T>
        ? { readonly any: Shape<NonNullable<T>[keyof NonNullable<T>]> }
        : { readonly fields: { readonly [K in keyof NonNullable<T>]-?: Shape<NonNullable<T>[K]> } };

/** The same, where the type no longer matters. */
export type AnyShape =
  | 'number'
  | 'leaf'
  | { readonly each: AnyShape }
  | { readonly any: AnyShape }
  | { readonly fields: Readonly<Record<string, AnyShape>> };

const COST = {
  delay: 'leaf',
  spread: 'leaf',
  impact: 'leaf',
  timing: 'leaf',
  fees: 'leaf',
  opportunity: 'leaf',
} as const;
const WARNING = { fields: { code: 'leaf', subject: 'leaf', text: 'leaf' } } as const;

const CHILD: Shape<Report['parents'][number]['children'][number]> = {
  fields: {
    clientOrderId: 'leaf',
    name: 'leaf',
    slice: 'number',
    kind: 'leaf',
    status: 'leaf',
    quantity: 'leaf',
    filledQuantity: 'leaf',
    averagePrice: 'leaf',
    type: 'leaf',
    timeInForce: 'leaf',
    limitPrice: 'leaf',
    expectedPrice: 'leaf',
    scheduledAtMicros: 'number',
    sentAtMicros: 'number',
    firstFillAtMicros: 'number',
    doneAtMicros: 'number',
    outcome: 'leaf',
    reason: 'leaf',
    slippageBps: 'number',
    feesQuote: 'leaf',
    feesEstimated: 'leaf',
    polls: 'number',
    participationShare: 'number',
    makerShare: 'number',
    takerShare: 'number',
  },
};

const PARENT: Shape<Report['parents'][number]> = {
  fields: {
    parentId: 'leaf',
    name: 'leaf',
    strategy: 'leaf',
    symbol: 'leaf',
    side: 'leaf',
    algo: 'leaf',
    type: 'leaf',
    quantity: 'leaf',
    filledQuantity: 'leaf',
    unfilledQuantity: 'leaf',
    filledShare: 'number',
    averagePrice: 'leaf',
    status: 'leaf',
    completion: 'leaf',
    receivedMicros: 'number',
    startMicros: 'number',
    endMicros: 'number',
    elapsedMs: 'number',
    arrivalPrice: 'leaf',
    referenceMid: 'leaf',
    finalMid: 'leaf',
    finalMidSource: 'leaf',
    shortfallBps: 'number',
    shortfallQuote: 'leaf',
    cost: {
      fields: {
        delayBps: 'number',
        spreadBps: 'number',
        impactBps: 'number',
        timingBps: 'number',
        feesBps: 'number',
        opportunityBps: 'number',
      },
    },
    costQuote: { fields: COST },
    slippageBps: 'number',
    twap: 'leaf',
    vwap: 'leaf',
    vsTwapBps: 'number',
    vsVwapBps: 'number',
    feesQuote: 'leaf',
    feesEstimated: 'leaf',
    participationShare: 'number',
    makerShare: 'number',
    takerShare: 'number',
    slices: {
      fields: {
        planned: 'number',
        sent: 'number',
        filled: 'number',
        partial: 'number',
        blocked: 'number',
        skipped: 'number',
        canceled: 'number',
        failed: 'number',
        dryRun: 'number',
        open: 'number',
      },
    },
    stoppedEarly: 'leaf',
    stop: { fields: { code: 'leaf', measured: 'leaf', limit: 'leaf', atMicros: 'number' } },
    children: { each: CHILD },
    warnings: { each: WARNING },
  },
};

export const REPORT_SHAPE: Shape<Report> = {
  fields: {
    schemaVersion: 'number',
    runId: 'leaf',
    scenario: 'leaf',
    seed: 'number',
    mode: 'leaf',
    build: 'leaf',
    journalHash: 'leaf',
    stateHash: 'leaf',
    virtual: { fields: { startMicros: 'number', endMicros: 'number' } },
    fidelity: {
      fields: {
        market: 'leaf',
        models: { each: 'leaf' },
        options: { any: 'leaf' },
        counts: { any: 'number' },
        unrealistic: { each: 'leaf' },
      },
    },
    parents: { each: PARENT },
    refused: {
      each: {
        fields: {
          atMicros: 'number',
          code: 'leaf',
          problems: { each: { fields: { field: 'leaf', text: 'leaf' } } },
        },
      },
    },
    detection: {
      fields: {
        orders: 'number',
        fillable: 'number',
        detected: 'number',
        late: 'number',
        timeouts: 'number',
        fillableTimeouts: 'number',
        falsePositives: 'number',
        meanMs: 'number',
        p50Ms: 'number',
        p99Ms: 'number',
      },
    },
    truth: {
      fields: {
        ordersAccepted: 'number',
        executions: 'number',
        fillsDetected: 'number',
        fillsLate: 'number',
        fillsMissed: 'number',
        fillsPhantom: 'number',
        fillsDoubled: 'number',
        positionErrorSeconds: 'number',
      },
    },
    invariants: {
      fields: {
        checks: 'number',
        violations: { each: { fields: { id: 'leaf', atMicros: 'number', detail: 'leaf' } } },
      },
    },
    faults: { any: 'number' },
    calls: {
      fields: {
        submit: 'number',
        cancel: 'number',
        query: 'number',
        openOrders: 'number',
        positions: 'number',
      },
    },
    alerts: {
      each: {
        fields: {
          code: 'leaf',
          level: 'leaf',
          subject: 'leaf',
          text: 'leaf',
          state: 'leaf',
          firstMicros: 'number',
          lastMicros: 'number',
          count: 'number',
        },
      },
    },
    warnings: { each: WARNING },
    expectations: { each: { fields: { text: 'leaf', ok: 'leaf', actual: 'number' } } },
    performance: {
      fields: {
        marketEvents: 'number',
        engineInputs: 'number',
        journalEntries: 'number',
        orders: 'number',
        fills: 'number',
        polls: 'number',
        wallMs: 'number',
        marketEventsPerSecond: 'number',
      },
    },
  },
};
