/** When a request truly left, where the clocks of client and venue are wrong (F:CLK6). */
import { expect, it } from 'vitest';
import type { EpochMicros } from '../../../src/core/ground/units.js';
import type { VenueArrival } from '../../../src/core/order/truth.js';
import type { OrderEntry } from '../../../src/core/order/venue-message.js';
import { type AuditTimes, TrueDepartures } from '../../../src/sim/audit/audit-times.js';

const at = (seconds: number): EpochMicros => (seconds * 1_000_000) as EpochMicros;
const submit = (id: string, sentAt: EpochMicros): OrderEntry =>
  ({ kind: 'submit', clientOrderId: id, sentAt }) as OrderEntry;
const arrival = (id: string, sentAt: EpochMicros): VenueArrival => ({
  ...submit(id, sentAt),
  seq: 1,
  at: at(99),
});

/** The client's clock is a second behind. */
function behind() {
  let now = at(0);
  const shownAt = (time: EpochMicros): EpochMicros => (time - at(1)) as EpochMicros;
  const times: AuditTimes = { now: () => now, shownAt, reachedAt: (shown) => shown };
  const departures = new TrueDepartures(times);
  const leaves = (id: string, time: EpochMicros): EpochMicros => {
    now = time;
    return departures.leaving(submit(id, shownAt(time))).sentAt;
  };
  const arrives = (id: string, stamp: EpochMicros): EpochMicros =>
    departures.arrived(arrival(id, stamp)).sentAt;
  return { leaves, arrives };
}

it('F:CLK6 S10: is when it left, whatever its stamp says, and whatever the venue takes that for', () => {
  const { leaves, arrives } = behind();
  expect(leaves('a', at(10))).toBe(at(10));
  expect(arrives('a', at(9))).toBe(at(10));
  expect(arrives('a', at(9.478))).toBe(at(10));
});

it('F:CLK6 SCH-4: of several tries it is the one whose stamp is nearest, in whatever order they arrive', () => {
  const { leaves, arrives } = behind();
  for (const seconds of [10, 15, 25]) leaves('a', at(seconds));
  expect([14.5, 9.5, 24.5, 9].map((stamp) => arrives('a', at(stamp)))).toEqual(
    [15, 10, 25, 10].map(at),
  );
});

it('F:CLK6: is what the venue says of a request that nobody saw leave, and where clocks are right the stamp before it was altered', () => {
  expect(behind().arrives('b', at(3))).toBe(at(3));
  const right = new TrueDepartures(null);
  expect(right.leaving(submit('a', at(10))).sentAt).toBe(at(10));
  expect(right.arrived(arrival('a', at(10.5))).sentAt).toBe(at(10));
});
