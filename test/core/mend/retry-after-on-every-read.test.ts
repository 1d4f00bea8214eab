/**
 * A venue that says when to come back means every request (S22): whoever asks the book again each second meanwhile is
 * banned, and loses the slices of ten minutes instead of waiting seven seconds.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import { PACKAGE_ROOT } from '../../../src/runs/package-root.js';
import { runScenario } from '../../../src/runs/run-scenario.js';
import { EngineRig } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';
import { lots } from './late-parents.js';

const refused = (seconds: number): ReadAnswer => ({
  kind: 'failed',
  failure: 'rate-limited',
  retryAfter: inSeconds(seconds),
  text: 'rate limited',
});

const withDepth = { earlyStop: { liquidityLevels: 5 } };

/** A slice of 600 lots with a minute to hold its book check in. */
const asking = (): EngineRig => {
  const rig = new EngineRig({ config: withDepth }).order({
    slices: 2,
    duration: inSeconds(120),
  });
  rig.flush();
  return rig;
};

const THICK: ReadAnswer = {
  kind: 'depth',
  bids: [{ price: 599_990 as never, quantity: lots(5_000) }],
  asks: [{ price: 600_010 as never, quantity: lots(5_000) }],
};

/** Nothing is pending that a venue would see, but for cancels. */
const quiet = (rig: EngineRig): readonly string[] =>
  rig.pending.map(({ kind }) => kind).filter((kind) => kind !== 'cancel');

describe('a read refused with a time to come back', () => {
  it('S22 SCH-3 SCH-4: a slice whose book was refused asks nothing before that time, and goes after it', () => {
    const rig = asking();
    rig.answer('read-depth', refused(12));
    for (let n = 0; n < 23; n += 1) {
      rig.run(0.5);
      expect(quiet(rig)).toEqual([]);
    }
    rig.run(2);
    rig.answer('read-depth', THICK);
    rig.flush();
    expect(rig.pendingOf('submit')).toHaveLength(1);
  });

  it('S22 ALR-1: someone is told, and told again when it is over', () => {
    const rig = asking();
    rig.answer('read-depth', refused(12));
    rig.flush();
    expect(rig.alerts()).toHaveLength(1);
    expect(rig.alerts()[0]).toMatch(/ raised$/);
    rig.run(13);
    rig.answer('read-depth', THICK);
    rig.run(1);
    expect(rig.alerts().at(-1)).toMatch(/ cleared$/);
  });

  it('S22 FIL-4: the final check waits as well, and so does every other order', () => {
    const rig = new EngineRig().order({
      slices: 1,
      duration: inSeconds(120),
      fillTimeout: inSeconds(3),
    });
    rig.accept();
    rig.run(2.9);
    if (rig.pendingOf('read-order').length > 0) rig.found();
    rig.run(0.2);
    rig.answer(rig.pendingOf('read-order').at(-1)!, refused(20));
    // The order lives: its cancel only reduces risk and may go, all else waits.
    rig.order({ idempotencyKey: '1', slices: 1, duration: inSeconds(120) });
    for (let n = 0; n < 38; n += 1) {
      rig.run(0.5);
      if (rig.pendingOf('cancel').length > 0) rig.accept('cancel');
      expect(quiet(rig)).toEqual([]);
    }
    rig.run(3);
    expect(quiet(rig)).toContain('submit');
    expect(quiet(rig)).toContain('read-order');
  });

  it('S22 SCH-4: a submit refused so holds back the questions of others', () => {
    const rig = new EngineRig().order({ slices: 1, duration: inSeconds(120) });
    rig.accept();
    rig.order({ idempotencyKey: '1', slices: 1, duration: inSeconds(120) });
    rig.outcome('submit', {
      kind: 'not-sent',
      reason: 'rate-limited',
      retryAfter: inSeconds(15),
      veto: null,
    });
    for (let n = 0; n < 29; n += 1) {
      rig.run(0.5);
      expect(quiet(rig)).toEqual([]);
    }
    rig.run(3);
    expect(quiet(rig)).toEqual(expect.arrayContaining(['submit', 'read-order']));
  });

  it('S22 FIL-13: an order that ends meanwhile has its executions asked for after that time', () => {
    const rig = new EngineRig().order({ slices: 1, duration: inSeconds(120) });
    rig.accept();
    rig.run(0.5);
    rig.answer('read-order', refused(10));
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: lots(50), leaves: lots(0) });
    for (let n = 0; n < 19; n += 1) {
      expect(quiet(rig)).toEqual([]);
      rig.run(0.5);
    }
    rig.run(1);
    expect(quiet(rig)).toEqual(['read-executions']);
  });

  it('S22 TWAP-9: an order that comes meanwhile is routed without the book, and waits to be sent', () => {
    const rig = asking();
    rig.answer('read-depth', refused(10));
    rig.order({ idempotencyKey: '1', algo: 'auto', slices: null, duration: null });
    rig.run(5);
    expect(rig.parents().map(({ plan }) => plan !== null)).toEqual([true, true]);
    expect(quiet(rig)).toEqual([]);
  });

  it('S22 RSK-1: a cancel is never held back', () => {
    const rig = asking();
    rig.answer('read-depth', THICK);
    rig.flush();
    rig.accept();
    rig.run(0.5);
    rig.answer(rig.pendingOf('read-order').at(-1)!, refused(30));
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    rig.flush();
    expect(rig.pendingOf('cancel')).toHaveLength(1);
  });
});

