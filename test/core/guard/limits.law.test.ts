/**
 * RSK-3 against chance: in the random world, with limits set and set otherwise on the way, what is held, open, unknown and in flight is
 * counted over the orders themselves after every action, and is what the state says; whenever an order was meant to leave it was within
 * the limits of that moment.
 */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Lots } from '../../../src/core/ground/units.js';
import { exposureOfChild } from '../../../src/core/state/exposure.js';
import { limitsWith } from '../../support/limits.js';
import { type Action, DEEDS, World } from '../../support/script-world.js';

const SYMBOL = 'BTCUSDT';

function must(holds: boolean, text: string): void {
  if (!holds) throw new Error(text);
}

class LimitedWorld extends World {
  #limit = Number.MAX_SAFE_INTEGER;
  #seen = 0;

  limit(position: number, openOrders: number): void {
    this.#limit = position;
    const limits = limitsWith({ position: position as Lots, openOrders });
    this.rig.operator({ do: 'limits', limits });
    this.rig.flush();
    this.#seen = this.rig.entries('submit-intent').length;
  }

  override check(): void {
    let [worst, open] = [0, 0];
    for (const child of this.rig.children()) {
      const exposed = exposureOfChild(child);
      worst += exposed;
      if (exposed > child.belief.filled) open += 1;
    }
    const kept = this.rig.state.exposure.get(SYMBOL);
    const counted = (kept?.position ?? 0) + (kept?.buying ?? 0);
    must(counted === worst, `the state counts ${counted} lots, the orders come to ${worst}`);
    must((kept?.openOrders ?? 0) === open, `${kept?.openOrders} open, ${open} are`);
    const sent = this.rig.entries('submit-intent').length;
    if (sent > this.#seen) must(worst <= this.#limit, `${worst} lots, limit ${this.#limit}`);
    this.#seen = sent;
  }
}

const actions = fc.array(
  fc.record({ act: fc.nat(9_999), pick: fc.nat(999), size: fc.integer({ min: 1, max: 999 }) }),
  { minLength: 20, maxLength: 120, size: 'max' },
);
const swarms = fc
  .array(fc.constantFrom(1, 1, 1, 0, 4), { minLength: DEEDS, maxLength: DEEDS })
  .map((swarm) => [1, ...swarm.slice(1)]);

describe('limits in the random world', () => {
  it('RSK-3: joint exposure is never above the limit at a send, and is counted without a walk', () => {
    fc.assert(
      fc.property(
        actions,
        swarms,
        fc.array(fc.tuple(fc.integer({ min: 5, max: 80 }), fc.nat(4)), {
          minLength: 1,
          maxLength: 4,
        }),
        (script, swarm, limits) => {
          const world = new LimitedWorld(
            { idempotency: 'forever', expires: true, terse: false },
            swarm,
          );
          script.forEach((action: Action, at) => {
            const set = limits[at / 30];
            if (set !== undefined) world.limit(...set);
            if (at === 0) world.begin(script.length, script.length);
            world.play(action);
          });
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
