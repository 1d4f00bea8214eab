/**
 * FIL-14: the properties of fill detection that take a whole watch to see (1, 3, 4, 5, 6, 7, 9); 2, 8 and 10 are laws of
 * pure functions and stand beside those. Goal: whatever fails on the way, whenever the order fills. Method: scripts draw
 * one order's fate at a truthful venue (`watched-order.ts`), the real core watches it, the venue knows what was so.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../src/core/order/fill-ledger.js';
import { evolve } from '../../../src/core/state/evolve.js';
import { initialState } from '../../../src/core/state/initial-state.js';
import { logOf } from '../../../src/core/engine/log.js';
import type { LogLine } from '../../../src/core/engine/log-line.js';
import { lawCases, lawTimeoutMs } from '../../support/law-cases.js';
import { WatchedOrder, type WatchScript } from '../../support/watched-order.js';

const WAY_MAX = 120;

/** Anywhere in the watch, and around the deadline to the millisecond. */
const fill = fc.oneof(
  fc.record({
    from: fc.constant('arrival' as const),
    at: fc.integer({ min: 0, max: 6_000 }),
    percent: fc.constantFrom(1, 30, 70, 100),
  }),
  fc.record({
    from: fc.constant('deadline' as const),
    at: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -400, max: 600 })),
    percent: fc.constantFrom(30, 100, 100),
  }),
);
const FATES = ['answered', 'no-answer', 'rate-limited', 'not-sent'] as const;
const queries = fc.oneof(
  fc.constant([]),
  fc.array(fc.constantFrom(...FATES), { maxLength: 12 }),
  // More in a row than there are retries.
  fc.array(fc.constantFrom(...FATES.slice(1)), { minLength: 6, maxLength: 16 }),
);
const frames = fc.oneof(
  fc.constant([]),
  fc.array(fc.boolean(), { maxLength: 8 }),
  fc.constant(Array.from({ length: 40 }, () => false)),
);

const drawn = (fixed: Partial<WatchScript> = {}): fc.Arbitrary<WatchScript> =>
  fc
    .record({
      side: fc.constantFrom<WatchScript['side']>('buy', 'sell'),
      timeout: fc.integer({ min: 1_000, max: 4_000 }),
      fills: fc.array(fill, { maxLength: 4 }),
      ways: fc.array(fc.integer({ min: 0, max: WAY_MAX }), { minLength: 1, maxLength: 6 }),
      queries,
      frames,
      submitAnswerLost: fc.boolean(),
      cancelsLost: fc.nat(2),
      crossing: fc.boolean(),
    })
    .map((script) => ({ ...script, ...fixed }));

function law(scripts: fc.Arbitrary<WatchScript>, holds: (run: WatchedOrder) => void): void {
  fc.assert(
    fc.property(scripts, (script) => {
      holds(new WatchedOrder(script).run());
    }),
    { numRuns: lawCases },
  );
}

/** `expect` costs more than the run. */
function must(holds: boolean, text: string): void {
  if (!holds) throw new Error(text);
}

const TIMEOUT = lawTimeoutMs(3);

function linesOf({ blocks }: WatchedOrder): readonly LogLine[] {
  const state = initialState();
  return blocks.flatMap(({ input, entries }) =>
    entries.flatMap((entry) => logOf(entry, input.at, evolve(state, entry, input.at)) ?? []),
  );
}

/** Exactly what the venue did, and one verdict that says so. */
function endsAtTheTruth(run: WatchedOrder): void {
  const { child, filled, results } = run;
  const { quantity } = child.terms;
  const last = results.at(-1)?.result;
  must(child.stage.kind === 'done', `stage ${child.stage.kind}`);
  must(child.belief.filled === filled, `${child.belief.filled} believed of ${filled}`);
  must(last?.filled === filled, `${last?.filled} told of ${filled}`);
  const outcome = filled === quantity ? 'filled' : filled > 0 ? 'partial' : 'timeout';
  must(last?.outcome === outcome, `${last?.outcome}, but it was ${outcome}`);
}

/** FIL-14.3: no sequence of failed queries ends the watch early, or makes the order be sent again. */
function neverEndsEarly(run: WatchedOrder): void {
  const { deadline, overAt, results, venue } = run;
  must(venue.orders.length === 1, `${venue.orders.length} orders at the venue`);
  must(run.entries('submit-intent').length === 1, 'sent again');
  must(overAt !== null && results[0]!.at >= overAt, 'a verdict before the order was over');
  for (const { at, entry } of run.entries('read-failed')) {
    must(entry.nextAt >= at, 'asked again in the past');
    const early = at < deadline && at < overAt!;
    must(!early || entry.nextAt <= deadline, 'a backoff overleaps the deadline');
  }
}

/** FIL-14.4: the final check is made at the deadline, and before a cancel or a timeout. */
function checksLast(run: WatchedOrder): void {
  const { deadline, overAt, results } = run;
  const checks = run
    .entries('read-requested')
    .filter(({ entry }) => entry.purpose === 'final-check')
    .map(({ at }) => at);
  const [wanted] = run.entries('cancel-wanted');
  must(
    checks.every((at) => at >= deadline),
    'a final check before the deadline',
  );
  must(wanted === undefined || checks.some((at) => at <= wanted.at), 'canceled without a look');
  must(overAt! <= deadline + 20_000_000 || checks.length > 0, 'no final check');
  const timedOut = results.at(-1)?.result.outcome === 'timeout';
  must(!timedOut || (checks.length > 0 && wanted !== undefined), 'a timeout unchecked');
}

