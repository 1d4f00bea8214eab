/** An unknown outcome: looked up, never blindly resent, absent only when proven (docs/rules/words.md, Absence). */
import { describe, expect, it } from 'vitest';
import type { Lots } from '../../../src/core/ground/units.js';
import {
  EngineRig,
  FAILED_READ,
  REFUSED_CONNECTION,
  UNKNOWN,
  executionOf,
} from '../../support/engine-rig.js';
import type { ConfigChanges } from '../../support/engine-config.js';
import { inSeconds } from '../../support/simulation-plan.js';

const FOREVER: ConfigChanges = { venue: { idempotency: 'forever', validFor: null } };
const OPEN_ONLY: ConfigChanges = { venue: { idempotency: 'open-only', validFor: null } };

function lost(config: ConfigChanges = {}): EngineRig {
  const rig = new EngineRig({ config }).order({ slices: 1, duration: inSeconds(60) });
  rig.outcome('submit', UNKNOWN);
  rig.flush();
  return rig;
}

/** Answers whatever look-up is due with "not found", for so many seconds. */
function unseen(rig: EngineRig, seconds: number): void {
  for (let quarter = 0; quarter < seconds * 4; quarter += 1) {
    if (rig.pendingOf('read-order').length > 0) rig.notFound('read-order');
    if (rig.pendingOf('read-executions').length > 0) rig.notFound('read-executions');
    rig.run(0.25);
  }
}

const attempts = (rig: EngineRig): number => rig.entries('submit-intent').length;

describe('an unknown outcome', () => {
  it('SCH-4 S9: is looked up by client order id at once, not resent', () => {
    const rig = lost();
    expect(rig.child().belief.status).toBe('submitted_unconfirmed');
    expect(rig.only('read-order').clientOrderId).toBe(rig.child().clientOrderId);
    expect(attempts(rig)).toBe(1);
  });

  it('F:SUB2: found alive, it is acknowledged and worked on', () => {
    const rig = lost();
    rig.found({ status: 'partially_filled', cumQty: 100 as Lots });
    expect(rig.child()).toMatchObject({
      stage: { kind: 'working' },
      belief: { filled: 100 },
    });
  });

  it('SCH-4: is looked up anew: what was asked before the outcome was missed proves nothing', () => {
    const rig = new EngineRig({ config: FOREVER }).order({ slices: 1, duration: inSeconds(60) });
    rig.run(0.5);
    const before = rig.only('read-order');
    rig.outcome('submit', UNKNOWN);
    rig.answer(before, { kind: 'order', order: null });
    expect(rig.child().stage).toMatchObject({ kind: 'unknown', order: 0 });
    rig.flush();
    expect(rig.pendingOf('read-order')).toHaveLength(1);
  });

  it('FIL-4 ORD-4: asked once as a witness, then for the fills of an end that came meanwhile: only the second is waited for', () => {
    const rig = lost();
    while (rig.pendingOf('read-executions').length === 0) {
      if (rig.pendingOf('read-order').length > 0) rig.notFound();
      rig.run(0.25);
    }
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: null, leaves: 0 as Lots });
    rig.flush();
    const [witness, ledger] = rig.pendingOf('read-executions');
    rig.answer(witness!, FAILED_READ);
    expect(rig.entries('read-failed')).toEqual([]);
    rig.answer(ledger!, { kind: 'executions', executions: [executionOf('e1', 250, rig.now)] });
    expect(rig.child().result).toMatchObject({ outcome: 'partial', filled: 250 });
  });

  it('SCH-4 F:SUB1: two not-founds of each witness, asked after validUntil, prove absence; then the same id is sent again', () => {
    const rig = lost();
    unseen(rig, 7);
    // validFor 5 s, slack 1 s, clock uncertainty 1 s.
    expect(rig.entries('lookup-not-found').filter(({ counts }) => counts)).toEqual([]);
    expect(attempts(rig)).toBe(1);
    unseen(rig, 5);
    const counted = rig.entries('lookup-not-found').filter(({ counts }) => counts);
    expect(counted.map(({ from }) => from)).toEqual(['order', 'executions', 'order', 'executions']);
    expect(rig.entries('absence-proven')).toHaveLength(1);
    expect(attempts(rig)).toBe(2);
    expect(rig.only('submit').clientOrderId).toBe(rig.child().clientOrderId);
  });

  it('SCH-4 F:QRY1: the visibility lag of the venue is waited for as well', () => {
    const rig = lost({ venue: { visibilityLag: inSeconds(10) } });
    unseen(rig, 16);
    expect(rig.entries('absence-proven')).toEqual([]);
    unseen(rig, 8);
    expect(rig.entries('absence-proven')).toHaveLength(1);
  });

  it('a history that knows an execution is a sign of life, whatever the order query says', () => {
    const rig = lost();
    unseen(rig, 7);
    while (rig.pendingOf('read-executions').length === 0) {
      if (rig.pendingOf('read-order').length > 0) rig.notFound();
      rig.run(0.25);
    }
    rig.answer('read-executions', {
      kind: 'executions',
      executions: [executionOf('e1', 600, rig.now)],
    });
    rig.flush();
    expect(rig.child()).toMatchObject({
      belief: { filled: 600, status: 'filled' },
      stage: { kind: 'done' },
    });
  });

  it('failed look-ups are no evidence', () => {
    const rig = lost();
    for (let n = 0; n < 20; n += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.answer('read-order', FAILED_READ);
      rig.run(1);
    }
    expect(rig.entries('lookup-not-found')).toEqual([]);
    expect(attempts(rig)).toBe(1);
  });

  it('SCH-4 S23: absent three times over, it has failed', () => {
    const rig = lost();
    for (let n = 0; n < 3; n += 1) {
      unseen(rig, 14);
      if (rig.pendingOf('submit').length > 0) rig.outcome('submit', UNKNOWN);
    }
    unseen(rig, 14);
    expect(attempts(rig)).toBe(3);
    expect(rig.child().belief.status).toBe('failed');
    expect(rig.parent().status).toBe('stopped_early');
  });

  it('SCH-5: a cancel that is wanted meanwhile: proven absent, it is canceled, not sent again', () => {
    const rig = lost();
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    expect(rig.pendingOf('cancel')).toEqual([]);
    unseen(rig, 14);
    expect(attempts(rig)).toBe(1);
    expect(rig.child().belief.status).toBe('canceled');
    expect(rig.parent().status).toBe('canceled');
  });

  it('SCH-5: found alive instead, the cancel that was wanted goes out', () => {
    const rig = lost();
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    rig.found();
    expect(rig.pendingOf('cancel')).toHaveLength(1);
  });
});

