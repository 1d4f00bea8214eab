/** A process that begins on what another one left: the gate, what it waits for, and what it makes of what was under way. */
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../src/core/order/fill-ledger.js';
import { lots, micros } from '../../../src/core/ground/units.js';
import {
  DEEP_BOOK,
  EngineRig,
  FAILED_READ,
  READS_DEPTH,
  type RigOptions,
  executionOf,
  UNKNOWN,
} from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const ONE = { algo: 'direct', quantity: '0.1', slices: null, duration: null } as const;
const DOWN = inSeconds(5);

const restarted = (rig: EngineRig, options: RigOptions = {}): EngineRig =>
  new EngineRig({ ...options, after: { rig, down: DOWN } });

const NOTHING_OPEN = { kind: 'open-orders', orders: [], nextCursor: null } as const;
const NO_ORDERS = { kind: 'history', orders: [], nextCursor: null } as const;

/** To the latest question of each kind the venue says that nothing is open, and that it knows nothing. */
function listed(rig: EngineRig): void {
  const [open, known] = [rig.pendingOf('read-open-orders'), rig.pendingOf('read-history')];
  rig.answer(open.at(-1)!, NOTHING_OPEN);
  if (known.length > 0) rig.answer(known.at(-1)!, NO_ORDERS);
}

/** What is held is as the fills of before say. */
function holds(rig: EngineRig, quantity = 0): void {
  const positions = [{ symbol: 'BTCUSDT', quantity: lots(quantity) }];
  rig.answer('read-positions', { kind: 'positions', positions });
}

const gateOf = (rig: EngineRig): string => rig.state.gate?.state ?? 'none';

describe('the gate of a start', () => {
  it('REC-1: a process that begins with nothing has none; one on a stored state shuts it first of all', () => {
    const rig = new EngineRig().order();
    expect(gateOf(rig)).toBe('none');
    const next = restarted(rig);
    expect(next.kinds()[0]).toBe('gate-shut');
    expect(gateOf(next)).toBe('shut');
  });

  it('REC-1: what creates an order is refused with the reason, slices wait, a cancel goes', () => {
    const rig = new EngineRig().order({ slices: 6, duration: inSeconds(60) });
    rig.accept();
    const next = restarted(rig);
    next.order({ idempotencyKey: 'new' });
    const [refused] = next.entries('order-refused');
    expect(refused?.code).toBe('gate-closed');
    expect(refused?.problems[0]?.text).toContain('reconciling');
    next.run(11);
    expect(next.entries('slice-waiting').at(-1)?.reason).toBe('gate');
    expect(next.pendingOf('submit')).toEqual([]);
    next.found({ status: 'accepted', venueWord: 'new', cumQty: lots(0) });
    next.operator({ do: 'kill-on', cancelWorking: true });
    expect(next.pendingOf('cancel')).toHaveLength(1);
  });

  it('REC-4 REC-5: opens once every order in doubt was answered for and both lists were read to their end', () => {
    const rig = new EngineRig().order(ONE);
    const next = restarted(rig);
    next.flush();
    expect(next.child().belief.status).toBe('submitted_unconfirmed');
    next.answer('read-open-orders', NOTHING_OPEN);
    next.answer('read-history', NO_ORDERS);
    expect(gateOf(next)).toBe('shut');
    next.answer('read-order', FAILED_READ);
    expect(gateOf(next)).toBe('shut');
    next.run(2);
    next.found({ status: 'accepted', venueWord: 'new', cumQty: lots(0) });
    expect(gateOf(next)).toBe('shut');
    holds(next);
    expect(gateOf(next)).toBe('open');
    expect(next.state.gate).toMatchObject({ since: next.now });
  });

  it('REC-1: after five minutes somebody is told, and it stays shut until it may open', () => {
    const next = restarted(new EngineRig().order(ONE));
    next.run(299);
    expect(next.alerts()).not.toContain('reconciliation-late raised');
    next.run(1);
    expect(next.alerts()).toContain('reconciliation-late raised');
    next.run(1_000);
    expect(gateOf(next)).toBe('shut');
    listed(next);
    next.found({ status: 'accepted', venueWord: 'new', cumQty: lots(0) });
    holds(next);
    expect(gateOf(next)).toBe('open');
    expect(next.alerts()).toContain('reconciliation-late cleared');
  });

  it('L10: a history whose pages go in a circle is told, and read again', () => {
    const next = restarted(new EngineRig().order(ONE));
    next.answer('read-history', { ...NO_ORDERS, nextCursor: '1' });
    next.answer('read-history', { ...NO_ORDERS, nextCursor: '1' });
    expect(next.alerts()).toContain('history-unfinished raised');
    next.run(10);
    listed(next);
    expect(next.alerts()).toContain('history-unfinished cleared');
  });
});

