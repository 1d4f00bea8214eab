/** FIL-13, REC-5, L2: executions that were asked for and not shown are asked for again, in passes and without. */
import { describe, expect, it } from 'vitest';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import { type Lots, lots } from '../../../src/core/ground/units.js';
import { NAIVE } from '../../../src/core/naive/naive.js';
import { OWN_MONITORS } from '../../../src/core/engine/monitors.js';
import { evolve } from '../../../src/core/state/evolve.js';
import { INCOMPLETE_MOST } from '../../../src/core/state/ledgers.js';
import { EngineRig, FAILED_READ, type RigOptions, executionOf } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

type Config = NonNullable<RigOptions['config']>;
const PLAIN: Config = { earlyStop: { liquidityLevels: null } };
const PASSING: Config = {
  ...PLAIN,
  reconciliation: { interval: inSeconds(300), window: inSeconds(60), lookUpsMost: 2 },
};
const ONE = { algo: 'direct', slices: null, duration: null, quantity: '0.1' } as const;
const NO_LIST = { kind: 'open-orders', orders: [], nextCursor: null } as const;
const NO_HISTORY = { kind: 'history', orders: [], nextCursor: null } as const;
const NOTHING: ReadAnswer = { kind: 'executions', executions: [] };
const POSITION: ReadAnswer = {
  kind: 'positions',
  positions: [{ symbol: 'BTCUSDT', quantity: lots(100) }],
};
const ALERT = 'fill-without-price';

const executions = (rig: EngineRig, ...quantities: readonly number[]): ReadAnswer => ({
  kind: 'executions',
  executions: quantities.map((quantity, n) => executionOf(`x${n}`, quantity, rig.now)),
});

/** The n-th order is filled by its total, and the venue shows no execution however often it is asked. */
function giveUp(rig: EngineRig, n: number, answer: (rig: EngineRig) => ReadAnswer): void {
  rig.order({ ...ONE, idempotencyKey: String(n) });
  if (rig.pendingOf('read-positions').length > 0)
    rig.answer('read-positions', { kind: 'positions', positions: [] });
  rig.flush();
  rig.accept();
  rig.report({ status: 'filled', cumQty: lots(100), leaves: lots(0) }, n);
  const isDone = (): boolean => rig.child(n).stage.kind === 'done';
  for (let look = 0; look < 60 && !isDone(); look += 1) {
    for (const read of rig.pendingOf('read-executions')) rig.answer(read, answer(rig));
    if (!isDone()) rig.run(0.5);
  }
  expect(rig.child(n).stage.kind).toBe('done');
}

function givenUp(config: Config, orders = 1, answer = (_: EngineRig): ReadAnswer => NOTHING) {
  const rig = new EngineRig({ config });
  for (let n = 0; n < orders; n += 1) giveUp(rig, n, answer);
  return rig;
}

/** Until the lists of a pass are asked for; both are empty. */
function toPass(rig: EngineRig): void {
  for (let second = 0; rig.pendingOf('read-history').length === 0; second += 1) {
    if (second > 400) throw new Error('no pass began');
    rig.run(1);
    for (const read of rig.pendingOf('read-positions')) rig.answer(read, POSITION);
  }
  rig.answer('read-open-orders', NO_LIST);
  rig.answer('read-history', NO_HISTORY);
}

const toWake = (rig: EngineRig): void => {
  for (let second = 0; rig.pendingOf('read-executions').length === 0; second += 1) {
    if (second > 400) throw new Error('nothing was asked for');
    rig.run(1);
  }
};

const asked = (rig: EngineRig): readonly ClientOrderId[] =>
  rig.pendingOf('read-executions').map(({ clientOrderId }) => clientOrderId);
const isRaised = (rig: EngineRig, n = 0): boolean =>
  rig.state.alerts.has(`${ALERT}:${rig.child(n).clientOrderId}`);
const count = (rig: EngineRig, kind: Parameters<EngineRig['entries']>[0]): number =>
  rig.entries(kind).length;

