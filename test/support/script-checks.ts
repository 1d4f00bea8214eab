/** What must hold after every action of a random script, and once things have calmed down (docs/rules/invariants.md). */
import { alertKey } from '../../src/core/state/state.js';
import { ofChild, ofParent } from '../../src/core/state/owner.js';
import { nextWakeOf } from '../../src/core/state/wakes.js';
import type { ClientOrderId } from '../../src/core/order/order.js';
import { rowsOf } from '../../src/core/order/fill-ledger.js';
import { isParentTerminal } from '../../src/core/order/parent.js';
import { type StatusKey, compareStatusKeys } from '../../src/core/order/status-key.js';
import type { OrderStatus } from '../../src/core/order/status.js';
import type { EngineRig } from './engine-rig.js';
import type { ModelVenue } from './model-venue.js';

export interface Mode {
  readonly idempotency: 'forever' | 'open-only';
  /** The venue refuses what is older than five seconds. */
  readonly expires: boolean;
  /** The venue leaves out what it may: quantities, statuses, fees (`left-out.ts`). */
  readonly terse: boolean;
}

/** What only a venue that lies, or a core that errs, can bring about. */
const NEVER_OF_THE_TRUTHFUL: readonly string[] = [
  'order-revived',
  'contradicting-outcome',
  'fill-contradiction',
  'execution-conflict',
  'second-venue-order',
  'mismatched-report',
  'quarantine',
  'overfill',
  'id-taken',
  'unmatched-report',
];
/** A terse venue ends an order first and shows its fills then. */
const NEVER_OF_THE_OUTSPOKEN: readonly string[] = ['fill-after-verdict'];

/** `expect` costs microseconds; this is asked a million times. */
function must(holds: boolean, text: () => string): void {
  if (!holds) throw new Error(text());
}

export class ScriptChecks {
  readonly #rig: EngineRig;
  readonly #venue: ModelVenue;
  readonly #never: readonly string[];
  readonly #keys = new Map<ClientOrderId, StatusKey>();
  readonly #filled = new Map<ClientOrderId, number>();

  constructor(rig: EngineRig, venue: ModelVenue, { terse }: Pick<Mode, 'terse'>) {
    this.#never = terse
      ? NEVER_OF_THE_TRUTHFUL
      : [...NEVER_OF_THE_TRUTHFUL, ...NEVER_OF_THE_OUTSPOKEN];
    this.#rig = rig;
    this.#venue = venue;
  }

  everything(): void {
    this.#truth();
    for (const code of this.#never) {
      const raised = [...this.#rig.state.alerts.entries()].find(([key]) =>
        key.startsWith(`${code}:`),
      );
      must(raised === undefined, () => `alert ${raised?.[0]}`);
    }
    this.belief();
    this.notStuck();
  }