describe('ids kept for ever and no validity enforced', () => {
  it('SCH-4: an answered look-up permits the probe, which waits as any attempt does', () => {
    const rig = lost(FOREVER);
    rig.notFound();
    expect(attempts(rig)).toBe(1);
    unseen(rig, 3);
    expect(attempts(rig)).toBe(2);
    expect(rig.child().stage).toMatchObject({ kind: 'sending', unresolved: true });
  });

  it('the probe that finds the id taken settles it', () => {
    const rig = lost(FOREVER);
    unseen(rig, 3);
    rig.outcome('submit', { kind: 'exists', text: '' });
    rig.flush();
    rig.found({ createdAt: rig.child().submit.firstAt });
    expect(rig.child().stage.kind).toBe('working');
  });

  it.each([
    ['refused', { kind: 'rejected', code: 'filter', text: '' } as const],
    ['not sent', { ...REFUSED_CONNECTION, retryAfter: inSeconds(3_600) }],
  ])(
    'SCH-4: a probe that is %s says nothing of the first attempt: unknown, alerted, never sent again',
    (_, outcome) => {
      const rig = lost(FOREVER);
      unseen(rig, 3);
      rig.outcome('submit', outcome);
      unseen(rig, 60);
      expect(attempts(rig)).toBe(2);
      expect(rig.child()).toMatchObject({
        stage: { kind: 'unknown' },
        result: { outcome: 'unknown' },
      });
      expect(rig.alerts()).toContain('order-unknown raised');
      expect(rig.parent().status).toBe('working');
    },
  );

  it('RSK-1: a probe that a guard stops leaves the order unknown and looked up, not "blocked"', () => {
    const rig = lost(FOREVER);
    rig.operator({ do: 'kill-on', cancelWorking: false });
    unseen(rig, 10);
    expect(attempts(rig)).toBe(1);
    expect(rig.child().belief.status).toBe('submitted_unconfirmed');
    expect(rig.pendingOf('read-order').length + (rig.child().watch.nextAt === null ? 0 : 1)).toBe(
      1,
    );
    rig.operator({ do: 'kill-off' });
    unseen(rig, 5);
    expect(attempts(rig)).toBe(2);
  });
});

