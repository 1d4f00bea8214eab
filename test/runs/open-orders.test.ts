/** What reading the venue's open orders is worth over whole runs: it finds an order that was given up, and a list that lies changes nothing. */
import { describe, expect, it } from 'vitest';
import type { OpenOrdersCheckConfig } from '../../src/core/state/open-orders.js';
import { simulate } from '../../src/runs/simulation.js';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';

const TAPE = tapeOf(5, { durationSeconds: 120, messagesPerSecond: 6 });
const CHECK: OpenOrdersCheckConfig = { every: inSeconds(2), pageSize: 50, pagesMost: 50 };
/** Far from the market. */
const RESTS = order({
  type: 'limit',
  timeInForce: 'gtc',
  limitPrice: { peg: 'bid', offsetTicks: -4_000 },
  algo: 'direct',
  duration: null,
  slices: null,
  fillTimeout: inSeconds(60),
});

/** It was taken, nobody heard of it, and for 40 s it is denied to whoever asks for it by name. */
const GIVEN_UP: readonly FaultSpec[] = [
  { kind: 'ack-lost', values: { nth: 1 } },
  { kind: 'outage', values: { paths: ['stream'], at: 0, for: inSeconds(119) } },
  { kind: 'false-not-found', values: { at: 0, for: inSeconds(40) } },
];

function played(faults: readonly FaultSpec[], check: OpenOrdersCheckConfig | null) {
  const planned = planOf({ tape: TAPE, orders: [[2, RESTS]], faults });
  const { engine } = planned;
  const submit = { ...engine.submit, attempts: 1 };
  return simulate({
    ...planned,
    engine: { ...engine, submit, ...(check === null ? {} : { openOrdersCheck: check }) },
  });
}

const lastOf = ({ state }: ReturnType<typeof played>) =>
  [...state.children.entries()].map(([, { belief, stage }]) => `${belief.status} ${stage.kind}`);

const raised = ({ state }: ReturnType<typeof played>) =>
  [...state.alerts.entries()].map(([key]) => key.split(':')[0]);

describe('open orders of a venue', () => {
  it('REC-5: an order given up as absent is found on the list, and canceled', () => {
    const lost = played(GIVEN_UP, null);
    expect(lastOf(lost)).toEqual(['failed done']);
    expect(raised(lost)).not.toContain('order-revived');
    const found = played(GIVEN_UP, CHECK);
    expect(lastOf(found)).toEqual(['canceled done']);
    expect(raised(found)).toContain('order-revived');
  });

  it.each([
    ['lists-disagree', { probability: 1, age: inSeconds(30) }],
    ['pages-astray', { probability: 1, as: 'skips' }],
  ])('F:QRY4 F:QRY5: %s %o costs questions, and no order anything', (kind, values) => {
    const lied = played([{ kind, values }], { ...CHECK, pageSize: 1 });
    expect(lied.faultCounts.get(kind)).toBeGreaterThan(0);
    const { audit, ledger } = lied;
    expect([lastOf(lied), audit.violations]).toEqual([lastOf(played([], null)), []]);
    expect(ledger.executions).toEqual([]);
    expect(raised(lied).filter((code) => code !== 'list-unfinished')).toEqual([]);
  });
});
