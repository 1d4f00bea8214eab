/**
 * S10, its other half: what rests at the venue when the operator stops and asks for cancels, or cancels a parent, does not go
 * on resting: a cancel of each order that the engine knows to live leaves soon after. What had a cancel before is left out, and
 * what ends meanwhile.
 */
import type { ClientOrderId, ParentId } from '../../../core/order/order.js';
import type { Input } from '../../../core/state/input.js';
import type { State } from '../../../core/state/state.js';
import { type EpochMicros, plus, seconds } from '../../../core/ground/units.js';
import type { AuditContext, CheckerFactory } from '../checker.js';

/** The engine decides on such cancels at once. */
const SOON = seconds(1);

interface Owed {
  readonly since: EpochMicros;
  readonly why: string;
}

export const leftWorking: CheckerFactory = (context) => {
  const orders = new WorkingOrders(context);
  return {
    id: 'S10',
    onTruth(entry) {
      const { kind, clientOrderId } = entry;
      if (kind === 'accepted') orders.working.add(clientOrderId);
      const isEnd = kind === 'canceled' || kind === 'expired' || kind === 'replaced';
      if (isEnd || (kind === 'executed' && entry.leaves === 0)) orders.ended(clientOrderId);
    },
    onDeparture({ kind, clientOrderId }) {
      if (kind === 'cancel') orders.cancelLeft(clientOrderId);
    },
    onInput(input) {
      if (input.kind === 'started') orders.begunAnew(input.at);
      orders.judge(input.at);
      const known = toldOf(input);
      if (known !== null && orders.working.has(known) && !context.isForeign(known))
        orders.told.add(known);
    },
    onEntry(entry, at, state) {
      if (entry.kind === 'kill-switch' && entry.engaged && entry.cancelWorking)
        orders.owe(state, { since: at, why: 'the kill switch was engaged' }, null);
      if (entry.kind === 'parent-cancel' && entry.scope === 'parent')
        orders.owe(state, { since: at, why: 'its parent was canceled' }, entry.parentId);
    },
    onEnd(at) {
      orders.judge(at);
    },
  };
};

/** Mutable, single owner. */
class WorkingOrders {
  readonly #context: AuditContext;
  /** At the venue, as its ledger has it. */
  readonly working = new Set<ClientOrderId>();
  /** Of those, what the engine was told of, and what a cancel has left for. */
  readonly told = new Set<ClientOrderId>();
  readonly #canceled = new Set<ClientOrderId>();
  readonly #owed = new Map<ClientOrderId, Owed>();

  constructor(context: AuditContext) {
    this.#context = context;
  }

  ended(clientOrderId: ClientOrderId): void {
    for (const known of [this.working, this.told, this.#canceled]) known.delete(clientOrderId);
    this.#owed.delete(clientOrderId);
  }

  cancelLeft(clientOrderId: ClientOrderId): void {
    this.#canceled.add(clientOrderId);
    this.#owed.delete(clientOrderId);
  }

  /** Of one parent, or of all. */
  owe({ children }: State, owed: Owed, parentId: ParentId | null): void {
    for (const clientOrderId of this.told) {
      if (this.#canceled.has(clientOrderId)) continue;
      if (parentId === null || children.get(clientOrderId)?.parentId === parentId)
        this.#owed.set(clientOrderId, owed);
    }
  }

  /** A process that was not there could do nothing. */
  begunAnew(at: EpochMicros): void {
    for (const [clientOrderId, owed] of this.#owed)
      this.#owed.set(clientOrderId, { ...owed, since: at });
  }

  judge(at: EpochMicros): void {
    const { check, broken } = this.#context;
    for (const [clientOrderId, { since, why }] of this.#owed) {
      if (check(at <= plus(since, SOON))) continue;
      const detail = `${clientOrderId} is left working although ${why}`;
      broken({ id: 'S10', at, of: { order: clientOrderId }, detail });
      this.#owed.delete(clientOrderId);
    }
  }
}

/** The order of which an input says that the venue has it. */
function toldOf(input: Input): ClientOrderId | null {
  if (input.kind === 'execution-report') return input.report.clientOrderId;
  return input.kind === 'outcome' && input.effect === 'submit' && input.outcome.kind === 'accepted'
    ? input.clientOrderId
    : null;
}
