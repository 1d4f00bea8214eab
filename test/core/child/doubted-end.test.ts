/** An order that the venue calls filled, and of which it shows no fill: it may live, and then it has to go. */
import { describe, expect, it } from 'vitest';
import type { OrderSnapshot } from '../../../src/core/order/execution-report.js';
import { lots } from '../../../src/core/ground/units.js';
import { EngineRig, executionOf } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

/** Called filled by the stream, with nothing behind it. */
function called(): EngineRig {
  const rig = new EngineRig().order({ slices: 1, duration: inSeconds(120) });
  rig.accept();
  rig.report({ execType: 'trade', status: 'filled', cumQty: null, leaves: lots(0) });
  return rig;
}

/** Whatever is asked in the next seconds is answered: no execution, and the order as it is said. */
function answered(rig: EngineRig, seconds: number, order: Partial<OrderSnapshot> | null): void {
  for (let n = 0; n < seconds * 4; n += 1) {
    if (rig.pendingOf('read-executions').length > 0) rig.notFound('read-executions');
    if (rig.pendingOf('read-order').length > 0) {
      if (order === null) rig.notFound();
      else rig.found(order);
    }
    if (rig.pendingOf('cancel').length > 0) return;
    rig.run(0.25);
  }
}

const OPEN: Partial<OrderSnapshot> = { status: 'accepted', venueWord: 'accepted', cumQty: lots(0) };
/** Until its executions were asked for often enough. */
const UNTIL_UNKNOWN = 40;

