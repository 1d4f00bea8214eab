/** The average daily volume as the client hears it. */
import { describe, expect, it } from 'vitest';
import { millis } from '../../../src/core/ground/units.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { LinkRig } from '../link/link-rig.js';

const symbol = 'BTCUSDT';
/** 25,000 BTC of 0.00001. */
const RIGHT = 2_500_000_000;

function heard(values: FaultValues, times: readonly number[] = [0]) {
  const rig = new LinkRig([{ kind: 'volume-missing', values }]);
  times.forEach((ms) => rig.readAt(ms, { kind: 'read-volume', readId: ms, symbol }));
  rig.run();
  const volumes = rig.seen.map(({ input }) =>
    input.kind === 'answer' && input.answer.kind === 'volume'
      ? input.answer.averageDailyVolume
      : 'failed',
  );
  return { volumes, count: rig.faults.activations(rig.clock.now()).get('volume-missing') };
}

describe('F:MD11 volume-missing', () => {
  it.each([
    [{}, null],
    [{ shape: 'stale', factor: 0 }, 0],
    [{ shape: 'stale' }, 10 * RIGHT],
    [{ shape: 'stale', factor: 0.001 }, RIGHT / 1_000],
    [{ symbol: 'ETHUSDT' }, RIGHT],
  ])('%j', (values, volume) => {
    expect(heard(values)).toEqual({ volumes: [volume], count: volume === RIGHT ? 0 : 1 });
  });

  it('F:MD11: in its window only', () => {
    const values = { at: millis(100), for: millis(100) };
    expect(heard(values, [99, 100, 199, 200])).toEqual({
      volumes: [RIGHT, null, null, RIGHT],
      count: 2,
    });
  });
});
