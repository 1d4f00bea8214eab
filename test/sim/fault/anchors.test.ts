/** F:MD2 Faults that hang on what happens: one of each lane on a link with constant latencies, and what cannot be anchored so. */
import { describe, expect, it } from 'vitest';
import { epochMicros, millis, seconds } from '../../../src/core/ground/units.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import type { AnchorSpec } from '../../../src/sim/fault/moment.js';
import { cancelOf, submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE, RESTING } from '../../contract/scripted-venue.js';
import { LinkRig, START } from '../link/link-rig.js';

const symbol = 'BTCUSDT';
const END = epochMicros(START + 60_000_000);
const msOf = (at: number): number => (at - START) / 1_000;

const outageAt = (at: AnchorSpec): FaultSpec => ({
  kind: 'outage',
  values: { at, for: millis(1), paths: ['feed'] },
});

/** Twice: an order that rests and is canceled, one that fills, and a read; a second apart. */
function played(...faults: readonly FaultSpec[]): LinkRig {
  const rig = new LinkRig(faults);
  for (const begin of [0, 1_000]) {
    const resting = submitOf(RESTING);
    rig.sendAt(begin, resting);
    rig.sendAt(begin + 100, cancelOf(resting.clientOrderId, symbol));
    rig.sendAt(begin + 200, { kind: 'read-positions', readId: begin });
    rig.sendAt(begin + 300, submitOf(MARKETABLE));
  }
  return rig.run();
}

const beginOf = (at: AnchorSpec): number | null => {
  const [window] = played(outageAt(at)).faults.record(END).windows;
  return window === undefined ? null : msOf(window.from);
};

describe('anchors', () => {
  it.each([
    ['submit-sent', 1, 0],
    ['submit-sent', 3, 1_000],
    ['accepted', 1, 20],
    ['accepted', 4, 1_320],
    ['filled', 1, 320],
    ['filled', 2, 1_320],
    ['cancel-sent', 1, 100],
    ['cancel-sent', 2, 1_100],
    ['canceled', 1, 115],
    ['canceled', 2, 1_115],
    ['query-sent', 1, 200],
    ['query-sent', 2, 1_200],
  ] as const)('SIM-3: %s, number %i', (after, nth, happens) => {
    expect(beginOf({ after, nth })).toBe(happens);
    expect(beginOf({ after, nth, plus: millis(7) })).toBe(happens + 7);
    expect(beginOf({ after, nth, symbol: 'ETHUSDT' })).toBeNull();
  });

  it('SIM-3: count events of their own instrument where they name one; a read of the account is of none', () => {
    expect(beginOf({ after: 'cancel-sent', nth: 2, symbol })).toBe(1_100);
    expect(beginOf({ after: 'query-sent', symbol })).toBeNull();
  });

  it('SIM-3: of events that never came it is said how many did', () => {
    const rig = played(outageAt({ after: 'submit-sent', nth: 8 }), outageAt({ after: 'accepted' }));
    expect(rig.faults.anchors?.missed()).toEqual([
      { kind: 'outage', after: 'submit-sent', nth: 8, symbol: null, came: 4 },
    ]);
  });

  it('are nobody where no fault hangs on anything: the link asks no one', () => {
    const timed: FaultSpec = { kind: 'outage', values: { at: seconds(1), for: millis(1) } };
    expect(played(timed).faults.anchors).toBeNull();
    expect(played().faults.anchors).toBeNull();
  });
});

describe('an anchored fault', () => {
  const heard = (fault: FaultSpec): readonly string[] => played(fault).trace();

  it('F:CAN1: an outage hits the very cancel it hangs on, in flight', () => {
    const values = {
      paths: ['cancel'],
      at: { after: 'cancel-sent', plus: millis(5) },
      for: millis(50),
    };
    const rig = played({ kind: 'outage', values });
    expect(rig.venue.arrivals.filter(({ kind }) => kind === 'cancel')).toHaveLength(1);
    expect(rig.trace()).toContain('5100 cancel unknown: timeout');
  });

  it('F:SUB5: a refusal hits the submit it hangs on', () => {
    const values = { at: { after: 'submit-sent', nth: 3 }, code: 'halted' };
    expect(
      heard({ kind: 'reject', values }).filter((line) => line.includes('submit rejected')),
    ).toEqual(['1030 submit rejected']);
  });

  it('F:SUB2: a reply is lost after the acceptance it hangs on', () => {
    const values = { at: { after: 'accepted', nth: 2 } };
    const lost = heard({ kind: 'ack-lost', values }).filter((line) => line.includes('timeout'));
    expect(lost).toEqual(['5300 submit unknown: timeout']);
  });

  it('F:SUB7: a limit trips after the query it hangs on', () => {
    const values = { at: { after: 'query-sent', plus: millis(10) }, retryAfter: millis(150) };
    const refused = heard({ kind: 'rate-limit', values }).filter((line) =>
      line.includes('rate-limited'),
    );
    expect(refused).toEqual(['330 submit not-sent: rate-limited']);
  });

  it('F:MD3: quotes are wide after the fill it hangs on', () => {
    const values = { at: { after: 'filled' }, for: millis(100), factor: 3 };
    const rig = new LinkRig([{ kind: 'spread-shift', values }]);
    rig.quotes.quote(START, 0, 9_999, 5, 10_001, 5);
    rig.sendAt(0, submitOf(MARKETABLE));
    const seen = (ms: number): number | undefined => {
      rig.run(ms);
      const quote = rig.board.latest(rig.clock.now());
      return quote === null ? undefined : quote.ask - quote.bid;
    };
    expect([seen(19), seen(20), seen(119), seen(120)]).toEqual([2, 6, 6, 2]);
  });

  it('F:MD2: rows that left the venue after the event are lost, those on their way still come', () => {
    const values = { paths: ['feed'], at: { after: 'filled' }, for: millis(100) };
    const rig = new LinkRig([{ kind: 'outage', values }]);
    rig.sendAt(0, submitOf(MARKETABLE));
    const bidAt = (ms: number): number | undefined => {
      rig.run(ms);
      return rig.board.latest(rig.clock.now())?.bid;
    };
    const row = (ms: number, bid: number): void => {
      rig.run(ms);
      rig.quotes.quote(rig.clock.now(), 0, bid, 5, 10_001, 5);
    };
    row(10, 9_991);
    expect(bidAt(19)).toBe(9_991);
    row(19, 9_992);
    expect(bidAt(40)).toBe(9_992);
    row(40, 9_993);
    expect(bidAt(110)).toBe(9_992);
    row(119, 9_994);
    expect(bidAt(140)).toBe(9_994);
  });
});
