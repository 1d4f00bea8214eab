/** The plain loop between ports and core: durable before released, never re-entered, stopped when the journal fails. */
import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { LANE_WAKE } from '../../../src/core/ground/clock.js';
import type { Clock } from '../../../src/core/ground/clock.js';
import { EngineHost, type EngineHostOptions } from '../../../src/core/host/engine-host.js';
import type { QuoteView, TopOfBook } from '../../../src/core/order/outcome.js';
import { type Owner, ofChild, ofParent } from '../../../src/core/state/owner.js';
import { nextWakeOf } from '../../../src/core/state/wakes.js';
import { restore, snapshot } from '../../../src/core/engine/snapshot.js';
import {
  GENESIS_HASH,
  type JournalBlock,
  chainBlock,
} from '../../../src/core/state/journal-block.js';
import type { BrokerInput, FeedInput, Journal } from '../../../src/core/ports.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';
import { configOf } from '../../support/engine-config.js';
import { EngineRig, READS_VOLUME, START } from '../../support/engine-rig.js';
import { order } from '../../support/simulation-plan.js';

describe('write-ahead', () => {
  it('S8: every command was appended before it was sent, reads and effects alike', () => {
    const appended: string[] = [];
    const sends: boolean[] = [];
    const journal: Journal = {
      append: (blocks) => appended.push(...blocks.map(({ text }) => text)),
    };
    const rig = new EngineRig({
      journal,
      onEffect: (_, command) =>
        sends.push(appended.some((text) => text.includes(`"attempt":${command.attempt}`))),
    });
    rig.order();
    rig.run(60);
    expect(sends.length).toBeGreaterThan(0);
    expect(sends.every(Boolean)).toBe(true);
  });

  it('S8: order of calls: append, then block told, then released', () => {
    const calls: string[] = [];
    const { host } = bare({
      journal: { append: () => calls.push('append') },
      onBlock: () => calls.push('block'),
      feed: {
        events$: new Subject<FeedInput>(),
        send: () => calls.push('send'),
        quoteOf: NO_QUOTE,
        watch: () => undefined,
      },
      config: configOf(READS_VOLUME),
    });
    host.take({ kind: 'order-request', request: order() });
    expect(calls).toEqual(['append', 'block', 'send']);
  });

  it('effects are counted, k = 1, 2, …; reads are not', () => {
    const seen: number[] = [];
    const rig = new EngineRig({ onEffect: (k) => seen.push(k) }).order();
    rig.run(25);
    expect(seen).toEqual([1, 2, 3]);
    expect(rig.host.effects).toBe(3);
    expect(rig.host.inputs).toBe(rig.blocks.length);
  });

  it('S25: blocks are chained, from the head it is given', () => {
    const rig = new EngineRig().order();
    const again = rig.blocks.reduce(
      (hash, { seq, input, entries }) => chainBlock(hash, seq, { input, entries }).hash,
      GENESIS_HASH,
    );
    expect(rig.host.journalHash).toBe(again);
    const { host, blocks } = bare({ head: { seq: 7, hash: 'ab'.repeat(32) } });
    host.take({ kind: 'operator', command: { do: 'kill-off' }, operator: 'me', reason: '' });
    expect(blocks[0]?.seq).toBe(7);
    expect(blocks[0]?.hash).toBe(chainBlock('ab'.repeat(32), 7, blocks[0]!).hash);
  });
});

