/**
 * A world for random scripts: the real host, a truthful venue, and a wire on which anything may be lost, late, doubled or
 * out of order. After every action the invariants of faults.md 3b are looked at; `heal` lets things calm down.
 */
import type { CancelCommand, Command, SubmitCommand } from '../../src/core/engine/command.js';
import { alertKey } from '../../src/core/engine/state.js';
import { nextWakeOf } from '../../src/core/engine/wakes.js';
import type { ClientOrderId } from '../../src/core/order/order.js';
import { isParentTerminal } from '../../src/core/order/parent.js';
import { type StatusKey, compareStatusKeys } from '../../src/core/order/status-key.js';
import type { OrderStatus } from '../../src/core/order/status.js';
import type { EffectOutcome, ReadAnswer } from '../../src/core/outcome.js';
import { EngineRig, FAILED_READ, REFUSED_CONNECTION, UNKNOWN } from './engine-rig.js';
import { ModelVenue } from './model-venue.js';
import { inSeconds, order } from './simulation-plan.js';

export interface Mode {
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

/** One thing that happens: which, to what, how much. */
export interface Action {
  readonly act: number;
  readonly pick: number;
  readonly size: number;
}

/** What only a venue that lies, or a core that errs, can bring about. */
const NEVER_OF_THE_TRUTHFUL: readonly string[] = [
  'order-revived',
  'contradicting-outcome',
  'fill-contradiction',
  'execution-conflict',
  'second-venue-order',
  'mismatched-report',
  'overfill',
  'id-taken',
  'unmatched-report',
  'late-fill',
];

/** Kinds of things that happen. */
export const DEEDS = 20;

/** `expect` costs microseconds; this is asked a million times. */
function must(holds: boolean, text: () => string): void {
  if (!holds) throw new Error(text());
}

export class World {
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
  readonly #swarm: readonly number[];
  readonly #total: number;
  #orders = 0;

  /** @param swarm factor of each deed's weight: 0 leaves it out of this run, so that runs differ in kind. */
  constructor({ idempotency, expires }: Mode, swarm: readonly number[]) {
    this.#swarm = swarm;
    this.#total = this.#deeds.reduce((sum, [weight], at) => sum + weight * (swarm[at] ?? 1), 0);
    const venue = { idempotency, ...(expires ? {} : { validFor: null }) };
    this.rig = new EngineRig({ config: { venue } });
    this.venue = new ModelVenue(idempotency);
  }

  /** `act` is drawn from the deeds by their weights. */
  play({ act, pick, size }: Action): void {
    let left = act % this.#total;
    const deed = this.#deeds.find(([weight], at) => (left -= weight * (this.#swarm[at] ?? 1)) < 0);
    deed?.[1](pick, size);
    this.#settle();
  }

  /** The first thing in every script. */
  begin(pick: number, size: number): void {
    this.#order(pick, size);
    this.#settle();
  }

  #settle(): void {
    this.rig.flush();
    this.#note();
    this.check();
  }

