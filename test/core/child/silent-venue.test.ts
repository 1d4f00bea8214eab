/**
 * A deadline that passes while no query is answered: what lives is canceled, what is not known is called unknown, and
 * nobody waits in silence.
 */
import { describe, expect, it } from 'vitest';
import { simulateKept } from '../../support/simulate-kept.js';
import { inSeconds, order, planOf, secondsIn, tapeOf } from '../../support/simulation-plan.js';

const resting = order({
  algo: 'direct',
  quantity: '0.1',
  type: 'limit',
  limitPrice: '60000',
  timeInForce: 'gtc',
  duration: null,
  slices: null,
  fillTimeout: inSeconds(20),
});

describe('queries that are not answered', () => {
  const plan = planOf({
    tape: tapeOf(4, { durationSeconds: 200 }),
    faults: [
      { kind: 'outage', values: { paths: ['query'], at: inSeconds(8), for: inSeconds(100) } },
    ],
    orders: [[5, resting]],
  });
  const { blocks, ledger, audit, state } = simulateKept(plan);
  const entries = blocks.flatMap(({ input, entries: of }) =>
    of.map((entry) => ({ entry, at: input.at })),
  );

  it('FIL-0 FIL-5: a final check without an answer is unknown and alerted at once, and the order is canceled', () => {
    const deadline = secondsIn(plan.tape, 25);
    const unknown = entries.find(({ entry }) => entry.kind === 'fill-result' && !entry.final);
    expect(unknown?.at).toBeGreaterThanOrEqual(deadline);
    expect(unknown?.at).toBeLessThan(deadline + inSeconds(12));
    const cancel = ledger.arrivals.find(({ kind }) => kind === 'cancel');
    expect(cancel?.at).toBeLessThan(deadline + inSeconds(12));
  });

  it('FIL-0: it is a timeout only once the venue has answered that it is unfilled and canceled', () => {
    const results = entries.flatMap(({ entry }) =>
      entry.kind === 'fill-result' ? [entry.result.outcome] : [],
    );
    expect(results).toEqual(['unknown', 'timeout']);
    expect([...state.parents.entries()].map(([, { status }]) => status)).toEqual(['failed']);
    expect(audit.violations).toEqual([]);
    expect([...state.alerts.entries()]).toEqual([]);
  });
});

describe('a fill known as a total only, while nothing can be read', () => {
  const plan = planOf({
    tape: tapeOf(4, { durationSeconds: 200 }),
    faults: [
      // The acknowledgement gets through; the stream and every query are dead.
      {
        kind: 'outage',
        values: { paths: ['query', 'stream'], at: inSeconds(5.07), for: inSeconds(90) },
      },
    ],
    orders: [[5, order({ algo: 'direct', quantity: '0.1', duration: null, slices: null })]],
  });
  const { blocks, audit, state, ledger } = simulateKept(plan);
  const entries = blocks.flatMap((block) => block.entries);

  it('FIL-13 L2: its executions are read once queries are answered again, however long that took', () => {
    const booked = entries.filter(({ kind }) => kind === 'fill-booked');
    expect(booked).toHaveLength(ledger.executions.length);
    const results = entries.flatMap((entry) =>
      entry.kind === 'fill-result' ? [entry.result] : [],
    );
    expect(results.at(-1)).toMatchObject({ outcome: 'filled', feesEstimated: false });
    expect(results.at(-1)?.averagePrice).not.toBeNull();
    expect(audit.violations).toEqual([]);
  });

  it('ALR-2: it is told meanwhile, until it is settled', () => {
    const told = entries.flatMap((entry) =>
      entry.kind === 'alert' && entry.code === 'executions-unread' ? [entry.state] : [],
    );
    expect(told).toEqual(['raised', 'cleared']);
    expect([...state.alerts.entries()]).toEqual([]);
  });
});
