/**
 * The core against chance. Goal: whatever a venue and a wire do, in whatever order, with things lost, late, doubled and
 * out of order, the core never throws, never sends more than it may, believes nothing that is not so, forgets nothing,
 * and once things calm down believes exactly what is. Method: random scripts drive the real host against a truthful
 * venue; the invariants are looked at after every action, convergence at the end. A second law lets the venue lie.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CancelCommand, Command, SubmitCommand } from '../../../src/core/engine/command.js';
import { nextWakeOf } from '../../../src/core/engine/wakes.js';
import type { OrderSnapshot } from '../../../src/core/order/execution-report.js';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import { isParentTerminal } from '../../../src/core/order/parent.js';
import { type StatusKey, compareStatusKeys } from '../../../src/core/order/status-key.js';
import { type OrderStatus, STATUS_TABLE } from '../../../src/core/order/status.js';
import type { EffectOutcome, ReadAnswer } from '../../../src/core/outcome.js';
import type { Lots } from '../../../src/core/units.js';
import {
  ACCEPTED,
  EngineRig,
  FAILED_READ,
  REFUSED_CONNECTION,
  UNKNOWN,
} from '../../support/engine-rig.js';
import { ModelVenue } from '../../support/model-venue.js';
import { inSeconds, order } from '../../support/simulation-plan.js';

interface Mode {
  readonly idempotency: 'forever' | 'open-only';
  /** The venue refuses what is older than five seconds. */
  readonly expires: boolean;
}

type Effect = SubmitCommand | CancelCommand;

interface Message {
  readonly command: Effect;
  readonly outcome: EffectOutcome;
}

const isEffect = (command: Command): command is Effect =>
  command.kind === 'submit' || command.kind === 'cancel';

const RUNS = 400;
const STEPS = 90;

/** One action of a script: which, and on what. */
const actions = fc.array(
  fc.record({ act: fc.nat(99), pick: fc.nat(999), size: fc.integer({ min: 1, max: 999 }) }),
  { minLength: 20, maxLength: STEPS },
);
type Action = typeof actions extends fc.Arbitrary<infer A>
  ? A extends readonly (infer One)[]
    ? One
    : never
  : never;

class World {
  readonly rig: EngineRig;
  readonly venue: ModelVenue;
  /** On their way to the venue; whether the client still waits for the answer is another matter. */
  readonly wire: Effect[] = [];
  /** On their way back. */
  readonly replies: Message[] = [];
  readonly told: Message[] = [];
  readonly #keys = new Map<ClientOrderId, StatusKey>();
  readonly #filled = new Map<ClientOrderId, number>();
  readonly #seen = new Set<Command>();
  #orders = 0;

  constructor({ idempotency, expires }: Mode) {
    const venue = { idempotency, ...(expires ? {} : { validFor: null }) };
    this.rig = new EngineRig({ config: { venue } });
    this.venue = new ModelVenue(idempotency);
  }

  play({ act, pick, size }: Action): void {
    const { rig } = this;
    const deed = this.#deeds.find(([share]) => act < share)?.[1];
    deed?.(pick, size);
    rig.flush();
    this.#note();
    this.check();
  }

