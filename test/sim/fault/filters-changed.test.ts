/** Filters that change while a parent is worked (F:MD12): what does not fit is refused for good, and what was resting stays. */
import { describe, expect, it } from 'vitest';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { simulateKept } from '../../support/simulate-kept.js';
import { inSeconds, order, planOf, tapeOf } from '../../support/simulation-plan.js';

const TAPE = tapeOf(3, { durationSeconds: 120, messagesPerSecond: 6 });
const OF = order({ quantity: '0.6', duration: inSeconds(60), slices: 3 });
const PEGGED = order({
  ...OF,
  type: 'limit',
  limitPrice: { peg: 'bid', offsetTicks: -5 },
  timeInForce: 'gtc',
  fillTimeout: inSeconds(30),
});

function played(values: FaultValues, of = OF, onSliceFailure: 'stop' | 'continue' = 'stop') {
  const plan = planOf({
    tape: TAPE,
    orders: [[2, of]],
    faults: [{ kind: 'filters-changed', values }],
  });
  const engine = { ...plan.engine, earlyStop: { ...plan.engine.earlyStop, onSliceFailure } };
  const { audit, blocks, ledger, state, faultCounts } = simulateKept({ ...plan, engine });
  const [parent] = [...state.parents.entries()].map(([, one]) => one);
  const children = [...state.children.entries()].map(([, one]) => one);
  const refusals = blocks.flatMap(({ entries }) =>
    entries.flatMap((entry) =>
      entry.kind === 'submit-settled' && entry.as === 'rejected' ? [entry.text] : [],
    ),
  );
  return {
    audit,
    refusals,
    ledger,
    parent: parent!,
    children,
    acts: faultCounts.get('filters-changed'),
  };
}

describe('F:MD12 filters-changed', () => {
  it.each([
    [{ lots: 7 }, 'LOT_SIZE: 200 lots are no multiple of 7'],
    [{ least: 201 }, 'MIN_QTY: 200 lots are below 201'],
  ])(
    '%o: an order that does not fit is refused, asked once, and its parent stops',
    (values, text) => {
      const { audit, ledger, parent, children, acts, refusals } = played({
        at: inSeconds(10),
        ...values,
      });
      expect(audit.violations).toEqual([]);
      expect(children.map(({ belief }) => belief.status)).toEqual(['filled', 'rejected']);
      expect(acts).toBe(1);
      expect(children[1]!.submit).toMatchObject({ attempts: 1, refused: '-1013' });
      expect(parent.stop?.code).toBe('SLICE_FAILED');
      expect(ledger.arrivals).toHaveLength(1);
      expect(refusals).toEqual([text]);
    },
  );

  it('what fits is taken, before, in and after the time', () => {
    const fits = played({ at: inSeconds(10), lots: 200, least: 200 });
    expect([fits.parent.status, fits.acts]).toEqual(['filled', 0]);
    const over = played({ at: inSeconds(3), for: inSeconds(10), lots: 7 });
    expect([over.parent.status, over.acts]).toEqual(['filled', 0]);
  });

  it('a price off the new grid is refused; what rests stays, and each slice is tried where failures are gone on from', () => {
    const { audit, ledger, children, acts } = played(
      { at: inSeconds(10), ticks: 1_000_000 },
      PEGGED,
      'continue',
    );
    expect(audit.violations).toEqual([]);
    expect(acts).toBe(2);
    expect(children.map(({ submit }) => submit.refused)).toEqual([null, '-1013', '-1013']);
    const [first] = children;
    expect(
      ledger.entries
        .filter(({ clientOrderId }) => clientOrderId === first!.clientOrderId)
        .map(({ kind }) => kind)[0],
    ).toBe('accepted');
  });
});