describe('a pass, and an order whose executions were given up', () => {
  it('REC-5 FIL-13 L2: asks for them between the lists and the positions, books each once, and ends the alert', () => {
    const rig = givenUp(PASSING);
    expect(isRaised(rig)).toBe(true);
    toPass(rig);
    expect(asked(rig)).toEqual([rig.child().clientOrderId]);
    expect(rig.pendingOf('read-positions')).toEqual([]);
    rig.answer('read-executions', executions(rig, 60, 40));
    expect(rig.child()).toMatchObject({ stage: { kind: 'done' }, belief: { filled: 100 } });
    expect(rig.child().result).toMatchObject({ averagePrice: '60000', feesEstimated: false });
    expect([count(rig, 'fill-booked'), isRaised(rig)]).toEqual([2, false]);
    // Asked for as the first of the two was booked, and answered by the second.
    for (const read of rig.pendingOf('read-executions')) rig.answer(read, executions(rig, 60, 40));
    expect(count(rig, 'reconciliation-done')).toBe(0);
    rig.answer('read-positions', POSITION);
    expect(count(rig, 'reconciliation-done')).toBe(1);
    expect(count(rig, 'fill-booked')).toBe(2);
    rig.run(1_000);
    expect([count(rig, 'reconciliation-begun'), asked(rig)]).toEqual([1, []]);
  });

  it('REC-5 FIL-13: goes on every interval while the venue shows nothing, and says how many are left', () => {
    const rig = givenUp(PASSING);
    for (let n = 1; n <= 3; n += 1) {
      toPass(rig);
      rig.answer('read-executions', NOTHING);
      expect(rig.entries('ledgers-read').at(-1)).toMatchObject({ incomplete: 1 });
      rig.answer('read-positions', POSITION);
      expect(count(rig, 'reconciliation-done')).toBe(n);
    }
    expect(isRaised(rig)).toBe(true);
    expect(count(rig, 'fill-result')).toBe(1);
  });

  it('REC-5 FIL-13: what shows a part is asked for by whoever follows the order, and after that by the next pass', () => {
    const rig = givenUp(PASSING);
    toPass(rig);
    rig.answer('read-executions', executions(rig, 60));
    expect(rig.child().stage.kind).toBe('settling');
    expect(rig.entries('ledgers-read').at(-1)).toMatchObject({ incomplete: 0 });
    for (let look = 0; rig.child().stage.kind !== 'done'; look += 1) {
      expect(look).toBeLessThan(60);
      for (const read of rig.pendingOf('read-executions')) rig.answer(read, executions(rig, 60));
      for (const read of rig.pendingOf('read-positions')) rig.answer(read, POSITION);
      rig.run(0.5);
    }
    expect(isRaised(rig)).toBe(true);
    toPass(rig);
    rig.answer('read-executions', executions(rig, 60, 40));
    expect([isRaised(rig), count(rig, 'fill-booked')]).toEqual([false, 2]);
  });

  it('REC-5 FIL-13 F:FIL6: asks for fees that nobody said as well, which replace the estimate', () => {
    const bare = (rig: EngineRig): ReadAnswer => ({
      kind: 'executions',
      executions: [{ ...executionOf('x0', 100, rig.now), fee: null }],
    });
    const rig = givenUp(PASSING, 1, bare);
    expect(rig.child().result).toMatchObject({ feesEstimated: true });
    toPass(rig);
    rig.answer('read-executions', executions(rig, 100));
    expect(rig.child().result).toMatchObject({ feesQuote: '0.01', feesEstimated: false });
    expect([count(rig, 'fill-booked'), count(rig, 'fill-amended')]).toEqual([1, 1]);
    expect(rig.state.ledgers?.incomplete).toEqual([]);
  });

  it('REC-5 L10: no more look-ups than a pass may make, and each order has its turn', () => {
    const rig = givenUp(PASSING, 3);
    const [first, second, third] = rig.children().map(({ clientOrderId }) => clientOrderId);
    const turns = [
      [first, second],
      [third, first],
      [second, third],
    ];
    for (const turn of turns) {
      toPass(rig);
      expect(asked(rig)).toEqual(turn);
      for (const read of rig.pendingOf('read-executions')) rig.answer(read, NOTHING);
      rig.answer('read-positions', POSITION);
    }
    expect(count(rig, 'reconciliation-done')).toBe(3);
  });

  it('REC-5: an answer that does not come, or says nothing, fails the pass; one that refuses for good does not', () => {
    const rig = givenUp(PASSING);
    toPass(rig);
    rig.run(10);
    expect(rig.entries('reconciliation-failed').at(-1)?.why).toContain('no answer came');
    for (const read of rig.pendingOf('read-executions')) rig.answer(read, FAILED_READ);
    toPass(rig);
    rig.answer('read-executions', FAILED_READ);
    expect(count(rig, 'reconciliation-failed')).toBe(2);
    expect(rig.pendingOf('read-positions')).toEqual([]);
    toPass(rig);
    rig.answer('read-executions', {
      kind: 'failed',
      failure: 'permanent',
      retryAfter: null,
      text: 'no such symbol',
    });
    rig.answer('read-positions', POSITION);
    expect([count(rig, 'reconciliation-failed'), count(rig, 'reconciliation-done')]).toEqual([
      2, 1,
    ]);
  });

  it('REC-5 RCV-4: a start asks for them in the pass that it is, and the gate does not wait for them', () => {
    const rig = givenUp(PASSING);
    toPass(rig);
    // Stopped while the first page of the next pass is waited for.
    rig.answer('read-executions', NOTHING);
    rig.answer('read-positions', POSITION);
    rig.run(300);
    expect(rig.pendingOf('read-history')).toHaveLength(1);
    const next = new EngineRig({ config: PASSING, after: { rig, down: inSeconds(5) } });
    next.flush();
    expect(next.entries('reconciliation-failed')).toEqual([]);
    next.answer('read-open-orders', NO_LIST);
    next.answer('read-history', NO_HISTORY);
    expect(asked(next)).toEqual([next.child().clientOrderId]);
    next.answer('read-positions', POSITION);
    expect(next.state.gate?.state).toBe('open');
    expect(count(next, 'reconciliation-done')).toBe(0);
    next.answer('read-executions', executions(next, 100));
    expect([count(next, 'reconciliation-done'), isRaised(next)]).toEqual([1, false]);
  });
});

