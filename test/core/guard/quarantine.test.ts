/** ORD-0, ORD-3, SCH-2: quarantine stops new orders of a strategy in a symbol, and nothing else. */
import { describe, expect, it } from 'vitest';
import { restore, snapshot, stateHash } from '../../../src/core/engine/snapshot.js';
import type { RawOrderRequest } from '../../../src/core/order/order-request.js';
import { EngineRig } from '../../support/engine-rig.js';
import { INSTRUMENT } from '../../support/simulation-plan.js';

const BTC = INSTRUMENT.symbol;
const ETH = 'ETHUSDT';

const rigOfTwo = (): EngineRig =>
  new EngineRig({
    config: {
      instruments: new Map([
        [BTC, INSTRUMENT],
        [ETH, { ...INSTRUMENT, symbol: ETH, baseAsset: 'ETH' }],
      ]),
    },
  });

let key = 0;
/** Sends an order of one slice; '' when it was taken, else the code of its refusal. */
function tried(rig: EngineRig, changes: Partial<RawOrderRequest>): string {
  const before = rig.entries('order-refused').length;
  rig.order({ idempotencyKey: `k${(key += 1)}`, slices: 1, ...changes });
  return rig.entries('order-refused')[before]?.code ?? '';
}

const quarantined = (strategyId: string, symbol: string): EngineRig => {
  const rig = rigOfTwo();
  rig.operator({ do: 'quarantine-on', strategyId, symbol }, 'looks wrong');
  return rig;
};

describe('quarantine', () => {
  it('ORD-0 ORD-1: refuses new orders of its strategy in its symbol, and takes all others', () => {
    const rig = quarantined('demo', BTC);
    expect(tried(rig, { symbol: BTC })).toBe('quarantine');
    expect(tried(rig, { symbol: ETH })).toBe('');
    expect(tried(rig, { symbol: BTC, strategyId: 'other' })).toBe('');
    expect(rig.entries('order-refused')[0]?.problems).toEqual([
      { field: '', text: `${BTC} is in quarantine: looks wrong` },
    ]);
  });

  it('ORD-0: of every strategy where it names none', () => {
    const rig = quarantined('*', BTC);
    expect(tried(rig, { symbol: BTC, strategyId: 'other' })).toBe('quarantine');
    expect(tried(rig, { symbol: ETH, strategyId: 'other' })).toBe('');
  });

  it('SCH-2: ends slices of that symbol as they fall due, lets the other go on, and cancels pass', () => {
    const rig = rigOfTwo();
    for (const symbol of [BTC, ETH]) rig.order({ symbol, slices: 2, idempotencyKey: symbol });
    for (const submit of rig.pendingOf('submit')) rig.accept(submit);
    rig.operator({ do: 'quarantine-on', strategyId: 'demo', symbol: BTC });
    rig.run(30);
    const second = [...rig.state.children.entries()]
      .map(([, child]) => child)
      .filter(({ slice }) => slice === 1);
    expect(second.map(({ terms, belief }) => [terms.symbol, belief.status])).toEqual([
      [BTC, 'blocked_quarantine'],
      [ETH, 'submitted'],
    ]);
    const [parentId] = [...rig.state.parents.entries()][0]!;
    rig.operator({ do: 'cancel-parent', parentId });
    expect(rig.pendingOf('cancel')).toHaveLength(1);
  });

  it('ORD-3: begins where a venue says the impossible of an order of ours, for its symbol alone', () => {
    const rig = rigOfTwo().order({ symbol: BTC, slices: 1 });
    rig.accept();
    rig.report({ side: 'sell' });
    rig.report({ symbol: 'XRPUSDT' });
    expect(rig.entries('quarantine')).toMatchObject([
      { held: true, strategyId: 'demo', symbol: BTC, operator: '' },
    ]);
    expect(rig.alerts()).toContain('quarantine raised');
    expect(tried(rig, { symbol: BTC })).toBe('quarantine');
    expect(tried(rig, { symbol: ETH })).toBe('');
  });

  it('ORD-0: is lifted by an operator alone, and is part of the state meanwhile', () => {
    const rig = quarantined('demo', BTC);
    const copy = restore(JSON.parse(JSON.stringify(snapshot(rig.state))) as never);
    expect(copy.quarantine).toEqual([{ strategyId: 'demo', symbol: BTC, reason: 'looks wrong' }]);
    const before = stateHash(rig.state);
    rig.operator({ do: 'quarantine-off', strategyId: 'demo', symbol: BTC }, 'was nothing');
    expect(stateHash(rig.state)).not.toBe(before);
    expect(rig.alerts().at(-1)).toBe('quarantine cleared');
    expect(tried(rig, { symbol: BTC })).toBe('');
  });

  it('ORD-0: what an operator cannot mean is refused: no such symbol, nothing to lift', () => {
    const rig = rigOfTwo();
    rig.operator({ do: 'quarantine-on', strategyId: '*', symbol: 'XRPUSDT' });
    rig.operator({ do: 'quarantine-off', strategyId: '*', symbol: BTC });
    expect(rig.entries('operator-refused').map(({ text }) => text)).toEqual([
      'no instrument XRPUSDT',
      `${BTC} of strategy * is in no quarantine`,
    ]);
    expect(rig.entries('quarantine')).toEqual([]);
  });
});
