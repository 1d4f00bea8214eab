/** RSK-3: paper and live do not start without limits. */
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-code.js';
import { exitCodeOf } from '../../src/cli/failure.js';
import { assemble } from '../../src/runs/assembly.js';
import { LimitsMissing, requireLimits } from '../../src/runs/require-limits.js';
import type { Lots } from '../../src/core/ground/units.js';
import { configOf } from '../support/engine-config.js';
import { limitsWith } from '../support/limits.js';

describe('engines that trade', () => {
  it.each(['paper', 'live'] as const)(
    'RSK-3: %s refuses to start without limits: exit 78',
    (mode) => {
      const start = (): unknown =>
        assemble({ orders: [], operator: [], strategies: [] }, {
          engine: { ...configOf(), mode },
        } as never);
      expect(start).toThrow(LimitsMissing);
      expect(start).toThrow('BTCUSDT has no limits');
      expect(exitCodeOf(new LimitsMissing(''))).toBe(EXIT.configuration);
      const incomplete = limitsWith({ position: 1 as Lots });
      expect(() => requireLimits({ ...configOf(), mode, limits: incomplete })).toThrow(
        LimitsMissing,
      );
      const limits = limitsWith({ position: 1 as Lots, orderValue: '1' });
      expect(() => requireLimits({ ...configOf(), mode, limits })).not.toThrow();
    },
  );

  it('RSK-3: a simulation needs none', () => {
    expect(() => requireLimits(configOf())).not.toThrow();
  });
});