describe('what was under way', () => {
  it('RCV-2 RCV-4: a submit without an outcome is looked up, not sent again; found, it goes on', () => {
    const rig = new EngineRig().order(ONE);
    expect(rig.pendingOf('submit')).toHaveLength(1);
    const next = restarted(rig);
    next.flush();
    expect(next.pendingOf('submit')).toEqual([]);
    next.found({ status: 'filled', venueWord: 'filled', cumQty: next.child().terms.quantity });
    listed(next);
    holds(next, next.child().terms.quantity);
    expect(next.child().stage.kind).toBe('settling');
    expect(gateOf(next)).toBe('open');
  });

  it('REC-4: an order whose look-up has lost its answer with the process is looked up anew', () => {
    const rig = new EngineRig().order(ONE);
    rig.outcome('submit', UNKNOWN);
    rig.run(1);
    expect(rig.pendingOf('read-order')).toHaveLength(1);
    const next = restarted(rig);
    next.flush();
    expect(next.pendingOf('read-order')).toHaveLength(1);
  });

  it('RCV-4 L8: positions that a process was reading as it ended are asked for by the next one at once', () => {
    const first = restarted(new EngineRig().order(ONE));
    first.flush();
    first.found({ status: 'accepted', venueWord: 'new', cumQty: lots(0) });
    listed(first);
    expect(first.pendingOf('read-positions')).toHaveLength(1);
    const next = restarted(first);
    next.flush();
    next.found({ status: 'accepted', venueWord: 'new', cumQty: lots(0) });
    listed(next);
    holds(next);
    expect(gateOf(next)).toBe('open');
    expect(next.now).toBe(first.now + DOWN);
  });

  it('RCV-4 RSK-1 S23: a cancel that may not have left is sent again at once', () => {
    const rig = new EngineRig().order(ONE);
    rig.accept();
    rig.operator({ do: 'kill-on', cancelWorking: true });
    expect(rig.pendingOf('cancel')).toHaveLength(1);
    const next = restarted(rig);
    expect(next.pendingOf('cancel')).toMatchObject([{ attempt: 2 }]);
  });

  it('RCV-1: a slice that was looking at the book looks again once the gate is open', () => {
    const rig = new EngineRig({ config: READS_DEPTH }).order();
    rig.flush();
    expect(rig.pendingOf('read-depth')).toHaveLength(1);
    const next = restarted(rig, { config: READS_DEPTH });
    next.run(2);
    expect(next.pendingOf('read-depth')).toEqual([]);
    listed(next);
    holds(next);
    next.run(1);
    next.answer('read-depth', DEEP_BOOK);
    expect(next.pendingOf('submit')).toHaveLength(1);
  });

  it('REC-6: what filled of an order that was over is found in the history, and its executions are asked for', () => {
    const rig = new EngineRig().order(ONE);
    rig.accept();
    rig.report({ execType: 'expired', status: 'expired', cumQty: lots(0), leaves: lots(0) });
    expect(rig.child().stage.kind).toBe('done');
    const next = restarted(rig);
    const { clientOrderId } = next.child();
    const told = next.snapshot(clientOrderId, { status: 'expired', cumQty: lots(3) });
    next.answer('read-history', { kind: 'history', orders: [told], nextCursor: null });
    expect(next.child().belief.filled).toBe(3);
    expect(next.pendingOf('read-executions')).toHaveLength(1);
  });

  it('REC-6 F:FIL5: what the venue undid while nobody was there is asked for, and taken back', () => {
    const rig = new EngineRig().order(ONE);
    rig.accept();
    rig.trade(100, 100);
    const next = restarted(rig);
    const { clientOrderId, belief } = next.child();
    const told = next.snapshot(clientOrderId, { status: 'canceled', cumQty: lots(60) });
    next.answer('read-history', { kind: 'history', orders: [told], nextCursor: null });
    const execution = executionOf('b1', -40, next.now);
    const made = [...rowsOf(belief.ledger)].map(({ execution: row }) => row);
    const busts = [{ execution, bustOf: made[0]!.execId }];
    next.answer('read-executions', { kind: 'executions', executions: made, busts });
    expect(next.child().belief.filled).toBe(60);
    expect(next.alerts()).toContain('bust raised');
  });

  it('REC-6: of one that is open an old answer of the history asks for nothing', () => {
    const rig = new EngineRig().order({
      ...ONE,
      type: 'limit',
      limitPrice: '60000',
      timeInForce: 'gtc',
    });
    rig.accept();
    rig.trade(60, 60);
    const next = restarted(rig);
    const told = next.snapshot(next.child().clientOrderId, { status: 'accepted', cumQty: lots(0) });
    const before = next.pendingOf('read-executions').length;
    next.answer('read-history', { kind: 'history', orders: [told], nextCursor: null });
    expect(next.pendingOf('read-executions')).toHaveLength(before);
  });

  it('RSK-2: what the end of a process leaves without an answer is no failed call', () => {
    const breaker = {
      equity: null,
      drawdownBps: 200,
      callErrorsBps: 1,
      callsLeast: 1,
      callWindow: inSeconds(60),
      rejects: 5,
      dataAge: inSeconds(60),
      coolDown: micros(1),
    };
    const next = restarted(new EngineRig({ config: { breaker } }).order(ONE), {
      config: { breaker },
    });
    next.flush();
    expect(next.entries('breaker')).toEqual([]);
  });
});
