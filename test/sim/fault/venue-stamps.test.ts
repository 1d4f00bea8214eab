/** A venue with a wrong clock: the times in its words, on a link with constant latencies. */
import { describe, expect, it } from 'vitest';
import { type VenueNanos, venueMicros } from '../../../src/core/order/order.js';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import type { BrokerInput } from '../../../src/core/ports.js';
import { micros, millis, seconds } from '../../../src/core/ground/units.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { readOrder, submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE } from '../../contract/scripted-venue.js';
import { LinkRig, START } from '../link/link-rig.js';

const symbol = 'BTCUSDT';

type Said = readonly [by: string, ms: number];

const msOf = (at: number): number => (at - START) / 1_000;
const stamp = (by: string, time: VenueNanos | null): readonly Said[] =>
  time === null ? [] : [[by, msOf(venueMicros(time))]];

function saidIn(input: BrokerInput): readonly Said[] {
  if (input.kind === 'execution-report') {
    const { execType, venueTime, execution } = input.report;
    return [...stamp(execType, venueTime), ...stamp(execType, execution?.venueTime ?? null)];
  }
  if (input.kind === 'answer') return saidInAnswer(input.answer);
  if (input.kind === 'stream') return [];
  return input.outcome.kind === 'accepted' ? stamp('outcome', input.outcome.venueTime) : [];
}

function saidInAnswer(answer: ReadAnswer): readonly Said[] {
  if (answer.kind === 'executions')
    return answer.executions.flatMap(({ venueTime }) => stamp('executions', venueTime));
  if (answer.kind !== 'order' || answer.order === null) return [];
  const { venueTime, createdAt } = answer.order;
  return [...stamp('order', venueTime), ['created', msOf(createdAt ?? NaN)]];
}

/** An order every 100 ms, accepted and filled 20 ms later; all times said of each, in milliseconds, by what said them. */
function stampsOf(values: FaultValues, orders = 1) {
  const rig = new LinkRig([{ kind: 'venue-stamps', values }]);
  for (let nth = 0; nth < orders; nth += 1) {
    const submit = submitOf(MARKETABLE);
    const { clientOrderId } = submit;
    rig.sendAt(100 * nth, submit);
    rig.sendAt(5_000 + nth, readOrder(clientOrderId, symbol));
    const readId = 1_000 + nth;
    rig.sendAt(6_000 + nth, { kind: 'read-executions', readId, clientOrderId, symbol });
  }
  rig.run();
  return { rig, said: rig.heard.flatMap(({ input }) => saidIn(input)) };
}

const TOLD = ['accepted', 'trade', 'trade', 'outcome', 'order', 'created', 'executions'];

describe('venue-stamps', () => {
  it.each([
    ['F:CLK5', { ahead: seconds(60) }, 60_020],
    ['F:CLK5', { behind: seconds(60) }, -59_980],
    ['F:CLK9', { grid: seconds(1) }, 0],
    ['F:CLK9', { grid: millis(30) }, 10],
  ])('%s %j: every time it states, and the same for the same moment', (_id, values, expected) => {
    const { said, rig } = stampsOf(values);
    expect(said).toEqual(TOLD.map((by) => [by, expected]));
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
