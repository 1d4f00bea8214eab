/** Parent status and parent budget, case by case and as laws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChildExposure,
  type ParentProgress,
  availableOf,
  exposureOf,
  isParentTerminal,
  parentStatusOf,
} from '../../../src/core/order/parent.js';
import { STATUS_TABLE } from '../../../src/core/order/status.js';
import { lots } from '../../../src/core/ground/units.js';

const progress = (overrides: Partial<ParentProgress> = {}): ParentProgress => ({
  quantity: lots(100),
  filled: lots(0),
  unreleased: 0,
  openChildren: 0,
  begun: true,
  catchUpDue: false,
  stoppedEarly: false,
  cancelRequested: false,
  ...overrides,
});

const child = (overrides: Partial<ChildExposure> = {}): ChildExposure => ({
  status: 'accepted',
  quantity: lots(20),
  filled: lots(0),
  busted: lots(0),
  inFlight: false,
  ...overrides,
});

describe('parent status', () => {
  it.each([
    ['scheduled', { begun: false, unreleased: 5 }],
    ['working', { unreleased: 4 }],
    ['working', { openChildren: 1, filled: lots(80) }],
    ['working', { catchUpDue: true, filled: lots(80) }],
    ['working', { openChildren: 1, cancelRequested: true }],
    ['working', { openChildren: 1, filled: lots(100) }],
    ['filled', { filled: lots(100) }],
    ['filled', { filled: lots(100), stoppedEarly: true, cancelRequested: true }],
    ['completed_partial', { filled: lots(1) }],
    ['failed', {}],
    ['stopped_early', { filled: lots(1), stoppedEarly: true }],
    ['stopped_early', { stoppedEarly: true }],
    ['stopped_early', { stoppedEarly: true, cancelRequested: true }],
    ['canceled', { filled: lots(1), cancelRequested: true }],
    ['canceled', { begun: false, cancelRequested: true }],
  ] as const)('ORD-2a: %s when %j', (status, overrides) => {
    expect(parentStatusOf(progress(overrides))).toBe(status);
  });

  it('ORD-2a, L5: nothing open and nothing to come is terminal, all else is not', () => {
    const any = fc.record({
      filled: fc.integer({ min: 0, max: 100 }).map(lots),
      unreleased: fc.integer({ min: 0, max: 2 }),
      openChildren: fc.integer({ min: 0, max: 2 }),
      begun: fc.boolean(),
      catchUpDue: fc.boolean(),
      stoppedEarly: fc.boolean(),
      cancelRequested: fc.boolean(),
    });
    fc.assert(
      fc.property(any, (state) => {
        const over = state.openChildren === 0 && state.unreleased === 0 && !state.catchUpDue;
        const full = state.filled === 100 && state.openChildren === 0;
        expect(isParentTerminal(parentStatusOf(progress(state)))).toBe(over || full);
      }),
    );
  });
});

describe('parent budget', () => {
  it.each([
    ['never sent', { status: 'pending_new' }, 0],
    ['dry run', { status: 'dry_run' }, 0],
    ['proven not sent', { status: 'submitted' }, 0],
    ['sent, no outcome yet', { status: 'submitted', inFlight: true }, 20],
    ['unknown outcome (F:SUB2)', { status: 'submitted_unconfirmed' }, 20],
    ['working', { filled: lots(5) }, 20],
    ['cancel pending (F:FIL3)', { status: 'pending_cancel', filled: lots(5) }, 20],
    ['done for the day, not over', { status: 'done_for_day', filled: lots(5) }, 20],
    ['canceled', { status: 'canceled', filled: lots(5) }, 5],
    [
      'replace in flight on a terminal order',
      { status: 'canceled', filled: lots(5), inFlight: true },
      20,
    ],
    ['failed by proof of absence', { status: 'failed' }, 0],
    ['said filled without a quantity', { status: 'filled' }, 20],
    ['filled, then busted', { status: 'filled', filled: lots(15), busted: lots(5) }, 15],
    ['overfilled', { status: 'filled', filled: lots(25) }, 25],
  ] as const)('S2: %s counts', (_, overrides, exposure) => {
    expect(exposureOf(child(overrides))).toBe(exposure);
  });

  it('S2: exposed and available never exceed the quantity unless the venue overfilled', () => {
    const anyChild = fc
      .record({
        status: fc.constantFrom(...STATUS_TABLE.map((row) => row.status)),
        quantity: fc.integer({ min: 1, max: 30 }).map(lots),
        share: fc.integer({ min: 0, max: 30 }),
        inFlight: fc.boolean(),
      })
      .map(({ share, ...rest }) =>
        child({ ...rest, filled: lots(Math.min(share, rest.quantity)) }),
      );
    fc.assert(
      fc.property(fc.array(anyChild, { maxLength: 8 }), (children) => {
        const exposed = children.reduce((sum, row) => sum + exposureOf(row), 0);
        const available = availableOf(
          lots(100),
          children.reduce((sum, row) => sum + exposureOf(row), 0),
        );
        expect(available).toBe(Math.max(0, 100 - exposed));
        for (const row of children) expect(exposureOf(row)).toBeGreaterThanOrEqual(row.filled);
      }),
    );
  });
});