describe('without passes', () => {
  it('FIL-13 L2 L10: they are asked for every 300 s while anything is missing, and then not', () => {
    const rig = givenUp(PLAIN);
    const from = rig.now;
    toWake(rig);
    expect(rig.now - from).toBe(inSeconds(300));
    rig.answer('read-executions', NOTHING);
    toWake(rig);
    expect(rig.now - from).toBe(inSeconds(600));
    rig.answer('read-executions', executions(rig, 100));
    expect([isRaised(rig), count(rig, 'fill-booked')]).toEqual([false, 1]);
    rig.run(2_000);
    expect([asked(rig), rig.entries('reconciliation-begun')]).toEqual([[], []]);
  });

  it('FIL-13 L10: an answer that fails, or does not come, is waited for no longer, and asked for again as late', () => {
    const rig = givenUp(PLAIN);
    toWake(rig);
    const from = rig.now;
    rig.answer('read-executions', FAILED_READ);
    toWake(rig);
    expect(rig.now - from).toBe(inSeconds(300));
    rig.run(10);
    expect(rig.entries('ledgers-unread').at(-1)?.why).toBe('no answer came');
    const [late] = rig.pendingOf('read-executions');
    rig.answer(late!, executions(rig, 100));
    // Evidence all the same.
    expect(isRaised(rig)).toBe(false);
  });

  it('RCV-4 FIL-13 L2: a start asks at once for what an earlier process had given up, or was asking for', () => {
    const rig = givenUp(PLAIN);
    const next = new EngineRig({ config: PLAIN, after: { rig, down: inSeconds(5) } });
    next.flush();
    expect(asked(next)).toEqual([next.child().clientOrderId]);
    const third = new EngineRig({ config: PLAIN, after: { rig: next, down: inSeconds(5) } });
    third.flush();
    third.answer('read-executions', executions(third, 100));
    expect([isRaised(third), count(third, 'fill-booked')]).toEqual([false, 1]);
  });
});

describe('what is kept in mind', () => {
  it('FIL-13 L10: an order that is over and known is not, nor one of the client that asks nothing', () => {
    const rig = new EngineRig({ config: PLAIN }).order(ONE);
    rig.accept();
    rig.trade(100, 100);
    expect(rig.child().stage.kind).toBe('done');
    expect(rig.state.ledgers).toBeUndefined();
    const monitors = { ...OWN_MONITORS, naive: NAIVE };
    const naive = new EngineRig({ config: { ...PLAIN, engine: 'naive' }, monitors }).order(ONE);
    naive.accept();
    const bare = { ...executionOf('x', 100, naive.now), fee: null };
    naive.report({ execType: 'trade', status: 'filled', cumQty: lots(100), execution: bare });
    expect(naive.child().stage.kind).toBe('done');
    naive.run(1_000);
    expect([naive.state.ledgers, asked(naive)]).toEqual([undefined, []]);
  });

  it('FIL-13 L10 ALR-1: beyond a thousand the first are not asked for any more, and somebody is told', () => {
    const rig = givenUp(PLAIN, 2);
    const [first, second] = rig.children().map(({ clientOrderId }) => clientOrderId);
    // As if so many others had come before it.
    const others = Array.from({ length: INCOMPLETE_MOST - 1 }, () => second!);
    rig.state.ledgers = { ...rig.state.ledgers!, incomplete: [first!, ...others] };
    giveUp(rig, 2, () => NOTHING);
    expect(rig.state.ledgers.incomplete).toHaveLength(INCOMPLETE_MOST);
    expect(rig.entries('ledgers-dropped')).toMatchObject([{ orders: [first] }]);
    expect(rig.alerts()).toContain('executions-given-up raised');
    expect(isRaised(rig, 0)).toBe(true);
  });
});

describe('an order that is over', () => {
  it('FIL-13 L2: folds the same from entries of a build that knew nothing of this', () => {
    const rig = givenUp(PLAIN);
    const old = rig.blocks.flatMap(({ entries, input: { at } }) =>
      entries.filter(({ kind }) => !kind.startsWith('ledgers-')).map((entry) => ({ entry, at })),
    );
    const fresh = new EngineRig({ config: PLAIN }).state;
    for (const { entry, at } of old) evolve(fresh, entry, at);
    expect(fresh.ledgers).toMatchObject({ incomplete: [rig.child().clientOrderId], nextAt: null });
    expect(fresh.exposure.get('BTCUSDT')?.position).toBe(100 as Lots);
  });
});