  /** Cumulative shares of a hundred. */
  readonly #deeds: readonly (readonly [number, (pick: number, size: number) => void])[] = [
    [14, (_, size): void => this.rig.run(size / 1_500)],
    [20, (_, size): void => this.rig.run(size / 200)],
    [22, (_, size): void => this.rig.run(size / 25)],
    [34, (pick): void => this.#arrive(pick)],
    [37, (pick): void => this.#lose(pick)],
    [46, (pick): void => this.#reply(pick)],
    [50, (pick): void => this.#giveUp(pick)],
    [52, (pick): void => this.#refuse(pick)],
    [64, (pick): void => this.#answer(pick)],
    [67, (pick): void => this.#failRead(pick)],
    [75, (pick, size): void => this.#fill(pick, size)],
    [77, (pick): void => this.#end(pick)],
    [86, (pick): void => this.#deliver(pick, true)],
    [88, (pick): void => this.#deliver(pick, false)],
    [90, (pick): void => this.#repeat(pick)],
    [94, (pick, size): void => this.#order(pick, size)],
    [95, (): void => this.rig.operator({ do: 'kill-on', cancelWorking: true })],
    [97, (): void => this.rig.operator({ do: 'kill-off' })],
    [100, (pick): void => this.#cancelParent(pick)],
  ];

  /** New commands of the core start on their way. */
  #note(): void {
    for (const command of this.rig.pending) {
      if (this.#seen.has(command) || !isEffect(command)) continue;
      this.#seen.add(command);
      this.wire.push(command);
    }
  }

  #arrive(pick: number): void {
    const command = takeOne(this.wire, pick);
    if (command === undefined) return;
    const { now } = this.rig;
    const outcome =
      command.kind === 'submit' ? this.venue.submit(command, now) : this.venue.cancel(command, now);
    this.replies.push({ command, outcome });
  }

  #lose(pick: number): void {
    const command = takeOne(this.wire, pick);
    if (command !== undefined) this.replies.push({ command, outcome: UNKNOWN });
  }

  #reply(pick: number): void {
    const message = takeOne(this.replies, pick);
    if (message !== undefined && this.#awaits(message)) this.#tell(message);
  }

  /** The client waits no longer; the request may still arrive, its answer will not. */
  #giveUp(pick: number): void {
    const waiting = this.rig.pending.filter(isEffect);
    const command = waiting[pick % Math.max(1, waiting.length)];
    if (command !== undefined) this.#tell({ command, outcome: UNKNOWN });
  }

  #refuse(pick: number): void {
    const command = takeOne(this.wire, pick);
    if (command === undefined) return;
    const message = { command, outcome: REFUSED_CONNECTION };
    if (this.#awaits(message)) this.#tell(message);
  }

  #awaits({ command }: Message): boolean {
    return this.rig.pending.includes(command);
  }

  #tell(message: Message): void {
    this.told.push(message);
    this.rig.outcome(message.command, message.outcome);
  }

  #repeat(pick: number): void {
    const message = this.told[pick % Math.max(1, this.told.length)];
    if (message !== undefined) this.rig.outcome(message.command, message.outcome);
  }

  #reads(): readonly Exclude<Command, Effect>[] {
    return this.rig.pending.filter(
      (command): command is Exclude<Command, Effect> => !isEffect(command),
    );
  }

  #answer(pick: number): void {
    const reads = this.#reads();
    const read = reads[pick % Math.max(1, reads.length)];
    if (read !== undefined && read.kind !== 'replace') this.rig.answer(read, this.#truth(read));
  }

  #truth(read: Command): ReadAnswer {
    if (read.kind === 'read-order')
      return { kind: 'order', order: this.venue.lookUp(read.clientOrderId) };
    if (read.kind === 'read-executions')
      return { kind: 'executions', executions: this.venue.executionsOf(read.clientOrderId) };
    return FAILED_READ;
  }

  #failRead(pick: number): void {
    const reads = this.#reads();
    const read = reads[pick % Math.max(1, reads.length)];
    if (read !== undefined && read.kind !== 'replace') this.rig.answer(read, FAILED_READ);
  }

  #fill(pick: number, size: number): void {
    const open = this.venue.open();
    const one = open[pick % Math.max(1, open.length)];
    if (one === undefined) return;
    const left = one.command.terms.quantity - one.cum;
    this.venue.fill(one, 1 + (size % left), this.rig.now);
  }

  #end(pick: number): void {
    const open = this.venue.open();
    const one = open[pick % Math.max(1, open.length)];
    if (one !== undefined) this.venue.end(one, pick % 2 === 0 ? 'canceled' : 'expired', this.rig.now);
  }

  /** In any order; one that is dropped is gone for good, one in five is told twice. */
  #deliver(pick: number, arrives: boolean): void {
    const report = takeOne(this.venue.reports, pick);
    if (report === undefined || !arrives) return;
    if (pick % 5 === 0) this.venue.reports.push(report);
    this.rig.take({ kind: 'execution-report', report });
  }

  #order(pick: number, size: number): void {
    if (this.#orders >= 3) return;
    this.#orders += 1;
    const limited = pick % 3 === 0;
    this.rig.take({
      kind: 'order-request',
      request: order({
        idempotencyKey: `${pick % 4}`,
        quantity: `${(10 + (size % 30)) / 1_000}`,
        slices: 1 + (pick % 4),
        duration: inSeconds(10),
        type: limited ? 'limit' : 'market',
        limitPrice: limited ? { peg: 'bid', offsetTicks: 0 } : null,
        timeInForce: limited ? 'gtc' : 'ioc',
        completion: size % 2 === 0 ? 'catch-up' : 'leave',
        fillTimeout: pick % 2 === 0 ? inSeconds(4) : null,
      }),
    });
  }

  #cancelParent(pick: number): void {
    const parents = this.rig.parents();
    const parent = parents[pick % Math.max(1, parents.length)];
    if (parent === undefined) return;
    this.rig.operator({
      do: pick % 2 === 0 ? 'cancel-parent' : 'cancel-slices',
      parentId: parent.parentId,
    });
  }