/** FIL-14.6: the position that the ledger adds up to is the position at the venue, execution for execution. */
function countsRight({ child, venue }: WatchedOrder): void {
  const truth = venue.executionsOf(child.clientOrderId);
  const booked = [...rowsOf(child.belief.ledger)].map(({ execution }) => execution);
  const told = (all: typeof truth): string =>
    all
      .map(({ execId, quantity, price }) => `${execId} ${quantity} ${price}`)
      .sort()
      .join();
  must(told(booked) === told(truth), 'other executions than at the venue');
  const sum = truth.reduce((total, { quantity }) => total + quantity, 0);
  must(child.belief.ledger.quantity === sum, 'another sum');
}

/** FIL-14.7: the start, each status, execution, error and cancel, and the verdict, each with its fields. */
function tellsAll(run: WatchedOrder): void {
  const lines = linesOf(run);
  const each = (event: string, count: number, fields: readonly string[]): void => {
    const found = lines.filter((line) => line.event === event);
    must(found.length === count, `${found.length} lines ${event} for ${count}`);
    for (const line of found)
      for (const field of [...fields, 'order', 'parent', 'slice', 'elapsedMs'])
        must(line.fields[field] !== undefined, `${event} without ${field}`);
  };
  each('order.sent', 1, ['symbol', 'quantity', 'timeoutMicros']);
  each('order.status', run.entries('order-updated').length, ['status', 'polls', 'source']);
  const executions = run.venue.orders[0]!.executions.length;
  each('fill.booked', executions, ['execId', 'price', 'quantity', 'polls']);
  each('poll.failed', run.entries('read-failed').length, ['failure', 'retryMicros']);
  each('cancel.sent', run.entries('cancel-intent').length, ['attempt']);
  each('order.done', run.results.length, ['outcome', 'methods', 'confidenceBps', 'polls']);
}

describe('the ten properties', () => {
  it(
    'FIL-14.1: every fill is detected before the timeout or by the final check',
    () => {
      // A fill that crosses the cancel comes after the final check, be it in the same instant: that is the fifth.
      law(drawn({ queries: [], crossing: false }), (run) => {
        endsAtTheTruth(run);
        const { deadline, fullAt, child } = run;
        if (fullAt === null || fullAt > deadline) return;
        const { detectedAt } = child.watch;
        must(detectedAt !== null, 'never detected');
        // A poll may be on its way at the deadline; the final check follows its answer at once.
        const latest = deadline + 4 * WAY_MAX * 1_000;
        must(detectedAt! <= latest, `detected ${(detectedAt! - deadline) / 1_000} ms late`);
      });
    },
    TIMEOUT,
  );

  it(
    'FIL-14.3, FIL-14.4, FIL-14.6, FIL-14.7: watched to the end, checked last, counted right and told in full, whatever fails',
    () => {
      law(drawn(), (run) => {
        endsAtTheTruth(run);
        neverEndsEarly(run);
        checksLast(run);
        countsRight(run);
        tellsAll(run);
      });
    },
    TIMEOUT,
  );

  it(
    'FIL-14.5: a cancel that is refused because the order filled ends in the fill',
    () => {
      law(drawn({ crossing: true, fills: [], cancelsLost: 0 }), (run) => {
        must(run.cancelsRefused > 0, 'the cancel did not cross the fill');
        endsAtTheTruth(run);
        must(run.results.at(-1)?.result.outcome === 'filled', 'not filled');
        must(
          run.results.every(({ result }) => result.outcome !== 'timeout'),
          'once called a timeout',
        );
      });
    },
    TIMEOUT,
  );

  it(
    'FIL-14.9: a partial is canceled at its deadline, and what filled stays',
    () => {
      const partial = [{ from: 'arrival' as const, at: 0, percent: 30 }];
      law(drawn({ fills: partial, crossing: false }), (run) => {
        endsAtTheTruth(run);
        must(run.venue.orders[0]!.status === 'canceled', 'the rest is open at the venue');
        must(run.results.at(-1)?.result.outcome === 'partial', 'not partial');
        must(
          run.entries('cancel-wanted').some(({ entry }) => entry.reason === 'deadline'),
          'no cancel',
        );
      });
    },
    TIMEOUT,
  );

  it('FIL-14: the scripts reach what they are for', () => {
    const seen = new Set<string>();
    for (const script of fc.sample(drawn(), 300)) {
      const run = new WatchedOrder(script).run();
      seen.add(run.results.at(-1)?.result.outcome ?? 'none');
      if (run.entries('read-failed').length > 6) seen.add('more failures than retries');
      if (run.cancelsRefused > 0) seen.add('a cancel refused');
      if (run.fullAt !== null && Math.abs(run.fullAt - run.deadline) <= 2_000)
        seen.add('filled at the deadline');
    }
    expect([...seen].sort()).toEqual([
      'a cancel refused',
      'filled',
      'filled at the deadline',
      'more failures than retries',
      'partial',
      'timeout',
    ]);
  });
});
