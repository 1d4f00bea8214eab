/**
 * The invariants' checkers are proven to fire: a true history passes, the same history with one thing broken does not.
 */
import { describe, expect, it } from 'vitest';
import type { OrderHead } from '../../../src/core/order/belief.js';
import type { Fee } from '../../../src/core/order/execution-report.js';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import type { VenueArrival } from '../../../src/core/order/truth.js';
import { type Lots, type Ticks, plus } from '../../../src/core/ground/units.js';
import { bookedFills } from '../../../src/sim/audit/invariants/booked-fills.js';
import { direction } from '../../../src/sim/audit/invariants/direction.js';
import { identifiers } from '../../../src/sim/audit/invariants/identifiers.js';
import { numbers } from '../../../src/sim/audit/invariants/numbers.js';
import { oneOrderPerSlice } from '../../../src/sim/audit/invariants/one-order-per-slice.js';
import { orderRecord } from '../../../src/sim/audit/invariants/order-record.js';
import { parentBudget } from '../../../src/sim/audit/invariants/parent-budget.js';
import { parentQuantity } from '../../../src/sim/audit/invariants/parent-quantity.js';
import { plans } from '../../../src/sim/audit/invariants/plans.js';
import { sliceConditions } from '../../../src/sim/audit/invariants/slice-conditions.js';
import { EngineRig, START, executionOf } from '../../support/engine-rig.js';
import { INSTRUMENT, inSeconds } from '../../support/simulation-plan.js';
import {
  type Fed,
  accepted,
  arrival,
  ended,
  entriesOf,
  entry,
  executed,
  id,
  judge,
  rig,
  terms,
} from './history.js';

describe('S1, S2: the parent', () => {
  it('S1 S2: hold for what was asked', () => {
    expect(judge(parentQuantity, [accepted(), executed(300, 0)])).toEqual([]);
    expect(
      judge(parentQuantity, [
        accepted(),
        executed(100, 200),
        ended('canceled'),
        accepted(),
        executed(300, 0),
      ]),
    ).toEqual([]);
  });

  it('S1: fire on fills beyond the parent', () => {
    const history = [
      accepted(),
      executed(300, 0),
      accepted(),
      executed(300, 0),
      accepted(1 as Lots),
      executed(1, 0),
    ];
    expect(judge(parentQuantity, history)).toContain('S1');
  });

  it('S2: fires on what might still fill beyond it, before it does', () => {
    expect(judge(parentQuantity, [accepted(), accepted(), accepted()])).toEqual(['S2']);
    expect(judge(parentQuantity, [accepted(), ended('expired'), accepted(), accepted()])).toEqual(
      [],
    );
  });

  const meant = (change: (of: EngineRig) => void): readonly string[] => {
    const of = new EngineRig().order({ slices: 2, duration: inSeconds(20) });
    of.accept();
    change(of);
    return judge(parentBudget, entriesOf(of), of);
  };

  it('S2: fires on an intent by which its parent counts for more than was asked', () => {
    const counted = (more: number) => (of: EngineRig) => {
      const [child] = of.children();
      const parent = of.state.parents.get(child!.parentId)!;
      const exposed = parent.request.quantity + more;
      of.state.parents.set(parent.parentId, { ...parent, exposed: exposed as Lots });
    };
    expect(meant(counted(0))).toEqual([]);
    expect(meant(counted(1))).toEqual(['S2']);
  });

  it('S2 TWAP-8: fires on a catch-up that is meant to leave while another order may still fill', () => {
    const beside = (others: readonly string[]) => (of: EngineRig) => {
      const [child] = of.children();
      const { clientOrderId, parentId } = child!;
      of.state.children.set(clientOrderId, { ...child!, childKind: 'catch-up' });
      const parent = of.state.parents.get(parentId)!;
      const open = [...others.map((one) => one as ClientOrderId), clientOrderId];
      of.state.parents.set(parentId, { ...parent, open });
    };
    expect(meant(beside([]))).toEqual([]);
    expect(meant(beside(['another']))).toEqual(['S2']);
  });
});

describe('S0: direction', () => {
  const { command } = rig.entries('submit-intent')[0]!;

  it('S0: holds for a true history', () => {
    expect(judge(direction, [...entriesOf(), accepted(), executed(300, 0)])).toEqual([]);
  });

  it("S0: fires on a child intended, accepted or executed on the other side than its parent's", () => {
    const sell = { ...command, terms: { ...terms, side: 'sell' as const } };
    expect(judge(direction, [entry('submit-intent', { command: sell })])).toEqual(['S0']);
    expect(judge(direction, [accepted(terms.quantity, 'sell')])).toEqual(['S0']);
    expect(judge(direction, [accepted(), executed(300, 0, 600_000, 'sell')])).toEqual(['S0']);
  });

  it('S0: fires on a fee that is not the one the venue charged; one that is not known yet is no lie', () => {
    const [row] = rig.entries('fill-booked').map((one) => one.row);
    const charged = (fee: Fee | null): readonly string[] => {
      const execution = { ...row!.execution, fee };
      const told = entry('fill-booked', { row: { ...row!, execution } });
      return judge(bookedFills, [entry('slice-released'), executed(300, 0), told]);
    };
    expect(charged({ asset: 'USDT', amount: '0.01' })).toEqual([]);
    expect(charged(null)).toEqual([]);
    expect(charged({ asset: 'USDT', amount: '0.02' })).toEqual(['S0']);
    expect(charged({ asset: 'BTC', amount: '0.01' })).toEqual(['S0']);
  });
});

