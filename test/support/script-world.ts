/**
 * A world for random scripts: the real host, a truthful venue, and a wire on which anything may be lost, late, doubled or
 * out of order. After every action the invariants of docs/rules/invariants.md are looked at; `heal` lets things calm down.
 */
import type { CancelCommand, Command, SubmitCommand } from '../../src/core/state/command.js';
import { isParentTerminal } from '../../src/core/order/parent.js';
import type { EffectOutcome, ReadAnswer } from '../../src/core/order/outcome.js';
import { answerWithout, outcomeWithout, reportWithout } from './left-out.js';
import { EngineRig, FAILED_READ, REFUSED_CONNECTION, UNKNOWN } from './engine-rig.js';
import { ModelVenue } from './model-venue.js';
import { type Mode, ScriptChecks } from './script-checks.js';
import { inSeconds, order } from './simulation-plan.js';

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

/** Kinds of things that happen. */
export const DEEDS = 20;

export class World {
  readonly rig: EngineRig;
  readonly venue: ModelVenue;
  readonly checks: ScriptChecks;
  /** On their way to the venue; whether the client still waits for the answer is another matter. */
  readonly wire: Effect[] = [];
  /** On their way back. */
  readonly replies: Message[] = [];
  readonly told: Message[] = [];
  readonly #seen = new Set<Command>();
  readonly #swarm: readonly number[];
  readonly #total: number;
  readonly #terse: boolean;
  #orders = 0;

  /** @param swarm factor of each deed's weight: 0 leaves it out of this run, so that runs differ in kind. */
  constructor({ idempotency, expires, terse }: Mode, swarm: readonly number[]) {
    this.#terse = terse;
    this.#swarm = swarm;
    this.#total = this.#deeds.reduce((sum, [weight], at) => sum + weight * (swarm[at] ?? 1), 0);
    const venue = { idempotency, ...(expires ? {} : { validFor: null }) };
    this.rig = new EngineRig({ config: { venue } });
    this.venue = new ModelVenue(idempotency);
    this.checks = new ScriptChecks(this.rig, this.venue, { terse });
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
    if (message === undefined || !this.#awaits(message)) return;
    const { command, outcome } = message;
    this.#tell({ command, outcome: this.#terse ? outcomeWithout(outcome, pick) : outcome });
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
    if (read === undefined || read.kind === 'replace') return;
    const answer = this.#truth(read);
    this.rig.answer(read, this.#terse ? answerWithout(answer, pick) : answer);
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
    const told = this.#terse ? reportWithout(report, pick) : report;
    this.rig.take({ kind: 'execution-report', report: told });
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
    this.checks.everything();
  }

  /** Some answer, with everything in it. */
  #answerInFull(): void {
    const [read] = this.#reads();
    if (read !== undefined && read.kind !== 'replace') this.rig.answer(read, this.#truth(read));
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
      while (this.#reads().length > 0) this.#answerInFull();
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
}

function takeOne<T>(from: T[], pick: number): T | undefined {
  return from.splice(pick % Math.max(1, from.length), 1)[0];
}
