/**
 * REC-5 over pages of the past that do not hold together (F:QRY5): an order that is held for over fills while the stream is dead, so that the history of a
 * pass alone can tell of it. However the pages err, every fill is booked once.
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_OPEN_ORDERS_CHECK } from '../../src/core/state/open-orders.js';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';
import type { FaultValues } from '../../src/sim/fault/parameter.js';
import { simulate } from '../../src/runs/simulation.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';

const TAPE = tapeOf(5, { durationSeconds: 330, messagesPerSecond: 6 });
const RESTS = order({
  quantity: '0.1',
  slices: 1,
  duration: inSeconds(20),
  type: 'limit',
  limitPrice: { peg: 'bid', offsetTicks: -3 },
  timeInForce: 'gtc',
  fillTimeout: inSeconds(320),
});
const TAKES = order({ idempotencyKey: '1', duration: inSeconds(120), slices: 6 });

const HIDDEN: readonly FaultSpec[] = [
  { kind: 'false-end', values: { nth: 1, says: 'canceled' } },
  {
    kind: 'stream-half-open',
    values: { at: { after: 'accepted', plus: inSeconds(0.1) }, for: inSeconds(400) },
  },
];

function played(pages: FaultValues | null, more: readonly FaultSpec[] = [], reconciles = true) {
  const astray: readonly FaultSpec[] =
    pages === null ? [] : [{ kind: 'pages-astray', values: { of: 'history', ...pages } }];
  const planned = planOf({
    tape: TAPE,
    orders: [
      [2, RESTS],
      [15, TAKES],
    ],
    faults: [...HIDDEN, ...astray, ...more],
  });
  const reconciliation = {
    interval: inSeconds(60),
    window: inSeconds(2),
    lookUpsMost: 200,
  };
  // The list of open orders is read with each pass, and by nothing else.
  const openOrdersCheck = { ...DEFAULT_OPEN_ORDERS_CHECK, every: inSeconds(3_600) };
  const engine = {
    ...planned.engine,
    openOrdersCheck,
    ...(reconciles ? { reconciliation } : {}),
  };
  const result = simulate({ ...planned, engine });
  const missed = result.audit.fills.filter(
    ({ detectedAt, pricedAt }) => (detectedAt ?? pricedAt) === null,
  );
  return { ...result, missed: missed.length };
}

describe('a pass over pages of the past that do not hold together', () => {
  it('REC-5: without a pass the fill would not be known, so that it is the pass that finds it', () => {
    expect(played(null, [], false).missed).toBeGreaterThan(0);
    expect(played(null).missed).toBe(0);
  });

  it.each<readonly [string, FaultValues]>([
    ['the first page skips it', { as: 'skips', nth: 1, size: 1 }],
    ['each page skips one', { as: 'skips', probability: 1, size: 2 }],
    ['half of them do', { as: 'skips', probability: 0.5, size: 1 }],
    ['times are equal at their edges', { as: 'equal-times', probability: 1, grid: inSeconds(60) }],
    ['one is on two', { as: 'repeats', probability: 1, size: 1 }],
    [
      'cursors lead back, for a while',
      { as: 'stuck', at: inSeconds(0), for: inSeconds(100), size: 1 },
    ],
  ])('REC-5 F:QRY5 L10: %s, and every fill is booked once', (_, pages) => {
    const { audit, missed, faultCounts, ledger, state } = played(pages);
    expect(faultCounts.get('pages-astray')).toBeGreaterThan(0);
    expect([missed, audit.phantom, audit.doubled]).toEqual([0, 0, 0]);
    expect(audit.violations).toEqual([]);
    const booked = [...state.children.entries()].map(([, { belief }]) => belief.ledger.count);
    expect(booked.reduce((sum, one) => sum + one, 0)).toBe(ledger.executions.length);
  });

  it('REC-5 F:QRY5 F:PRC1: and so it is over the end of a process, which reads all of it anew', () => {
    const kill: FaultSpec = {
      kind: 'client-killed',
      values: { at: inSeconds(50), down: inSeconds(20) },
    };
    const { audit, missed } = played({ as: 'skips', probability: 0.5, size: 1 }, [kill]);
    expect(missed).toBe(0);
    expect(audit.violations).toEqual([]);
  });
});
