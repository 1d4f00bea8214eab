/** Every path becomes the same kind of update; venue times order without BigInt. */
import { describe, expect, it } from 'vitest';
import type { ExecutionReport, OrderSnapshot } from '../../../src/core/order/execution-report.js';
import {
  type ClientOrderId,
  type VenueNanos,
  type VenueOrderId,
  compareVenueNanos,
  venueNanos,
} from '../../../src/core/order/order.js';
import {
  updateFromAcknowledgement,
  updateFromExecution,
  updateFromReport,
  updateFromSnapshot,
} from '../../../src/core/order/update.js';
import { epochMicros, lots } from '../../../src/core/ground/units.js';
import { anExecution, anUpdate, at, said } from './order-updates.js';

const asked = {
  clientOrderId: 'c1' as ClientOrderId,
  venueOrderId: 'v1' as VenueOrderId,
  symbol: 'BTCUSDT',
  side: 'buy',
} as const;

describe('order updates', () => {
  it('ORD-3: a report, a snapshot and an acknowledgement of one state say the same', () => {
    const report: ExecutionReport = {
      ...asked,
      execType: 'accepted',
      status: 'accepted',
      quantity: lots(10),
      cumQty: lots(0),
      leaves: lots(10),
      execution: null,
      bustOf: null,
      venueTime: at(1),
      text: '',
    };
    const snapshot: OrderSnapshot = {
      ...asked,
      quantity: lots(10),
      type: 'market',
      limitPrice: null,
      stopPrice: null,
      status: 'accepted',
      venueWord: 'accepted',
      cumQty: lots(0),
      avgPrice: null,
      filledAt: null,
      createdAt: null,
      venueTime: at(1),
    };
    const expected = anUpdate({ venueWord: 'accepted' });
    expect(updateFromReport(report)).toEqual(expected);
    expect(updateFromSnapshot(snapshot)).toEqual({ ...expected, source: 'poll' });
    expect(
      updateFromAcknowledgement(asked, { status: 'accepted', cumQty: lots(0), venueTime: at(1) }),
    ).toEqual({
      ...expected,
      source: 'poll',
    });
  });

  it('ORD-2: a report in an unknown word keeps a word for the log, an acknowledgement without one says none', () => {
    expect(
      updateFromAcknowledgement(asked, { status: null, cumQty: null, venueTime: null }).venueWord,
    ).toBe('');
  });

  it('ORD-4: a row of the trade history is a fill without a status, at the venue time of the fill', () => {
    const execution = anExecution('e1', 4, { venueTime: at(7) });
    const expected = said(null, null, 7, { source: 'poll', venueWord: '', execution });
    expect(updateFromExecution(asked, execution)).toEqual(expected);
  });

  it('ORD-3, F:QRY10: venue times compare as whole numbers of any length, unknown first', () => {
    const times = ['9', '10', '9007199254740993', '1700000000000000001'] as VenueNanos[];
    times.forEach((time, index) => {
      expect(compareVenueNanos(time, time)).toBe(0);
      expect(compareVenueNanos(null, time)).toBe(-1);
      expect(compareVenueNanos(time, null)).toBe(1);
      for (const later of times.slice(index + 1)) {
        expect([compareVenueNanos(time, later), compareVenueNanos(later, time)]).toEqual([-1, 1]);
      }
    });
    expect(compareVenueNanos('123' as VenueNanos, '124' as VenueNanos)).toBe(-1);
    expect(compareVenueNanos('124' as VenueNanos, '123' as VenueNanos)).toBe(1);
    expect(venueNanos(epochMicros(5))).toBe('5000');
  });
});
