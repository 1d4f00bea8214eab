/** Frames of the order stream that overtake each other, on a link with constant latencies. */
import { describe, expect, it } from 'vitest';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import { millis } from '../../../src/core/ground/units.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE } from '../../contract/scripted-venue.js';
import { LinkRig } from '../link/link-rig.js';

const ORDERS = 40;

/** An order a second; of each, when acceptance and fill were heard, in milliseconds after it was sent. */
function played(values: FaultValues): readonly (readonly number[])[] {
  const rig = new LinkRig([{ kind: 'frame-reordered', values }]);
  const orders = Array.from({ length: ORDERS }, (_, index) =>
    // Delays are drawn by the order's id: the same ones in every run of the tests.
    submitOf(MARKETABLE, `${index}`.padStart(24, '0') as ClientOrderId),
  );
  orders.forEach((submit, index) => rig.sendAt(1_000 * index, submit));
  rig.run();
  return orders.map(({ clientOrderId }, index) =>
    ['accepted', 'trade'].map((execType) => {
      const heard = rig.heard.find(
        ({ input: { kind, ...input } }) =>
          kind === 'execution-report' &&
          'report' in input &&
          input.report.clientOrderId === clientOrderId &&
          input.report.execType === execType,
      );
      return (heard?.ms ?? NaN) - 1_000 * index;
    }),
  );
}

describe('F:STR6 frame-reordered', () => {
  it('the one that is hit comes late, and what leaves after it does not wait', () => {
    const [first, ...rest] = played({ nth: 1, window: millis(500) });
    const [accepted = NaN, filled] = first ?? [];
    expect(filled).toBe(27);
    expect(accepted).toBeGreaterThan(27);
    expect(accepted).toBeLessThanOrEqual(527);
    for (const times of rest) expect(times).toEqual([27, 27]);
  });

  it('F:STR6: all of them, each by a delay of its own, none later than the window', () => {
    const times = played({ probability: 1, window: millis(800) });
    const overtaken = times.filter(([accepted = NaN, filled = NaN]) => filled < accepted).length;
    expect(overtaken).toBeGreaterThan(ORDERS / 4);
    expect(overtaken).toBeLessThan((ORDERS * 3) / 4);
    for (const ms of times.flat()) {
      expect(ms).toBeGreaterThan(27);
      expect(ms).toBeLessThanOrEqual(827);
    }
  });
});
