/** Why an order that is over is short of what was asked, as `squall paper` says it. */
import { describe, expect, it } from 'vitest';
import { whyShort } from '../../../src/runs/paper/why-short.js';
import { EngineRig } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const ONE = { algo: 'direct', quantity: '0.1', slices: null, duration: null } as const;
const told = (rig: EngineRig): string => whyShort(rig.state, rig.parent());

describe('why an order is short', () => {
  it('ORD-2a: nothing is said of one that goes on or has filled', () => {
    const rig = new EngineRig().order(ONE);
    expect(told(rig)).toBe('');
    rig.accept();
    rig.trade(100, 100);
    expect(told(rig)).toBe('');
  });

  it('ORD-2a: what stopped it, who called it off, or how its slices ended', () => {
    const stopped = new EngineRig();
    stopped.quote = { bid: 590_000, ask: 600_000 };
    expect(told(stopped.order(ONE))).toMatch(/^SPREAD_TOO_WIDE: .*, the limit is /);

    const off = new EngineRig().order({ slices: 2, duration: inSeconds(60) });
    off.accept();
    off.operator({ do: 'cancel-parent', parentId: off.parent().parentId }, 'enough');
    off.accept('cancel');
    off.report({
      execType: 'canceled',
      status: 'canceled',
      cumQty: 0 as never,
      leaves: 0 as never,
    });
    expect(told(off)).toBe('called off: enough');

    const killed = new EngineRig();
    killed.order({ slices: 2, duration: inSeconds(2) });
    killed.operator({ do: 'kill-on', cancelWorking: false });
    killed.accept();
    killed.trade(killed.child().terms.quantity, killed.child().terms.quantity);
    killed.run(2);
    expect(told(killed)).toBe('1 blocked_kill_switch');
  });
});
