/** The order stream goes and comes back (F:STR2, F:STR8): what is asked, when, and what stays as it was. */
import { describe, expect, it } from 'vitest';
import { logOf } from '../../../src/core/engine/log.js';
import { EngineRig } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

/** Two orders that rest, each asked about a moment ago. */
function resting(more: ConstructorParameters<typeof EngineRig>[0] = {}): EngineRig {
  const rig = new EngineRig(more);
  for (const idempotencyKey of ['1', '2']) {
    rig.order({
      idempotencyKey,
      algo: 'direct',
      duration: null,
      slices: null,
      fillTimeout: inSeconds(60),
    });
    rig.accept();
  }
  return rig;
}
const stream = (rig: EngineRig, status: 'up' | 'down'): void =>
  rig.take({ kind: 'stream', status });

/** Gives every pending look-up what the venue would show, until nothing happens for so long. */
function polled(rig: EngineRig, seconds: number): number {
  let asked = 0;
  for (let n = 0; n < seconds * 10; n += 1) {
    rig.run(0.1);
    for (const _ of rig.pendingOf('read-order')) {
      asked += 1;
      rig.found({ status: 'accepted' });
    }
  }
  return asked;
}

describe('the order stream', () => {
  it('F:STR2: back again, every order that is not over is asked about at once, one after the other', () => {
    const rig = resting();
    polled(rig, 20);
    rig.pending.length = 0;
    stream(rig, 'down');
    rig.flush();
    expect(rig.pendingOf('read-order')).toEqual([]);
    const due = rig.children().map(({ watch }) => watch.nextAt);
    stream(rig, 'up');
    rig.flush();
    expect(rig.pendingOf('read-order').map(({ clientOrderId }) => clientOrderId)).toEqual([
      rig.child(0).clientOrderId,
    ]);
    rig.run(0.06);
    expect(rig.pendingOf('read-order').map(({ clientOrderId }) => clientOrderId)).toEqual(
      rig.children().map(({ clientOrderId }) => clientOrderId),
    );
    expect(Math.min(...due.map(Number))).toBeGreaterThan(rig.now);
  });

  it('F:STR2: an alert while it is gone, a line of the log for each change, and nothing for what is known', () => {
    const rig = resting();
    stream(rig, 'up');
    for (const status of ['down', 'down', 'up', 'up'] as const) stream(rig, status);
    expect(rig.alerts()).toEqual(['stream-down raised', 'stream-down cleared']);
    const said = rig.entries('stream');
    expect(said.map(({ status }) => status)).toEqual(['down', 'up']);
    expect(said.map((entry) => logOf(entry, rig.now, rig.state))).toEqual([
      { level: 'warn', event: 'stream', fields: { status: 'down' } },
      { level: 'info', event: 'stream', fields: { status: 'up' } },
    ]);
  });

  it('F:STR2: polls come as often while it is gone', () => {
    const [with_, without] = [resting(), resting()];
    stream(with_, 'down');
    expect(polled(with_, 30)).toBe(polled(without, 30));
  });

  it('F:STR2, S22: not before the time that the venue named', () => {
    const rig = resting();
    polled(rig, 5);
    rig.run(3);
    const failed = {
      kind: 'failed',
      failure: 'rate-limited',
      retryAfter: inSeconds(9),
      text: '',
    } as const;
    rig.answer(rig.pendingOf('read-order')[0]!, failed);
    rig.pending.length = 0;
    stream(rig, 'down');
    stream(rig, 'up');
    rig.run(8.9);
    expect(rig.pendingOf('read-order')).toEqual([]);
    rig.run(0.2);
    expect(rig.pendingOf('read-order')).toHaveLength(2);
  });

  it('F:STR2: a question that was on its way is asked again', () => {
    const rig = resting();
    rig.run(2);
    const before = rig.pendingOf('read-order').length;
    expect(before).toBe(2);
    stream(rig, 'down');
    stream(rig, 'up');
    rig.run(0.1);
    expect(rig.pendingOf('read-order')).toHaveLength(4);
  });

  it('F:STR2, SCH-4: what waits to be sent again keeps its wait', () => {
    const rig = new EngineRig();
    rig.order({ algo: 'direct', duration: null, slices: null });
    rig.outcome('submit', {
      kind: 'not-sent',
      reason: 'connection-refused',
      retryAfter: null,
      veto: null,
    });
    const { nextAt } = rig.child().watch;
    stream(rig, 'down');
    stream(rig, 'up');
    expect(rig.child().watch.nextAt).toBe(nextAt);
    expect(rig.entries('look-again')).toEqual([]);
  });

  it('F:STR2, FIL-12: the plain poller asks when it asks', () => {
    const rig = resting({ config: { engine: 'plain' } });
    stream(rig, 'down');
    stream(rig, 'up');
    expect(rig.entries('look-again')).toEqual([]);
  });
});