describe('an end that is in doubt', () => {
  it('FIL-3 S24: one that had ended in part and is called filled afterwards is asked for again, and told until the venue takes it back', () => {
    const rig = new EngineRig().order({ slices: 1, duration: inSeconds(120) });
    rig.accept();
    const { quantity } = rig.child().terms;
    rig.trade(quantity - 2, quantity - 2);
    const ended = { cumQty: lots(quantity - 2), leaves: lots(0) };
    rig.report({ execType: 'expired', status: 'expired', ...ended });
    expect(rig.child().stage.kind).toBe('done');
    rig.run(10);
    rig.report({ execType: 'trade', status: 'filled', cumQty: null, leaves: lots(0) });
    expect(rig.child().stage.kind).toBe('settling');
    const told = { status: 'expired', venueWord: 'expired', cumQty: ended.cumQty } as const;
    // As late as the word, and without a quantity: the word stands. Later than the word: it is taken back.
    const { venueTime } = rig.child().belief.key;
    answered(rig, UNTIL_UNKNOWN, { ...told, cumQty: null, venueTime });
    expect(rig.alerts()).toContain('fill-contradiction raised');
    expect(rig.child().result).toMatchObject({ outcome: 'unknown', filled: quantity - 2 });
    answered(rig, UNTIL_UNKNOWN, told);
    expect(rig.child().result).toMatchObject({ outcome: 'partial', filled: quantity - 2 });
  });

  /** Of one instant: the last part that filled, the word, and another end. */
  function endedTwice(): EngineRig {
    const rig = new EngineRig().order({ slices: 1, duration: inSeconds(120) });
    rig.accept();
    rig.trade(598, 598);
    rig.report({ execType: 'trade', status: 'filled', cumQty: null, leaves: lots(0) });
    rig.report({ execType: 'expired', status: 'expired', cumQty: lots(598), leaves: lots(0) });
    expect(rig.child().belief.status).toBe('filled');
    return rig;
  }
  const shownExpired = (rig: EngineRig, cumQty: number): Partial<OrderSnapshot> => ({
    status: 'expired',
    venueWord: 'expired',
    cumQty: lots(cumQty),
    venueTime: rig.child().belief.key.venueTime,
  });

  it('FIL-3 L3 F:FIL4 S24: another end of the same instant, with what its executions come to, is its end', () => {
    const rig = endedTwice();
    // What is shown before its executions were asked for often enough ends nothing.
    answered(rig, 1, shownExpired(rig, 598));
    expect(rig.child().stage.kind).toBe('settling');
    answered(rig, UNTIL_UNKNOWN * 2, shownExpired(rig, 598));
    expect(rig.child()).toMatchObject({
      stage: { kind: 'done' },
      result: { outcome: 'partial', reason: 'expired', filled: 598 },
    });
    expect(rig.alerts().filter((one) => one.endsWith('cleared'))).toEqual([
      'order-unknown cleared',
      'fill-contradiction cleared',
    ]);
    expect(rig.parent()).toMatchObject({ status: 'completed_partial', exposed: 598, open: [] });
    const open = { buying: 0, openOrders: 0, position: 598 };
    expect(rig.state.exposure.get('BTCUSDT')).toMatchObject(open);
    expect(rig.entries('cancel-intent')).toEqual([]);
  });

  it('FIL-3: a word after an end is taken back after five looks at the soonest, also where there is no lag', () => {
    const config = { venue: { visibilityLag: inSeconds(0) } };
    const rig = new EngineRig({ config }).order({ slices: 1, duration: inSeconds(120) });
    rig.accept();
    rig.trade(598, 598);
    rig.report({ execType: 'expired', status: 'expired', cumQty: lots(598), leaves: lots(0) });
    rig.run(1);
    rig.report({ execType: 'trade', status: 'filled', cumQty: null, leaves: lots(0) });
    answered(rig, 2, shownExpired(rig, 598));
    expect(rig.child().stage.kind).toBe('settling');
    answered(rig, UNTIL_UNKNOWN, shownExpired(rig, 598));
    expect(rig.child()).toMatchObject({ stage: { kind: 'done' }, result: { outcome: 'partial' } });
    const looks = rig.entries('read-requested').filter(({ purpose }) => purpose === 'ledger');
    expect(looks.length).toBeGreaterThanOrEqual(3);
  });

  it('FIL-3 S1: an end that its executions do not bear out is none', () => {
    const rig = endedTwice();
    answered(rig, UNTIL_UNKNOWN * 2, shownExpired(rig, 500));
    expect(rig.child().stage.kind).toBe('settling');
    expect(rig.parent().exposed).toBe(600);
  });

  it('FIL-3 F:FIL4: unknown once its executions were asked for in vain; the order is not asked about before', () => {
    const rig = called();
    for (let n = 0; n < 4; n += 1) {
      rig.notFound('read-executions');
      rig.run(n === 3 ? 0 : 8);
    }
    expect(rig.pendingOf('read-order')).toEqual([]);
    answered(rig, UNTIL_UNKNOWN, null);
    expect(rig.child().result).toMatchObject({ outcome: 'unknown', filled: 0 });
    expect(rig.entries('read-requested').some(({ purpose }) => purpose === 'verify-end')).toBe(
      true,
    );
  });

  it('FIL-3 F:FIL4: shown open it is canceled, and what the venue says to that is its end', () => {
    const rig = called();
    answered(rig, UNTIL_UNKNOWN * 2, OPEN);
    expect(rig.alerts()).toEqual([
      'fill-contradiction raised',
      'order-unknown raised',
      'order-revived raised',
    ]);
    rig.accept('cancel');
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: lots(0), leaves: lots(0) });
    expect(rig.child()).toMatchObject({
      stage: { kind: 'done' },
      belief: { status: 'canceled', filled: 0 },
    });
    expect(rig.parent().status).toBe('failed');
    expect(rig.alerts().slice(3)).toEqual(['order-unknown cleared', 'fill-contradiction cleared']);
  });

  it('FIL-3 F:FIL4 F:STR1: where nobody tells of the end, the order is asked about it', () => {
    const rig = called();
    answered(rig, UNTIL_UNKNOWN * 2, OPEN);
    rig.accept('cancel');
    answered(rig, UNTIL_UNKNOWN, { status: 'canceled', venueWord: 'canceled', cumQty: lots(0) });
    expect(rig.child()).toMatchObject({
      stage: { kind: 'done' },
      belief: { status: 'canceled', filled: 0 },
    });
  });

  it('FIL-3 S28: its executions settle it as ever, and nothing is canceled', () => {
    const rig = called();
    answered(rig, UNTIL_UNKNOWN, { ...OPEN, status: 'filled', cumQty: null });
    expect(rig.child().result?.outcome).toBe('unknown');
    for (let n = 0; n < 400 && rig.pendingOf('read-executions').length === 0; n += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.notFound();
      rig.run(0.25);
    }
    const executions = [executionOf('a', 600, rig.now)];
    rig.answer('read-executions', { kind: 'executions', executions });
    expect(rig.child().result).toMatchObject({ outcome: 'filled', filled: 600 });
    expect(rig.entries('cancel-intent')).toEqual([]);
    expect(rig.alerts().slice(-2)).toEqual(['order-unknown cleared', 'fill-contradiction cleared']);
  });

  it('FIL-3: an answer that does not say how much is filled does not show it open', () => {
    const rig = called();
    answered(rig, UNTIL_UNKNOWN * 3, { ...OPEN, cumQty: null });
    expect(rig.entries('cancel-intent')).toEqual([]);
    expect(rig.child().stage.kind).toBe('settling');
  });

  it('FIL-3 ALR-1: what is shown meanwhile clears no alert as long as it settles nothing', () => {
    const rig = called();
    answered(rig, UNTIL_UNKNOWN * 3, { ...OPEN, cumQty: null });
    expect(rig.alerts()).not.toContain('order-unknown cleared');
    expect(rig.alerts()).not.toContain('fill-contradiction cleared');
  });

  it('FIL-3 S23: a venue that goes on showing it open gets three cancels, then one now and then', () => {
    const rig = called();
    for (let n = 0; n < 12; n += 1) {
      answered(rig, 600, OPEN);
      if (rig.pendingOf('cancel').length > 0)
        rig.outcome('cancel', { kind: 'rejected', code: 'too-late', text: '' });
    }
    const sent = rig.entries('cancel-intent').length;
    expect(sent).toBeGreaterThan(3);
    const [, , third, fourth] = rig.blocks
      .filter(({ entries }) => entries.some(({ kind }) => kind === 'cancel-intent'))
      .map(({ input }) => input.at);
    expect((fourth! - third!) / 1_000_000).toBeGreaterThan(60);
  });
});