describe('S3: one venue order a slice', () => {
  it('S3: fires on the second acceptance', () => {
    expect(judge(oneOrderPerSlice, [accepted(), executed(300, 0)])).toEqual([]);
    expect(judge(oneOrderPerSlice, [accepted(), accepted()])).toEqual(['S3']);
  });
});

describe('S4, S5: the fills', () => {
  const booked = entry('fill-booked');

  it('S4 S5: hold for a true history', () => {
    expect(judge(bookedFills, [executed(300, 0), ...entriesOf()])).toEqual([]);
  });

  it('S4: fires on a fill that never was, and on one with another price or quantity', () => {
    expect(judge(bookedFills, entriesOf())).toEqual(['S4']);
    expect(judge(bookedFills, [executed(300, 0, 600_001), ...entriesOf()])).toEqual(['S4']);
    expect(judge(bookedFills, [executed(299, 0), ...entriesOf()])).toEqual(['S4']);
    const sold = executed(300, 0, 600_000, 'sell');
    expect(judge(bookedFills, [sold, ...entriesOf()])).toEqual(['S4']);
  });

  it('S5: fires on a fill booked twice', () => {
    expect(judge(bookedFills, [executed(300, 0), ...entriesOf(), booked])).toEqual(['S5']);
  });
});

describe('S6, S7: the record of an order', () => {
  const head = (changes: Partial<OrderHead>): Fed => {
    const last = rig
      .entries('order-updated')
      .filter(({ clientOrderId }) => clientOrderId === id)
      .at(-1)!;
    return { entry: { ...last, head: { ...last.head, ...changes } } };
  };

  it('S6 S7: hold for a true history', () => {
    expect(judge(orderRecord, entriesOf())).toEqual([]);
  });

  it('S6: fires when filled passes the quantity, or falls without a bust', () => {
    expect(judge(orderRecord, [head({ filled: 301 as Lots })])).toEqual(['S6']);
    expect(judge(orderRecord, [...entriesOf(), head({ filled: 299 as Lots })])).toEqual(['S6']);
    expect(
      judge(orderRecord, [...entriesOf(), head({ filled: 299 as Lots, busted: 1 as Lots })]),
    ).toEqual([]);
  });

  it('S6: fires when the average is outside the prices it is an average of', () => {
    const broken = new EngineRig().order({ slices: 1 });
    broken.trade(600, 600);
    const child = broken.child();
    const ledger = { ...child.belief.ledger, notional: 1n as typeof child.belief.ledger.notional };
    broken.state.children.set(child.clientOrderId, {
      ...child,
      belief: { ...child.belief, ledger },
    });
    expect(judge(orderRecord, entriesOf(broken), broken)).toContain('S6');
  });

  it('S6: fires when a fill that was booked is not in the ledger, or one that was not is', () => {
    const booked = entriesOf().filter((one) => 'entry' in one && one.entry.kind === 'fill-booked');
    const rest = entriesOf().filter((one) => !booked.includes(one));
    const again = entry('fill-booked', {
      row: { execution: executionOf('x9', 1, START), bustOf: null },
    });
    expect(booked).toHaveLength(1);
    expect(judge(orderRecord, [...rest, ...booked])).toEqual([]);
    expect(judge(orderRecord, [...entriesOf(), again])).toEqual(['S6']);
  });

  it('S7: fires when a weaker status replaces a stronger', () => {
    const weak = rig.entries('order-updated')[0]!.head.key;
    expect(judge(orderRecord, [...entriesOf(), head({ key: weak })])).toEqual(['S7']);
  });
});

describe('S16, S19: plans', () => {
  const plan = rig.parent().plan!;
  const planned = (changes: Partial<typeof plan>): Fed =>
    entry('parent-planned', { plan: { ...plan, ...changes } });

  it('S16: fires on slices that do not sum, or differ by more than a lot, or do not rise in time', () => {
    expect(judge(plans, entriesOf())).toEqual([]);
    expect(judge(plans, [planned({ remainder: 1 })])).toEqual(['S16']);
    expect(judge(plans, [planned({ baseQuantity: 0 as Lots, remainder: 600 })])).toEqual(['S16']);
    expect(
      judge(plans, [planned({ spacing: { kind: 'interval', interval: 0 as never } })]),
    ).toEqual(['S16']);
  });

  it('S19: fires on a slice sent with another quantity than planned', () => {
    expect(
      judge(plans, [entry('slice-released', { terms: { ...terms, quantity: 299 as Lots } })]),
    ).toEqual(['S19']);
  });
});