describe('when the journal fails', () => {
  it('S8 F:DSK3: nothing is released, nothing more is taken, no timer is left, and what waits at the wire is vetoed', () => {
    let broken = false;
    const journal: Journal = {
      append: () => {
        if (broken) throw new Error('disk full');
      },
    };
    const rig = new EngineRig({ journal }).order();
    const command = rig.only('submit');
    broken = true;
    rig.run(10);
    expect(rig.host.stopped).toBe('journal: disk full');
    expect(rig.clock.pending).toBe(0);
    const { length } = rig.blocks;
    const pending = rig.pending.length;
    rig.accept(command);
    rig.run(100);
    expect(rig.blocks).toHaveLength(length);
    expect(rig.pending.length).toBeLessThanOrEqual(pending);
  });

  it('S8: what cannot be written is our own mistake, and ends the host before anything of it leaves', () => {
    const written: string[] = [];
    const journal: Journal = {
      append: (blocks) => written.push(...blocks.map(({ text }) => text)),
    };
    const rig = new EngineRig({ journal }).order();
    const before = [written.length, rig.pending.length];
    const request = { ...order(), duration: Number.NaN } as never;
    rig.host.take({ kind: 'order-request', request });
    expect(rig.host.failure?.message).toMatch(/no canonical text for NaN/);
    expect(rig.host.stopped).toMatch(/no canonical text/);
    expect([written.length, rig.pending.length]).toEqual(before);
  });

  it('S8 S10: the last guard of a stopped host lets nothing pass', () => {
    let broken = false;
    const vetoes: (string | undefined)[] = [];
    const { host, clock } = bare({
      journal: {
        append: () => {
          if (broken) throw 'gone'; // oxlint-disable-line typescript/only-throw-error -- what a driver may do
        },
      },
      broker: {
        reports$: new Subject<BrokerInput>(),
        send: (command, mayLeave) => {
          if (command.kind !== 'submit') return;
          clock.schedule(clock.now(), LANE_WAKE, () => {
            broken = true;
            host.take({ kind: 'feed', status: 'down' });
            vetoes.push(mayLeave(command, clock.now())?.code);
          });
        },
      },
    });
    host.take({ kind: 'order-request', request: order() });
    clock.runUntil(START);
    expect(host.stopped).toBe('journal: gone');
    expect(vetoes).toEqual(['risk-store-error']);
  });
});

describe('one decision at a time', () => {
  it('what arrives while a block is told, or a command released, waits for the drain to end', () => {
    const kinds: string[] = [];
    const { host, blocks } = bare({
      onBlock: ({ input }) => {
        kinds.push(input.kind);
        if (kinds.length === 1) host.take({ kind: 'feed', status: 'down' });
        expect(blocks).toHaveLength(kinds.length);
      },
      feed: {
        events$: new Subject<FeedInput>(),
        send: () => host.take({ kind: 'feed', status: 'up' }),
        quoteOf: NO_QUOTE,
        watch: () => undefined,
      },
      config: configOf(READS_VOLUME),
    });
    host.take({ kind: 'order-request', request: order() });
    expect(kinds).toEqual(['order-request', 'feed', 'feed']);
    expect(blocks.map(({ seq }) => seq)).toEqual([0, 1, 2]);
  });

  it('what the core throws stops the host and is kept for whoever drives the clock', () => {
    const instruments = new Map();
    instruments.get = (): never => {
      throw new Error('bug');
    };
    const thrower = bare({ config: { ...configOf(), instruments } }).host;
    thrower.take({ kind: 'order-request', request: order() });
    expect(thrower.failure).toEqual(new Error('bug'));
    expect(thrower.stopped).toBe('bug');
  });
});