  /** Weight and deed. */
  readonly #deeds: readonly (readonly [number, (pick: number, size: number) => void])[] = [
    [14, (_, size): void => this.rig.run(size / 1_500)],
    [8, (_, size): void => this.rig.run(size / 200)],
    [2, (_, size): void => this.rig.run(size / 25)],
    [10, (pick): void => this.#arrive(pick)],
    [3, (pick): void => this.#lose(pick)],
    [8, (pick): void => this.#reply(pick)],
    [5, (pick): void => this.#giveUp(pick)],
    [4, (pick): void => this.#refuse(pick)],
    [20, (pick): void => this.#answer(pick)],
    [3, (pick): void => this.#failRead(pick)],
    [8, (pick, size): void => this.#fill(pick, size)],
    [2, (pick): void => this.#end(pick)],
    [8, (pick): void => this.#deliver(pick, true)],
    [3, (pick): void => this.#deliver(pick, false)],
    [4, (pick): void => this.#repeat(pick)],
    [3, (pick, size): void => this.#order(pick, size)],
    [1, (): void => this.rig.operator({ do: 'kill-on', cancelWorking: true })],
    [1, (): void => this.rig.operator({ do: 'kill-on', cancelWorking: false })],
    [3, (): void => this.rig.operator({ do: 'kill-off' })],
    [1, (pick): void => this.#cancelParent(pick)],
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
    // Quotes come from a board that always answers.
    return this.rig.pending.filter(
      (command): command is Exclude<Command, Effect> =>
        !isEffect(command) && command.kind !== 'read-quote',
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
    if (one !== undefined)
      this.venue.end(one, pick % 2 === 0 ? 'canceled' : 'expired', this.rig.now);
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
    for (const code of NEVER_OF_THE_TRUTHFUL) {
      const raised = [...this.rig.state.alerts.entries()].find(([key]) =>
        key.startsWith(`${code}:`),
      );
      must(raised === undefined, () => `alert ${raised?.[0]}`);
    }
    this.checkBelief();
    this.checkNotStuck();
  }

  #filledAtVenue(clientOrderId: ClientOrderId): number {
    const executions = this.venue.executionsOf(clientOrderId);
    return executions.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  #checkTruth(): void {
    const exposure = new Map<string, number>();
    const ids = new Set<ClientOrderId>();
    for (const { command, cum, status } of this.venue.orders) {
      const { parentId, terms, clientOrderId } = command;
      const open = isOpen(status) ? terms.quantity : cum;
      exposure.set(parentId, (exposure.get(parentId) ?? 0) + open);
      must(!ids.has(clientOrderId), () => `S3: two orders of ${clientOrderId}`);
      ids.add(clientOrderId);
    }
    for (const { parentId, request } of this.rig.parents()) {
      const exposed = exposure.get(parentId) ?? 0;
      must(exposed <= request.quantity, () => `S1 S2: ${exposed} of ${request.quantity} lots`);
    }
    for (const { clientOrderId, belief } of this.rig.children()) {
      const truth = this.#filledAtVenue(clientOrderId);
      must(belief.filled <= truth, () => `S4: ${belief.filled} believed of ${truth} lots`);
    }
  }

  checkBelief(): void {
    for (const { clientOrderId, belief, terms } of this.rig.children()) {
      const before = this.#keys.get(clientOrderId);
      const least = this.#filled.get(clientOrderId) ?? 0;
      must(belief.filled >= least, () => `S6: filled fell from ${least} to ${belief.filled}`);
      // A venue that fills more than was asked is believed, and told of.
      const over = this.rig.state.alerts.has(alertKey('overfill', clientOrderId));
      must(
        over || belief.filled <= terms.quantity,
        () => `S6: ${belief.filled} of ${terms.quantity}`,
      );
      const fell = before !== undefined && compareStatusKeys(belief.key, before) < 0;
      must(!fell, () => `S7: ${belief.key.status} after ${before?.status}`);
      this.#keys.set(clientOrderId, belief.key);
      this.#filled.set(clientOrderId, belief.filled);
    }
    for (const parent of this.rig.parents()) {
      const sum = this.rig
        .children()
        .filter(({ parentId }) => parentId === parent.parentId)
        .reduce((total, { belief }) => total + belief.filled, 0);
      must(parent.filled === sum, () => `S6: parent ${parent.filled}, children ${sum}`);
    }
  }

  /** Whoever is not finished has a timer or waits for an answer that is owed. */
  checkNotStuck(): void {
    const owed = new Set(
      this.rig.pending.flatMap((command) =>
        'clientOrderId' in command ? [command.clientOrderId] : [],
      ),
    );
    const reads = new Set(
      this.rig.pending.flatMap((command) => ('readId' in command ? [command.readId] : [])),
    );
    for (const parent of this.rig.parents()) {
      if (isParentTerminal(parent.status)) {
        must(parent.open.length === 0, () => `${parent.status} with open children`);
        continue;
      }
      const wake = nextWakeOf(this.rig.state, parent.parentId);
      const release = parent.release?.read;
      const waits =
        wake !== null ||
        parent.open.some((id) => owed.has(id)) ||
        (release != null && reads.has(release));
      must(waits, () => `${parent.status} and nothing will ever happen`);
      for (const id of parent.open) {
        const { monitor } = this.rig.state.children.get(id)!;
        must(monitor.nextAt !== null || owed.has(id), () => `${id} ${monitor.phase} is forgotten`);
      }
    }
  }

  /** Faults stop: whatever is under way arrives, every question is answered truthfully, nothing more is lost. */
  heal(): void {
    this.rig.operator({ do: 'kill-off' });
    for (let round = 0; round < 200; round += 1) {
      this.#note();
      while (this.wire.length > 0) this.#arrive(0);
      while (this.replies.length > 0) this.#reply(0);
      for (const command of this.rig.pending.filter(isEffect))
        this.#tell({ command, outcome: UNKNOWN });
      while (this.#reads().length > 0) this.#answer(0);
      while (this.venue.reports.length > 0) this.#deliver(1, true);
      this.rig.flush();
      this.check();
      if (
        this.rig.parents().every(({ status }) => isParentTerminal(status)) &&
        this.wire.length === 0
      )
        break;
      this.rig.run(1);
    }
  }

  /** Nobody is asked in a tight loop: half a second is the shortest wait there is, events apart. */
  #checkCalls(): void {
    for (const { monitor, submit } of this.rig.children()) {
      const seconds = (this.rig.now - (submit.firstAt ?? this.rig.now)) / 1_000_000;
      must(monitor.polls < 30 + 2 * seconds, () => `L10: ${monitor.polls} polls in ${seconds} s`);
    }
  }

  checkConverged({ expires }: Mode): void {
    must(this.venue.open().length === 0, () => 'L4: open at the venue');
    for (const { clientOrderId, belief, monitor } of this.rig.children()) {
      const truth = this.#filledAtVenue(clientOrderId);
      must(belief.filled === truth, () => `L2: ${belief.filled} believed of ${truth} lots`);
      must(belief.ledger.quantity === truth, () => `L2: ${belief.ledger.quantity} in the ledger`);
      // Where nothing proves absence, an order that was lost on the way may stay unknown, with an alert.
      const known = this.venue.lookUp(clientOrderId) !== null;
      const alerted = this.rig.state.alerts.has(alertKey('order-unknown', clientOrderId));
      const done = monitor.phase === 'done';
      must(done || (!expires && !known && alerted), () => `L3: ${clientOrderId} ${monitor.phase}`);
    }
    this.#checkCalls();
    for (const { status, open } of this.rig.parents()) {
      must(open.length > 0 || isParentTerminal(status), () => `L5: ${status}`);
    }
  }
}

const isOpen = (status: OrderStatus): boolean =>
  status === 'accepted' || status === 'partially_filled';

function takeOne<T>(from: T[], pick: number): T | undefined {
  return from.splice(pick % Math.max(1, from.length), 1)[0];
}