describe('ids kept while open and no validity enforced', () => {
  it('SCH-4 S9 FIL-0: is never resent; it stays unknown with an alert, and a late fill still counts', () => {
    const rig = lost(OPEN_ONLY);
    unseen(rig, 120);
    expect(attempts(rig)).toBe(1);
    expect(rig.child().result?.outcome).toBe('unknown');
    expect(rig.alerts()).toEqual(['order-unknown raised']);
    rig.trade(600, 600);
    expect(rig.parent().status).toBe('filled');
    expect(rig.child().result?.outcome).toBe('filled');
    expect(rig.alerts()).toEqual(['order-unknown raised', 'order-unknown cleared']);
  });

  it('S2: what is unknown counts in full: no catch-up while it may live', () => {
    const rig = new EngineRig({ config: OPEN_ONLY }).order({
      slices: 2,
      duration: inSeconds(10),
      completion: 'catch-up',
    });
    rig.outcome('submit', UNKNOWN);
    rig.run(5);
    const second = rig.pendingOf('submit')[0];
    if (second !== undefined) rig.accept(second, {});
    rig.report({ execType: 'canceled', status: 'canceled' }, 1);
    unseen(rig, 120);
    expect(rig.entries('catch-up-planned')).toEqual([]);
    expect(rig.parent().status).toBe('working');
  });
});

describe('life after our verdict', () => {
  /** Declared failed: three attempts, each proven absent. */
  function declaredAbsent(): EngineRig {
    const rig = lost();
    for (let n = 0; n < 3; n += 1) {
      unseen(rig, 14);
      if (rig.pendingOf('submit').length > 0) rig.outcome('submit', UNKNOWN);
    }
    unseen(rig, 14);
    expect(rig.child().stage.kind).toBe('done');
    return rig;
  }

  it('REC-4 ORD-4: revokes it: told, and what lives is canceled, since its place is given away', () => {
    const rig = declaredAbsent();
    rig.report();
    expect(rig.child().belief.status).toBe('accepted');
    expect(rig.alerts()).toContain('order-revived raised');
    expect(rig.parent().status).toBe('working');
    rig.accept('cancel');
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: 0 as Lots });
    expect(rig.parent().status).toBe('stopped_early');
  });

  it('ORD-4: a late fill of a finished order is booked, alerted, and its result told again', () => {
    const rig = new EngineRig().order({ slices: 1, duration: inSeconds(60) });
    rig.accept();
    rig.report({ execType: 'canceled', status: 'canceled' });
    expect(rig.parent()).toMatchObject({ status: 'failed', filled: 0 });
    rig.trade(100, 100);
    expect(rig.parent()).toMatchObject({ status: 'completed_partial', filled: 100 });
    expect(rig.alerts()).toContain('fill-after-verdict raised');
    expect(rig.entries('fill-result').map(({ result }) => result.outcome)).toEqual([
      'failed',
      'partial',
    ]);
  });

  it('S2 TWAP-8: a catch-up slice that a late fill has overtaken is not sent', () => {
    const rig = new EngineRig({ config: { earlyStop: { liquidityLevels: 5 } } });
    rig.order({ slices: 1, duration: inSeconds(60), completion: 'catch-up' });
    const depth = {
      kind: 'depth',
      bids: [],
      asks: [{ price: 600_010, quantity: 10_000 }],
    } as never;
    rig.answer('read-depth', depth);
    rig.flush();
    rig.accept();
    rig.report({ execType: 'canceled', status: 'canceled' });
    rig.flush();
    rig.trade(100, 100);
    rig.answer('read-depth', depth);
    rig.flush();
    expect(rig.pendingOf('submit')).toEqual([]);
    expect(rig.child(1).belief.status).toBe('skipped');
    expect(rig.parent()).toMatchObject({ status: 'completed_partial', filled: 100 });
  });
});
