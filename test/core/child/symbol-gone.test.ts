/** F:MD10: a symbol that the venue does not trade any more. */
import { describe, expect, it } from 'vitest';
import { EngineRig } from '../../support/engine-rig.js';

const GONE = {
  kind: 'rejected',
  code: 'unknown-symbol',
  text: 'no such symbol',
  gone: true,
} as const;
const ONE = { algo: 'direct', slices: null, duration: null } as const;

describe('a symbol that is gone', () => {
  it('F:MD10: stops its order, and is in quarantine for every strategy until an operator lifts that', () => {
    const rig = new EngineRig().order(ONE);
    rig.outcome('submit', GONE);
    expect(rig.parent().stop?.code).toBe('SLICE_FAILED');
    expect(rig.state.quarantine).toMatchObject([{ strategyId: '*', symbol: 'BTCUSDT' }]);
    expect(rig.alerts()).toContain('quarantine raised');
    rig.order({ ...ONE, idempotencyKey: 'b', strategyId: 'other' });
    expect(rig.pendingOf('submit')).toEqual([]);
    rig.operator({ do: 'quarantine-off', strategyId: '*', symbol: 'BTCUSDT' });
    rig.order({ ...ONE, idempotencyKey: 'c', strategyId: 'other' });
    expect(rig.pendingOf('submit')).toHaveLength(1);
  });

  it('F:MD10: any other refusal is about one order', () => {
    const rig = new EngineRig().order(ONE);
    rig.outcome('submit', { kind: 'rejected', code: 'insufficient-balance', text: '' });
    expect(rig.state.quarantine).toEqual([]);
  });
});
