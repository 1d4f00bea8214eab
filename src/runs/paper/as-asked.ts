/**
 * What a file holds of the requests of a scenario is their text; who asks knows them by who they are. Each stored request becomes
 * the one of the agenda that says the same, the second of two that say the same becomes the second, so that a process that begins
 * again knows what was heard before it. Pure.
 */
import { canonicalJson } from '../../core/ground/canonical.js';
import type { ParentId } from '../../core/order/order.js';
import type { RawOrderRequest } from '../../core/order/order-request.js';
import type { Entry } from '../../core/state/entry.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { RawSignal } from '../../core/state/signal.js';
import { type Agenda, isGated } from '../assembly.js';

export class AskedBefore {
  readonly #requests: Alike<RawOrderRequest>;
  readonly #signals: Alike<RawSignal>;
  readonly #letIn = new Map<ParentId, RawOrderRequest>();

  constructor({ orders, signals = [] }: Pick<Agenda, 'orders' | 'signals'>) {
    this.#requests = new Alike(orders.map(({ request }) => [unconfirmed(request), request]));
    this.#signals = new Alike(signals.map(({ signal }) => [signal, signal]));
  }

  /** Blocks come in the order in which they were written. */
  asAsked(block: JournalBlock): JournalBlock {
    const { input, entries } = block;
    if (input.kind === 'signal') {
      const signal = this.#signals.next(input.signal) ?? input.signal;
      return block.withInput({ ...input, signal });
    }
    if (input.kind !== 'order-request') {
      this.#noteTurnedAway(entries);
      return block;
    }
    const said = unconfirmed(input.request);
    for (const entry of entries)
      if (entry.kind === 'order-received') this.#letIn.set(entry.parentId, said);
    // Refused at the gate it comes again; said again with a yes it is the one that was asked about.
    const request = entries.some(isGated)
      ? this.#requests.peek(said)
      : isConfirmed(input.request)
        ? this.#requests.last(said)
        : this.#requests.next(said);
    return block.withInput({ ...input, request: request ?? input.request });
  }

  /** Let in and turned away after all (REC-2): it comes again, as the same one. */
  #noteTurnedAway(entries: readonly Entry[]): void {
    for (const { parentId } of entries.filter(isGated)) {
      const said = parentId === null ? undefined : this.#letIn.get(parentId);
      if (said !== undefined) this.#requests.giveBack(said);
    }
  }
}

/** Things in line behind those that say the same. */
class Alike<T> {
  readonly #lines = new Map<string, { readonly items: T[]; taken: number }>();

  constructor(pairs: readonly (readonly [said: T, item: T])[]) {
    for (const [said, item] of pairs) {
      const line = this.#lines.get(canonicalJson(said));
      if (line === undefined) this.#lines.set(canonicalJson(said), { items: [item], taken: 0 });
      else line.items.push(item);
    }
  }

  peek(said: T): T | undefined {
    const line = this.#lines.get(canonicalJson(said));
    return line?.items[line.taken];
  }

  last(said: T): T | undefined {
    const line = this.#lines.get(canonicalJson(said));
    return line?.items[line.taken - 1];
  }

  giveBack(said: T): void {
    const line = this.#lines.get(canonicalJson(said));
    if (line !== undefined && line.taken > 0) line.taken -= 1;
  }

  next(said: T): T | undefined {
    const line = this.#lines.get(canonicalJson(said));
    if (line === undefined) return undefined;
    line.taken += 1;
    return line.items[line.taken - 1];
  }
}

const isConfirmed = ({ operator }: RawOrderRequest): boolean =>
  (operator?.confirmation ?? null) !== null;

function unconfirmed(request: RawOrderRequest): RawOrderRequest {
  const { operator } = request;
  return operator === undefined
    ? request
    : { ...request, operator: { ...operator, confirmation: null } };
}
