/** Belief held against truth: found in time, late, never, twice; and how long the position was wrong. */
import { describe, expect, it } from 'vitest';
import type { ExecId, VenueOrderId } from '../../../src/core/order/order.js';
import type { TruthExecution } from '../../../src/core/order/truth.js';
import { type Lots, type Ticks, plus } from '../../../src/core/ground/units.js';
import { Detection } from '../../../src/sim/audit/detection.js';
import { ExecutionNumbers, OrderNumbers } from '../../../src/sim/audit/numbering.js';
import { EngineRig, executionOf } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

/** An order of 600 lots with four seconds to fill, watched from its intent on. */
function watched() {
  const rig = new EngineRig().order({
    slices: 1,
    duration: inSeconds(60),
    fillTimeout: inSeconds(4),
  });
  const detection = new Detection(
    { orders: new OrderNumbers(), executions: new ExecutionNumbers() },
    { visibilityLag: inSeconds(2), ownOf: (at) => at, isForeign: () => false },
  );
  let told = 0;
  const catchUp = (): void => {
    for (const { input, entries } of rig.blocks.slice(told)) {
      for (const entry of entries) detection.onEntry(entry, input.at, rig.state);
    }
    told = rig.blocks.length;
  };
  catchUp();
  rig.accept();
  const execute = (execId: string, quantity: number, cumQty: number): void => {
    const { clientOrderId, terms } = rig.child();
    const execution: TruthExecution = {
      kind: 'executed',
      seq: 1,
      at: rig.now,
      execId: execId as ExecId,
      venueOrderId: 'v' as VenueOrderId,
      clientOrderId,
      symbol: terms.symbol,
      side: terms.side,
      price: 600_000 as Ticks,
      quantity: quantity as Lots,
      cumQty: cumQty as Lots,
      leaves: (600 - cumQty) as Lots,
      liquidity: 'taker',
      cause: 'taker',
      fee: { asset: 'USDT', amount: '0' },
      tapeRow: null,
      aheadBefore: null,
      aheadAfter: null,
    };
    detection.onExecution(execution);
  };
  return { rig, detection, catchUp, execute };
}

describe('detection', () => {
  it('SIM-5: a fill is detected when the believed total first covers it; the position is wrong until then', () => {
    const { rig, detection, catchUp, execute } = watched();
    const from = rig.now;
    execute('x0-200', 200, 200);
    rig.run(1);
    rig.trade(200, 200);
    catchUp();
    const { fills, phantom, doubled, positionErrorMicros } = detection.finish(
      plus(rig.now, inSeconds(1)),
    );
    expect(fills).toMatchObject([{ detectedAt: plus(from, inSeconds(1)), late: false }]);
    expect([phantom, doubled, positionErrorMicros]).toEqual([0, 0, 1_000_000]);
  });

  it('SIM-5: found at the deadline itself is in time', () => {
    const { rig, detection, catchUp, execute } = watched();
    execute('x0-200', 200, 200);
    rig.run(4);
    rig.trade(200, 200);
    catchUp();
    expect(detection.finish(rig.now).fills).toMatchObject([{ late: false }]);
  });

  it('SIM-5: late is after the deadline of the order itself, never is null', () => {
    const { rig, detection, catchUp, execute } = watched();
    execute('x0-200', 200, 200);
    execute('other', 100, 300);
    rig.run(5);
    rig.trade(200, 200);
    catchUp();
    const { fills } = detection.finish(rig.now);
    expect(fills.map(({ late, detectedAt }) => [late, detectedAt === null])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('SIM-5 F:FIL5: what was executed behind something undone is known once booked, though its total never was', () => {
    const { rig, detection, catchUp, execute } = watched();
    execute('x0-200', 200, 200);
    execute('x0-600', 400, 600);
    rig.trade(200, 200);
    const { clientOrderId, terms } = rig.child();
    const undone = executionOf('b', 200, rig.now);
    detection.onBust({
      ...{ kind: 'busted', seq: 1, at: rig.now, clientOrderId, cumQty: 400 as Lots },
      ...{ execId: 'b' as ExecId, bustOf: 'x0-200' as ExecId, venueOrderId: 'v' as VenueOrderId },
      ...{ symbol: terms.symbol, side: terms.side, price: undone.price, quantity: 200 as Lots },
      fee: { asset: 'USDT', amount: '0' },
    });
    rig.report({
      execType: 'trade-bust',
      status: 'canceled',
      cumQty: 400 as Lots,
      execution: { ...undone, quantity: -200 as Lots },
      bustOf: 'x0-200' as ExecId,
    });
    rig.run(1);
    rig.report({
      execType: 'trade',
      status: null,
      cumQty: null,
      execution: executionOf('x0-600', 400, rig.now),
    });
    catchUp();
    const { fills } = detection.finish(plus(rig.now, inSeconds(60)));
    expect(fills.map(({ detectedAt, owed }) => [detectedAt === null, owed])).toEqual([
      [false, false],
      [false, true],
    ]);
  });

  it('SIM-5 FIL-13: a fill is known by its price once it is booked by its id, and by its fee once that is told', () => {
    const { rig, detection, catchUp, execute } = watched();
    execute('x0-200', 200, 200);
    execute('x0-300', 100, 300);
    rig.run(1);
    rig.report({ execType: 'accepted', status: 'partially_filled', cumQty: 300 as Lots });
    catchUp();
    expect(detection.finish(rig.now).fills).toMatchObject([
      { pricedAt: null, feeKnown: false },
      { pricedAt: null, feeKnown: false },
    ]);
    rig.trade(200, 200);
    const bare = { ...executionOf('x0-300', 100, rig.now), fee: null };
    rig.report({
      execType: 'trade',
      status: 'partially_filled',
      cumQty: 300 as Lots,
      execution: bare,
    });
    catchUp();
    const { fills } = detection.finish(rig.now);
    expect(fills.map(({ pricedAt, feeKnown }) => [pricedAt, feeKnown])).toEqual([
      [rig.now, true],
      [rig.now, false],
    ]);
  });

  it('SIM-5: what the venue did within its lag and ten seconds of the end is not owed', () => {
    const { rig, detection, execute } = watched();
    execute('x0-200', 200, 200);
    const owed = (seconds: number): boolean | undefined =>
      detection.finish(plus(rig.now, inSeconds(seconds))).fills[0]?.owed;
    expect(owed(11.9)).toBe(false);
    expect(owed(12)).toBe(true);
  });

  it('S4 S5: what never was is a phantom, what is booked twice is doubled', () => {
    const { rig, detection, catchUp } = watched();
    rig.trade(200, 200);
    catchUp();
    const again = rig.blocks
      .flatMap(({ entries }) => entries)
      .find(({ kind }) => kind === 'fill-booked');
    if (again !== undefined) detection.onEntry(again, rig.now, rig.state);
    expect(detection.finish(rig.now)).toMatchObject({ phantom: 1, doubled: 1 });
  });
});