  #filledAtVenue(clientOrderId: ClientOrderId): number {
    const executions = this.#venue.executionsOf(clientOrderId);
    return executions.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  #truth(): void {
    const exposure = new Map<string, number>();
    const ids = new Set<ClientOrderId>();
    for (const { command, cum, status } of this.#venue.orders) {
      const { parentId, terms, clientOrderId } = command;
      const open = isOpen(status) ? terms.quantity : cum;
      exposure.set(parentId, (exposure.get(parentId) ?? 0) + open);
      must(!ids.has(clientOrderId), () => `S3: two orders of ${clientOrderId}`);
      ids.add(clientOrderId);
    }
    for (const { parentId, request } of this.#rig.parents()) {
      const exposed = exposure.get(parentId) ?? 0;
      must(exposed <= request.quantity, () => `S1 S2: ${exposed} of ${request.quantity} lots`);
    }
    for (const { clientOrderId, belief } of this.#rig.children()) {
      const truth = this.#filledAtVenue(clientOrderId);
      must(belief.filled <= truth, () => `S4: ${belief.filled} believed of ${truth} lots`);
    }
  }

  belief(): void {
    for (const { clientOrderId, belief, terms } of this.#rig.children()) {
      const before = this.#keys.get(clientOrderId);
      const least = this.#filled.get(clientOrderId) ?? 0;
      must(belief.filled >= least, () => `S6: filled fell from ${least} to ${belief.filled}`);
      // A venue that fills more than was asked is believed, and told of.
      const over = this.#rig.state.alerts.has(alertKey('overfill', clientOrderId));
      must(
        over || belief.filled <= terms.quantity,
        () => `S6: ${belief.filled} of ${terms.quantity}`,
      );
      const fell = before !== undefined && compareStatusKeys(belief.key, before) < 0;
      must(!fell, () => `S7: ${belief.key.status} after ${before?.status}`);
      this.#keys.set(clientOrderId, belief.key);
      this.#filled.set(clientOrderId, belief.filled);
    }
    for (const parent of this.#rig.parents()) {
      const sum = this.#rig
        .children()
        .filter(({ parentId }) => parentId === parent.parentId)
        .reduce((total, { belief }) => total + belief.filled, 0);
      must(parent.filled === sum, () => `S6: parent ${parent.filled}, children ${sum}`);
    }
  }

  /** Whoever is not finished has a timer or waits for an answer that is owed. */
  notStuck(): void {
    const owed = new Set(
      this.#rig.pending.flatMap((command) =>
        'clientOrderId' in command ? [command.clientOrderId] : [],
      ),
    );
    const reads = new Set(
      this.#rig.pending.flatMap((command) => ('readId' in command ? [command.readId] : [])),
    );
    for (const parent of this.#rig.parents()) {
      if (isParentTerminal(parent.status)) {
        must(parent.open.length === 0, () => `${parent.status} with open children`);
        continue;
      }
      const wake = nextWakeOf(this.#rig.state, ofParent(parent.parentId));
      const release = parent.release?.read;
      const waits =
        wake !== null ||
        parent.open.some(
          (id) => owed.has(id) || nextWakeOf(this.#rig.state, ofChild(id)) !== null,
        ) ||
        (release !== undefined && release !== null && reads.has(release));
      must(waits, () => `${parent.status} and nothing will ever happen`);
      for (const id of parent.open) {
        const { watch, stage } = this.#rig.state.children.get(id)!;
        must(watch.nextAt !== null || owed.has(id), () => `${id} ${stage.kind} is forgotten`);
      }
    }
  }

  /** Nobody is asked in a tight loop: half a second is the shortest wait there is, events apart. */
  #checkCalls(): void {
    for (const { watch, submit } of this.#rig.children()) {
      const seconds = (this.#rig.now - (submit.firstAt ?? this.#rig.now)) / 1_000_000;
      must(watch.polls < 30 + 2 * seconds, () => `L10: ${watch.polls} polls in ${seconds} s`);
    }
  }

  converged({ expires }: Mode): void {
    must(this.#venue.open().length === 0, () => 'L4: open at the venue');
    for (const { clientOrderId, belief, stage } of this.#rig.children()) {
      const truth = this.#filledAtVenue(clientOrderId);
      must(belief.filled === truth, () => `L2: ${belief.filled} believed of ${truth} lots`);
      must(belief.ledger.quantity === truth, () => `L2: ${belief.ledger.quantity} in the ledger`);
      const fees = [...rowsOf(belief.ledger)].every(({ execution }) => execution.fee !== null);
      must(fees, () => `FIL-13: ${clientOrderId} has fills without a fee`);
      // Where nothing proves absence, an order that was lost on the way may stay unknown, with an alert.
      const known = this.#venue.lookUp(clientOrderId) !== null;
      const alerted = this.#rig.state.alerts.has(alertKey('order-unknown', clientOrderId));
      const done = stage.kind === 'done';
      must(done || (!expires && !known && alerted), () => `L3: ${clientOrderId} ${stage.kind}`);
    }
    this.#checkCalls();
    for (const { status, open } of this.#rig.parents()) {
      must(open.length > 0 || isParentTerminal(status), () => `L5: ${status}`);
    }
  }
}

const isOpen = (status: OrderStatus): boolean =>
  status === 'accepted' || status === 'partially_filled';
