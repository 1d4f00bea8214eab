/** A venue with a wrong clock: the times in its words, on a link with constant latencies. */
import { describe, expect, it } from 'vitest';
import { venueMicros } from '../../../src/core/order/order.js';
import { micros, millis, seconds } from '../../../src/core/ground/units.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { readOrder, submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE } from '../../contract/scripted-venue.js';
import { LinkRig, START } from '../link/link-rig.js';

const symbol = 'BTCUSDT';

/** An order every 100 ms, accepted and filled 20 ms later; all times said of each, in milliseconds, by what said them. */
function stampsOf(values: FaultValues, orders = 1) {
  const rig = new LinkRig([{ kind: 'venue-stamps', values }]);
  for (let nth = 0; nth < orders; nth += 1) {
    const submit = submitOf(MARKETABLE);
    const { clientOrderId } = submit;
    rig.sendAt(100 * nth, submit);
    rig.sendAt(5_000 + nth, readOrder(clientOrderId, symbol));
    rig.sendAt(6_000 + nth, {
      kind: 'read-executions',
      readId: 1_000 + nth,
      clientOrderId,
      symbol,
    });
  }
  rig.run();
  const ms = (at: number): number => (at - START) / 1_000;
  const said = rig.heard.flatMap(({ input }): readonly (readonly [string, number])[] => {
    if (input.kind === 'execution-report') {
      const { report } = input;
      const stamps = [
        report.venueTime,
        ...(report.execution === null ? [] : [report.execution.venueTime]),
      ];
      return stamps.map((stamp) => [report.execType, ms(venueMicros(stamp))]);
    }
    if (input.kind === 'outcome')
      return input.outcome.kind === 'accepted' && input.outcome.venueTime !== null
        ? [['outcome', ms(venueMicros(input.outcome.venueTime))]]
        : [];
    if (input.answer.kind === 'order') {
      const { venueTime = null, createdAt = null } = input.answer.order ?? {};
      return [
        ['order', venueTime === null ? NaN : ms(venueMicros(venueTime))],
        ['created', createdAt === null ? NaN : ms(createdAt)],
      ];
    }
    if (input.answer.kind === 'executions')
      return input.answer.executions.map((one) => ['executions', ms(venueMicros(one.venueTime))]);
    return [];
  });
  return { rig, said };
}

const TOLD = ['accepted', 'trade', 'trade', 'outcome', 'order', 'created', 'executions'];

describe('venue-stamps', () => {
  it.each([
    ['F:CLK5', { ahead: seconds(60) }, 60_020],
    ['F:CLK5', { behind: seconds(60) }, -59_980],
    ['F:CLK9', { grid: seconds(1) }, 0],
    ['F:CLK9', { grid: millis(30) }, 10],
  ])('%s %j: every time it states, and the same for the same moment', (_id, values, stamp) => {
    const { said, rig } = stampsOf(values);
    expect(said).toEqual(TOLD.map((by) => [by, stamp]));
    expect(rig.faults.activations(rig.clock.now()).get('venue-stamps')).toBe(5);
  });

  it('F:CLK5: what is heard when, and what the venue did, is as without it', () => {
    const rig = stampsOf({ ahead: seconds(60) }, 3).rig;
    const plain = stampsOf({ ahead: seconds(60), at: seconds(3_000) }, 3).rig;
    expect(rig.trace()).toEqual(plain.trace());
  });

  it('F:QRY10: jitter: later moments can get earlier times, one moment always the same', () => {
    const { said } = stampsOf({ jitter: millis(500) }, 20);
    expect(new Set(said.map(([, at]) => at)).size).toBe(20);
    const accepted = said.filter(([by]) => by === 'accepted').map(([, at]) => at);
    accepted.forEach((at, nth) => {
      expect(at).toBeLessThan(100 * nth + 20);
      expect(at).toBeGreaterThanOrEqual(100 * nth + 20 - 500);
    });
    expect(accepted.some((at, nth) => at < (accepted[nth - 1] ?? at))).toBe(true);
  });

  it('F:CLK5: only of moments in its span, whenever they are told', () => {
    const { said } = stampsOf({ ahead: seconds(60), at: millis(100), for: millis(100) }, 3);
    const executions = said.filter(([by]) => by === 'executions').map(([, at]) => at);
    expect(executions).toEqual([20, 60_120, 220]);
  });

  it('F:CLK5: hangs on what happens; exactly one way of being wrong', () => {
    const { said } = stampsOf({ behind: micros(1_000), at: { after: 'filled', nth: 2 } }, 3);
    expect(said.filter(([by]) => by === 'outcome').map(([, at]) => at)).toEqual([20, 119, 219]);
    expect(() => stampsOf({ ahead: seconds(1), grid: seconds(1) })).toThrow(/exactly one/);
  });
});
