/**
 * The core against chance. Goal: whatever a venue and a wire do, in whatever order, with things lost, late, doubled and
 * out of order, the core never throws, never sends more than it may, believes nothing that is not so, forgets nothing,
 * and once things calm down believes exactly what is. Method: random scripts drive the real host against a truthful
 * venue; the invariants are looked at after every action, convergence at the end. A second law lets the venue lie.
 */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { type OrderStatus, STATUS_TABLE } from '../../../src/core/order/status.js';
import type { EffectOutcome } from '../../../src/core/order/outcome.js';
import type { Lots } from '../../../src/core/ground/units.js';
import {
  ACCEPTED,
  type EngineRig,
  REFUSED_CONNECTION,
  UNKNOWN,
  executionOf,
} from '../../support/engine-rig.js';
import { draws } from '../../support/test-seed.js';
import type { Mode } from '../../support/script-checks.js';
import { type Action, DEEDS, World } from '../../support/script-world.js';

const RUNS = draws(300);
const STEPS = 200;

const actions = fc.array(
  fc.record({ act: fc.nat(9_999), pick: fc.nat(999), size: fc.integer({ min: 1, max: 999 }) }),
  { minLength: 20, maxLength: STEPS, size: 'max' },
);
/** Time goes on in every run; anything else may be left out of one, or be most of it. */
const swarms = fc
  .array(fc.constantFrom(1, 1, 1, 0, 4), { minLength: DEEDS, maxLength: DEEDS })
  .map((swarm) => [1, ...swarm.slice(1)]);

const MODES: readonly Mode[] = [
  { idempotency: 'forever', expires: true, terse: false },
  { idempotency: 'open-only', expires: true, terse: false },
  { idempotency: 'forever', expires: false, terse: false },
  { idempotency: 'open-only', expires: false, terse: false },
  { idempotency: 'forever', expires: true, terse: true },
  { idempotency: 'open-only', expires: true, terse: true },
  { idempotency: 'forever', expires: false, terse: true },
];

describe.each(MODES)(
  'a truthful venue, ids kept $idempotency, requests expire: $expires, terse: $terse',
  (mode) => {
    it('S1 S2 S3 S4 S6 S7 L2 L3 L4 L5 L10: no script makes the core overfill, lie, forget or stop', () => {
      fc.assert(
        fc.property(actions, swarms, (script, swarm) => {
          const world = new World(mode, swarm);
          world.begin(script.length, script.length);
          for (const action of script) world.play(action);
          world.heal();
          world.checks.converged(mode);
        }),
        { numRuns: mode.terse ? Math.ceil(RUNS / 2) : RUNS },
      );
    }, 120_000);
  },
);

const statuses: readonly (OrderStatus | null)[] = [
  null,
  ...STATUS_TABLE.map(({ status }) => status),
];

/** Anything a venue could say, true or not: to a query, on the stream, as an outcome. */
function lie(world: World, action: Action): void {
  const share = action.act % 100;
  if (share < 15) lieToQuery(world.rig, action);
  else if (share < 30) lieOnStream(world.rig, action);
  else if (share < 40) lieAsOutcome(world.rig, action);
  else world.play(action);
}

const lieOf = ({ pick, size }: Action): { status: OrderStatus | null; cumQty: Lots | null } => ({
  status: statuses[pick % statuses.length] ?? null,
  cumQty: (size % 4 === 0 ? null : size % 14) as Lots | null,
});

function lieToQuery(rig: EngineRig, action: Action): void {
  const [read] = rig.pendingOf('read-order');
  if (read === undefined) return;
  const { status, cumQty } = lieOf(action);
  const order = rig.snapshot(read.clientOrderId, { status, cumQty, venueWord: status ?? 'Filled' });
  rig.answer(read, { kind: 'order', order });
}

function lieOnStream(rig: EngineRig, action: Action): void {
  const { pick, size } = action;
  const count = rig.children().length;
  if (count === 0) return;
  const { status, cumQty } = lieOf(action);
  const execution = size % 2 === 0 ? null : executionOf(`lie${pick % 5}`, 1 + (size % 12), rig.now);
  const execType = execution === null ? 'accepted' : 'trade';
  rig.report({ execType, status, cumQty: cumQty ?? (0 as Lots), execution }, pick % count);
}

function lieAsOutcome(rig: EngineRig, action: Action): void {
  const { pick, size } = action;
  const effects = [...rig.pendingOf('submit'), ...rig.pendingOf('cancel')];
  const command = effects[pick % Math.max(1, effects.length)];
  const outcomes: readonly EffectOutcome[] = [
    { ...ACCEPTED, ...lieOf(action) },
    { kind: 'rejected', code: 'no', text: '' },
    { kind: 'exists', text: '' },
    UNKNOWN,
    REFUSED_CONNECTION,
  ];
  const outcome = outcomes[size % outcomes.length];
  if (command !== undefined && outcome !== undefined) rig.outcome(command, outcome);
}

describe('a venue that lies', () => {
  it('S6 S7: nothing it says makes the core throw, count past an order, or stop', () => {
    fc.assert(
      fc.property(actions, swarms, fc.constantFrom(...MODES), (script, swarm, mode) => {
        const world = new LiedTo(mode, swarm);
        world.begin(8, 10);
        for (const action of script) {
          lie(world, action);
          world.rig.flush();
          world.check();
        }
      }),
      { numRuns: RUNS },
    );
  }, 120_000);
});

/** Of a liar only our own side is held to account. */
class LiedTo extends World {
  override check(): void {
    this.checks.belief();
    this.checks.notStuck();
  }
}