describe('wakes', () => {
  it('after each drain a parent has exactly the wake its state names', () => {
    const rig = new EngineRig().order();
    for (let n = 0; n < 20; n += 1) {
      const owners = [
        ofParent(rig.parent().parentId),
        ...rig.parent().open.map((id) => ofChild(id)),
      ];
      const wakes = owners.flatMap((owner) => nextWakeOf(rig.state, owner) ?? []);
      expect(rig.clock.peekTime()).toBe(Math.min(...wakes));
      expect(rig.clock.pending).toBe(wakes.length);
      rig.run(0.4);
    }
  });

  it('RCV-1: a host that goes on from a stored state arms what the old one had armed', () => {
    const rig = new EngineRig().order();
    rig.run(3);
    const clock = new VirtualClock(rig.now);
    const { host } = bare({ clock, state: restore(snapshot(rig.state)) });
    host.restart();
    const { children, parents } = host.state;
    const owners: readonly Owner[] = [
      ...[...children.entries()].map(([id]) => ofChild(id)),
      ...[...parents.entries()].map(([id]) => ofParent(id)),
      { kind: 'account' },
    ];
    const wakes = owners.map((owner) => nextWakeOf(host.state, owner)).filter((at) => at !== null);
    expect(clock.peekTime()).toBe(Math.min(...wakes));
    expect(host.state.gate?.state).toBe('shut');
  });

  it('a wake that is overdue is armed for now', () => {
    const rig = new EngineRig().order();
    const clock = new VirtualClock((START + 3_600_000_000) as typeof START);
    bare({ clock, state: restore(snapshot(rig.state)) }).host.restart();
    expect(clock.peekTime()).toBe(clock.now());
  });

  /** A clock that takes no timer while it is told to. */
  function refusing(clock: VirtualClock, refuses: () => boolean): Clock {
    return {
      now: () => clock.now(),
      schedule: (at, lane, action) => {
        if (refuses()) throw new Error('no timers left');
        return clock.schedule(at, lane, action);
      },
      cancel: (timer) => clock.cancel(timer),
    };
  }

  it('SCH-6: timers refused before any slice progressed: parent and slices are canceled', () => {
    const clock = new VirtualClock(START);
    const { host, blocks } = bare({ clock: refusing(clock, () => true) });
    host.take({
      kind: 'order-request',
      request: order({ start: (START + 10_000_000) as typeof START }),
    });
    clock.runUntil(START);
    const [parent] = [...host.state.parents.entries()].map(([, of]) => of);
    expect(parent).toMatchObject({
      status: 'canceled',
      slicesCanceled: 6,
      cancel: { reason: 'scheduling failed: no timers left' },
    });
    expect(blocks.map(({ input }) => input.kind)).toContain('wake-refused');
  });

  it('SCH-6: after one has progressed the parent stays live, a warning is journaled, and it goes on when timers do', () => {
    let refuses = false;
    const clock = new VirtualClock(START);
    const { host, blocks } = bare({ clock: refusing(clock, () => refuses) });
    host.take({ kind: 'order-request', request: order() });
    clock.runUntil((START + 400_000) as typeof START);
    refuses = true;
    // The next slice is due after ten seconds, and its own timers are refused.
    clock.runUntil((START + 10_000_000) as typeof START);
    const alerts = blocks.flatMap(({ entries }) => entries).filter(({ kind }) => kind === 'alert');
    expect(alerts).toMatchObject([
      { code: 'scheduling-failed', level: 'warning', text: 'no timers left' },
    ]);
    expect([...host.state.parents.entries()][0]?.[1].status).toBe('working');
    refuses = false;
    host.take({ kind: 'feed', status: 'down' });
    expect(clock.peekTime()).not.toBeNull();
  });
});

type BareOptions = Partial<EngineHostOptions> & { readonly clock?: Clock };

const QUOTE = {
  bid: 599_990,
  bidQuantity: 1,
  ask: 600_010,
  askQuantity: 1,
  venueTime: START,
  deliveredAt: START,
} as TopOfBook;
const NO_QUOTE = (symbol: string): QuoteView => ({ symbol, quote: null, aliveAt: null });

/** A host with ports that do nothing but what a test says. */
function bare(options: BareOptions) {
  const own = new VirtualClock(START);
  const blocks: JournalBlock[] = [];
  const told = options.onBlock;
  const host = new EngineHost({
    config: configOf(),
    broker: { reports$: new Subject<BrokerInput>(), send: () => undefined },
    feed: {
      events$: new Subject<FeedInput>(),
      send: () => undefined,
      quoteOf: (symbol) => ({ symbol, quote: QUOTE, aliveAt: START }),
      watch: () => undefined,
    },
    journal: { append: () => undefined },
    riskStore: { engaged: () => false },
    ...options,
    clock: options.clock ?? own,
    onBlock: (block, state) => {
      blocks.push(block);
      told?.(block, state);
    },
  });
  return { host, blocks, clock: own };
}