describe('two cancels that were refused', () => {
  it('S22 RSK-1: do not renew a ban in turns: both wait for the later of the two times', () => {
    const resting = {
      type: 'limit',
      timeInForce: 'gtc',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
    };
    const rig = new EngineRig();
    for (const idempotencyKey of ['0', '1']) {
      rig.order({ ...(resting as object), idempotencyKey, slices: 1, duration: inSeconds(600) });
      rig.accept();
    }
    rig.operator({ do: 'kill-on', cancelWorking: true });
    rig.flush();
    // The venue bans whoever asks before the time it named, for two seconds from then on.
    let bannedUntil = rig.now + 2_000_000;
    const sentAt: number[] = [];
    for (let n = 0; n < 300; n += 1) {
      for (const cancel of rig.pendingOf('cancel')) {
        sentAt.push(rig.now);
        if (rig.now >= bannedUntil) rig.accept(cancel);
        else {
          bannedUntil = rig.now + 2_000_000;
          const retryAfter = inSeconds(2);
          rig.outcome(cancel, { kind: 'not-sent', reason: 'rate-limited', retryAfter, veto: null });
        }
        rig.run(0.1);
      }
      rig.run(0.1);
    }
    expect(sentAt.length).toBeLessThanOrEqual(5);
    expect(rig.pendingOf('cancel')).toEqual([]);
    expect(
      rig
        .children()
        .map(({ cancel }) => cancel.attempts)
        .every((tries) => tries <= 3),
    ).toBe(true);
  });
});

describe('the bundled rate limit, with the book read before each slice', () => {
  const run = (...set: string[]) =>
    runScenario(join(PACKAGE_ROOT, 'scenarios', 'rate-limit.yaml'), {
      set: ['execution.earlyStop.liquidityLevels=5', ...set],
    });

  it('S22 SCH-3: one refusal is enough: all 24 slices are sent, and an alert says why one was late', async () => {
    const report = await run();
    expect(report.faults['rate-limit']).toBeLessThanOrEqual(3);
    const [parent] = report.parents;
    expect(parent?.slices).toMatchObject({ sent: 24, skipped: 0 });
    expect(parent?.filledShare).toBe(1);
    expect(report.alerts.map(({ code }) => code)).toContain('rate-limited');
  });
});
