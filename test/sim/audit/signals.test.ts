/** S21: the checker fires where a signal makes two orders or none, and holds where the second is right. */
import { describe, expect, it } from 'vitest';
import type { ExecId, VenueOrderId } from '../../../src/core/order/order.js';
import type { TruthEntry } from '../../../src/core/order/truth.js';
import { DEFAULT_DEDUP, type DedupConfig } from '../../../src/core/state/signal.js';
import type { Lots, Ticks } from '../../../src/core/ground/units.js';
import { signals } from '../../../src/sim/audit/invariants/signals.js';
import { EngineRig } from '../../support/engine-rig.js';
import { type SignalTold, signalOf } from '../../support/signal-of.js';
import { type Fed, judge } from './history.js';

const rigOf = (dedup: Partial<DedupConfig> = {}): EngineRig =>
  new EngineRig({ config: { dedup: { ...DEFAULT_DEDUP, ...dedup } } });

function tell(rig: EngineRig, told: SignalTold = {}): void {
  rig.take({ kind: 'signal', signal: signalOf(told) });
  rig.flush();
}

/** What the rig went through, with what the venue did after the n-th block. */
const historyOf = (rig: EngineRig, truths: readonly TruthEntry[], after = 1): readonly Fed[] =>
  rig.blocks.flatMap(({ input, entries }, index) => [
    ...(index === after ? truths.map((truth) => ({ truth })) : []),
    { input },
    ...entries.map((entry) => ({ entry, at: input.at })),
  ]);

const stamp = (rig: EngineRig, n = 0) => ({
  seq: 1,
  at: rig.now,
  clientOrderId: rig.child(n).clientOrderId,
  venueOrderId: 'v1' as VenueOrderId,
});
const accepted = (rig: EngineRig, n = 0): TruthEntry => ({
  kind: 'accepted',
  ...stamp(rig, n),
  terms: rig.child(n).terms,
  ahead: null,
});
const executed = (rig: EngineRig, n = 0): TruthEntry => ({
  kind: 'executed',
  ...stamp(rig, n),
  execId: 'x' as ExecId,
  symbol: 'BTCUSDT',
  side: rig.child(n).terms.side,
  price: 600_000 as Ticks,
  quantity: 1 as Lots,
  cumQty: 1 as Lots,
  leaves: 0 as Lots,
  liquidity: 'taker',
  cause: 'taker',
  fee: { asset: 'USDT', amount: '0' },
  tapeRow: null,
  aheadBefore: null,
  aheadAfter: null,
});

/** Judged as if the engine had been set up as it should be. */
const judged = (rig: EngineRig, truths: readonly TruthEntry[], after?: number): readonly string[] =>
  judge(signals, historyOf(rig, truths, after), {
    config: { ...rig.config, dedup: DEFAULT_DEDUP },
    state: rig.state,
    now: rig.now,
  });

/** Two orders for one signal: an engine that tells apart what is alike. */
function twice(told: SignalTold = { price: '42149' }, dedup: Partial<DedupConfig> = {}): EngineRig {
  const rig = rigOf({ toleranceBps: 0, ...dedup });
  tell(rig);
  tell(rig, told);
  return rig;
}

describe('S21: one order for one signal', () => {
  it('S21: fires on a second order while the first is open, or was executed', () => {
    const rig = twice();
    expect(rig.parents()).toHaveLength(2);
    expect(judged(rig, [accepted(rig)])).toEqual(['S21']);
    expect(judged(rig, [accepted(rig), executed(rig)])).toEqual(['S21']);
  });

  it('S21: holds where nothing of the first is at the venue, until something of it is executed after all', () => {
    const rig = twice();
    expect(judged(rig, [])).toEqual([]);
    const canceled: TruthEntry = { kind: 'canceled', ...stamp(rig), reason: '', cumQty: 0 as Lots };
    expect(judged(rig, [accepted(rig), canceled])).toEqual([]);
    expect(judged(rig, [executed(rig)], rig.blocks.length - 1)).toEqual(['S21']);
  });

  it.each([
    { price: '42180' },
    { side: 'sell' },
    { strategyId: 'other' },
    { signalId: 'a' },
  ] as const)('S21: another signal may make its own order: %j', (told) => {
    const rig = twice(told);
    expect(judged(rig, [accepted(rig)])).toEqual([]);
  });

  it('S21: holds where the other side was executed since', () => {
    const rig = rigOf({ toleranceBps: 0 });
    tell(rig);
    tell(rig, { side: 'sell' });
    tell(rig, { price: '42149' });
    const truths = [accepted(rig), executed(rig), accepted(rig, 1), executed(rig, 1)];
    const third = rig.blocks.findLastIndex(({ input }) => input.kind === 'signal');
    expect(judged(rig, truths, third)).toEqual([]);
    expect(judged(rig, truths.slice(0, 2), third)).toEqual(['S21']);
  });

  it('S21: fires on a signal that is dropped as a repetition of another one', () => {
    const rig = rigOf({ toleranceBps: 5_000 });
    tell(rig);
    tell(rig);
    const [duplicate] = rig.entries('signal-duplicate');
    const sold = { ...signalOf({ side: 'sell' }) };
    const history = historyOf(rig, []).map((fed) =>
      'input' in fed && fed.input.kind === 'signal' && fed.input !== rig.blocks[0]?.input
        ? { input: { ...fed.input, signal: sold } }
        : fed,
    );
    expect(duplicate).toBeDefined();
    expect(judge(signals, history, rig)).toEqual(['S21']);
  });

  it('S21: fires on a signal that nobody answers', () => {
    const rig = rigOf();
    const history: readonly Fed[] = [
      { input: { kind: 'signal', at: rig.now, signal: signalOf() } },
    ];
    expect(judge(signals, history, rig)).toEqual(['S21']);
  });
});