describe('S17, S18: identifiers and numbers', () => {
  it('S17: fires on an id used twice, and on one no venue takes', () => {
    expect(judge(identifiers, entriesOf())).toEqual([]);
    expect(judge(identifiers, [...entriesOf(), entry('slice-released')])).toEqual(['S17']);
    expect(
      judge(identifiers, [entry('slice-released', { clientOrderId: 'ä!' as ClientOrderId })]),
    ).toEqual(['S17']);
  });

  it('S17: fires on what reaches the venue as no id, or as another order under an id', () => {
    const { arrival: request } = arrival() as Extract<Fed, { arrival: unknown }>;
    const other = { ...request, terms: { ...terms, quantity: 1 as Lots } } as VenueArrival;
    const repriced = { ...request, terms: { ...terms, limitPrice: 1 as Ticks } } as VenueArrival;
    expect(judge(identifiers, [{ arrival: request }, { arrival: repriced }])).toEqual([]);
    expect(judge(identifiers, [{ arrival: request }, { arrival: other }])).toEqual(['S17']);
    expect(judge(identifiers, [arrival(START, 'ä!' as ClientOrderId)])).toEqual(['S17']);
  });

  it('S18: fires on anything that is not a whole number above zero', () => {
    expect(judge(numbers, entriesOf())).toEqual([]);
    const { command } = rig.entries('submit-intent')[0]!;
    for (const changes of [
      { quantity: 0.5 as Lots },
      { quantity: NaN as Lots },
      { limitPrice: -1 as Ticks },
      { stopPrice: 0 as Ticks },
    ]) {
      expect(
        judge(numbers, [
          entry('submit-intent', { command: { ...command, terms: { ...terms, ...changes } } }),
        ]),
      ).toEqual(['S18']);
    }
    const { row } = rig.entries('fill-booked')[0]!;
    const sent = arrival() as Extract<Fed, { arrival: unknown }>;
    for (const changes of [{ quantity: 0.5 as Lots }, { limitPrice: 0 as Ticks }]) {
      const request = { ...sent.arrival, terms: { ...terms, ...changes } } as VenueArrival;
      expect(judge(numbers, [{ arrival: request }])).toEqual(['S18']);
    }
    expect(judge(numbers, [sent])).toEqual([]);
    const half = { ...row, execution: { ...executionOf('a', 0.5, START) } };
    expect(judge(numbers, [entry('fill-booked', { row: half })])).toEqual(['S18']);
  });
});

describe('S20: conditions', () => {
  it('S20: holds for a true history', () => {
    expect(judge(sliceConditions, entriesOf())).toEqual([]);
  });

  it("S20: fires before a slice's time, on a crossed or too wide quote, and after too large a move", () => {
    const bad = (bid: number, ask: number): Fed =>
      entry('slice-released', { bid: bid as Ticks, ask: ask as Ticks });
    const early = new EngineRig().order({ slices: 2, duration: inSeconds(20) });
    expect(judge(sliceConditions, [entry('slice-released', { slice: 1 })], early)).toEqual(['S20']);
    expect(judge(sliceConditions, [bad(600_001, 600_001)])).toEqual(['S20']);
    expect(judge(sliceConditions, [bad(598_000, 602_000)])).toEqual(['S20']);
    expect(judge(sliceConditions, [bad(606_100, 606_110)])).toEqual(['S20']);
    expect(judge(sliceConditions, [bad(593_800, 593_810)])).toEqual(['S20']);
    const unquoted = entry('slice-released', { bid: null, ask: null });
    expect(judge(sliceConditions, [unquoted])).toEqual([]);
  });

  it('S20: fires without a plan, outside the session, and on old market data', () => {
    const unplanned = new EngineRig();
    expect(judge(sliceConditions, [entry('slice-released')], unplanned)).toEqual(['S20']);
    const nyse = { ...INSTRUMENT, calendar: 'nyse' } as const;
    const closed = new EngineRig({ config: { instruments: new Map([[nyse.symbol, nyse]]) } });
    closed.order({ slices: 1, acrossSessions: true });
    const parentId = closed.parent().parentId;
    expect(closed.entries('slice-released')).toEqual([]);
    expect(
      judge(
        sliceConditions,
        [entry('slice-released', { parentId, childKind: 'catch-up' })],
        closed,
      ),
    ).toEqual(['S20']);
    const aliveAt = plus(rig.now, -inSeconds(5.1) as never);
    expect(judge(sliceConditions, [entry('submit-intent', { quoteAliveAt: aliveAt })])).toEqual([
      'S20',
    ]);
    expect(judge(sliceConditions, [entry('submit-intent', { quoteAliveAt: null })])).toEqual([]);
  });
});