  check(): void {
    this.#checkTruth();
    this.checkBelief();
    this.checkNotStuck();
  }

  #checkTruth(): void {
    const exposure = new Map<string, number>();
    const ids = new Set<ClientOrderId>();
    for (const { command, cum, status } of this.venue.orders) {
      const { parentId, terms, clientOrderId } = command;
      const open = isOpen(status) ? terms.quantity : cum;
      exposure.set(parentId, (exposure.get(parentId) ?? 0) + open);
      expect(ids.has(clientOrderId), `S3: two orders of ${clientOrderId}`).toBe(false);
      ids.add(clientOrderId);
    }
    for (const { parentId, request } of this.rig.parents()) {
      expect(exposure.get(parentId) ?? 0, 'S1 S2').toBeLessThanOrEqual(request.quantity);
    }
    for (const { clientOrderId, belief } of this.rig.children()) {
      const true_ = this.venue.executionsOf(clientOrderId).reduce((sum, { quantity }) => sum + quantity, 0);
      expect(belief.filled, 'S4').toBeLessThanOrEqual(true_);
    }
  }

  checkBelief(): void {
    for (const { clientOrderId, belief, terms } of this.rig.children()) {
      const before = this.#keys.get(clientOrderId);
      expect(belief.filled, 'S6').toBeGreaterThanOrEqual(this.#filled.get(clientOrderId) ?? 0);
      expect(belief.filled, 'S6').toBeLessThanOrEqual(terms.quantity);
      if (before !== undefined) expect(compareStatusKeys(belief.key, before), 'S7').toBeGreaterThanOrEqual(0);
      this.#keys.set(clientOrderId, belief.key);
      this.#filled.set(clientOrderId, belief.filled);
    }
    for (const parent of this.rig.parents()) {
      const sum = this.rig
        .children()
        .filter(({ parentId }) => parentId === parent.parentId)
        .reduce((total, { belief }) => total + belief.filled, 0);
      expect(parent.filled, 'S6').toBe(sum);
    }
  }

  /** Whoever is not finished has a timer or waits for an answer that is owed. */
  checkNotStuck(): void {
    const owed = new Set(
      this.rig.pending.flatMap((command) => ('clientOrderId' in command ? [command.clientOrderId] : [])),
    );
    const reads = new Set(this.rig.pending.flatMap((command) => ('readId' in command ? [command.readId] : [])));
    for (const parent of this.rig.parents()) {
      if (isParentTerminal(parent.status)) {
        expect(parent.open, `terminal ${parent.status} with open children`).toEqual([]);
        continue;
      }
      const wake = nextWakeOf(this.rig.state, parent.parentId);
      const release = parent.release?.read;
      const waits =
        wake !== null ||
        parent.open.some((id) => owed.has(id)) ||
        (release != null && reads.has(release));
      expect(waits, `${parent.status} and nothing will ever happen`).toBe(true);
      for (const id of parent.open) {
        const { monitor } = this.rig.state.children.get(id)!;
        expect(monitor.nextAt !== null || owed.has(id), `${id} ${monitor.phase} is forgotten`).toBe(true);
      }
    }
  }

  /** Faults stop: whatever is under way arrives, every question is answered truthfully, nothing more is lost. */
  heal(): void {
    this.rig.operator({ do: 'kill-off' });
    for (let round = 0; round < 400; round += 1) {
      this.#note();
      while (this.wire.length > 0) this.#arrive(0);
      while (this.replies.length > 0) this.#reply(0);
      for (const command of this.rig.pending.filter(isEffect)) this.#tell({ command, outcome: UNKNOWN });
      while (this.#reads().length > 0) this.#answer(0);
      while (this.venue.reports.length > 0) this.#deliver(1, true);
      this.rig.flush();
      this.check();
      if (this.rig.parents().every(({ status }) => isParentTerminal(status)) && this.wire.length === 0) break;
      this.rig.run(1);
    }
  }

  checkConverged({ idempotency, expires }: Mode): void {
    expect(this.venue.open(), 'L4: open at the venue').toEqual([]);
    for (const { clientOrderId, belief, monitor } of this.rig.children()) {
      const truth = this.venue.executionsOf(clientOrderId).reduce((sum, { quantity }) => sum + quantity, 0);
      expect(belief.filled, 'L2').toBe(truth);
      expect(belief.ledger.quantity, 'L2: ledger').toBe(truth);
      // Where nothing proves absence, an order that was lost on the way stays unknown, with an alert.
      const provable = expires || idempotency === 'forever';
      const known = this.venue.lookUp(clientOrderId) !== null;
      if (provable || known) expect(monitor.phase, 'L3').toBe('done');
    }
    for (const { status, open } of this.rig.parents()) {
      if (open.length === 0) expect(isParentTerminal(status), `L5: ${status}`).toBe(true);
    }
  }
}

const isOpen = (status: OrderStatus): boolean => status === 'accepted' || status === 'partially_filled';

function takeOne<T>(from: T[], pick: number): T | undefined {
  return from.splice(pick % Math.max(1, from.length), 1)[0];
}

const MODES: readonly Mode[] = [
  { idempotency: 'forever', expires: true },
  { idempotency: 'open-only', expires: true },
  { idempotency: 'forever', expires: false },
  { idempotency: 'open-only', expires: false },
];

describe.each(MODES)('a truthful venue, ids kept $idempotency, requests expire: $expires', (mode) => {
  it('S1 S2 S3 S4 S6 S7 L2 L3 L4 L5: no script makes the core overfill, lie, forget or stop', () => {
    fc.assert(
      fc.property(actions, (script) => {
        const world = new World(mode);
        world.play({ act: 93, pick: script.length, size: script.length });
        for (const action of script) world.play(action);
        world.heal();
        world.checkConverged(mode);
      }),
      { numRuns: RUNS, seed: 20_240_808 },
    );
  }, 120_000);
});

const statuses: readonly (OrderStatus | null)[] = [null, ...STATUS_TABLE.map(({ status }) => status)];

/** Anything a venue could say, true or not. */
function lie(world: World, { act, pick, size }: Action): void {
  const { rig } = world;
  const status = statuses[pick % statuses.length] ?? null;
  const cumQty = (size % 4 === 0 ? null : size % 14) as Lots | null;
  const said: Partial<OrderSnapshot> = { status, venueWord: status ?? 'Filled', cumQty };
  const children = rig.children();
  const some = children[pick % Math.max(1, children.length)];
  if (act < 30) {
    const read = rig.pendingOf('read-order')[0];
    if (read !== undefined) rig.answer(read, { kind: 'order', order: rig.snapshot(read.clientOrderId, said) });
  } else if (act < 45 && some !== undefined) {
    const execution = size % 2 === 0 ? null : executionLie(pick, size, rig);
    const execType = execution === null ? 'accepted' : 'trade';
    rig.report({ execType, status, cumQty: cumQty ?? (0 as Lots), execution }, children.indexOf(some));
  } else if (act < 60) {
    const effects = [...rig.pendingOf('submit'), ...rig.pendingOf('cancel')];
    const command = effects[pick % Math.max(1, effects.length)];
    const outcomes: readonly EffectOutcome[] = [
      { ...ACCEPTED, status, cumQty },
      { kind: 'rejected', code: 'no', text: '' },
      { kind: 'exists', text: '' },
      UNKNOWN,
      REFUSED_CONNECTION,
    ];
    const outcome = outcomes[size % outcomes.length];
    if (command !== undefined && outcome !== undefined) rig.outcome(command, outcome);
  } else {
    world.play({ act, pick, size });
  }
}

const executionLie = (pick: number, size: number, rig: EngineRig) => ({
  ...rig.reportOf('' as ClientOrderId),
  execId: `lie${pick % 5}` as never,
  price: 600_000 as never,
  quantity: (1 + (size % 12)) as Lots,
  liquidity: null,
  fee: null,
});

describe('a venue that lies', () => {
  it('S6 S7: nothing it says makes the core throw, count past an order, or stop', () => {
    fc.assert(
      fc.property(actions, fc.constantFrom(...MODES), (script, mode) => {
        const world = new LiedTo(mode);
        world.play({ act: 93, pick: 8, size: 10 });
        for (const action of script) {
          lie(world, action);
          world.rig.flush();
          world.check();
        }
      }),
      { numRuns: RUNS, seed: 1_880 },
    );
  }, 120_000);
});

/** Of a liar only our own side is held to account. */
class LiedTo extends World {
  override check(): void {
    this.checkBelief();
    this.checkNotStuck();
  }
}
