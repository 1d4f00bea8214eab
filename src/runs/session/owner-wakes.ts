/** When each owner of a state is to be woken next, kept as the host keeps its timers, without a clock. Mutable, one owner. */
import type { EpochMicros } from '../../core/ground/units.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import { type Owner, ofChild, ofParent, ownerKey } from '../../core/state/owner.js';
import type { State } from '../../core/state/state.js';
import { nextWakeOf, ownerOf } from '../../core/state/wakes.js';

export interface OwnerWake {
  readonly owner: Owner;
  readonly at: EpochMicros;
}

export class OwnerWakes {
  readonly #state: State;
  readonly #wakes = new Map<string, OwnerWake>();

  constructor(state: State) {
    this.#state = state;
  }

  /** After the entries of a block were folded. */
  note({ input, entries }: Pick<JournalBlock, 'input' | 'entries'>): void {
    if (input.kind === 'started') this.#armAll();
    if (input.kind === 'wake') this.#arm(input.owner);
    for (const entry of entries) {
      const owner = ownerOf(this.#state, entry);
      if (owner !== null) this.#arm(owner);
    }
  }

  /** Null = it waits for nothing. */
  of(owner: Owner): EpochMicros | null {
    return this.#wakes.get(ownerKey(owner))?.at ?? null;
  }

  /** The first that is not left out; null = none. */
  first(isLeftOut: (wake: OwnerWake) => boolean): OwnerWake | null {
    let first: OwnerWake | null = null;
    for (const wake of this.#wakes.values())
      if ((first === null || wake.at < first.at) && !isLeftOut(wake)) first = wake;
    return first;
  }

  #armAll(): void {
    for (const [parentId] of this.#state.parents.entries()) this.#arm(ofParent(parentId));
    for (const [clientOrderId] of this.#state.children.entries()) this.#arm(ofChild(clientOrderId));
    this.#arm({ kind: 'account' });
  }

  #arm(owner: Owner): void {
    const at = nextWakeOf(this.#state, owner);
    if (at === null) this.#wakes.delete(ownerKey(owner));
    else this.#wakes.set(ownerKey(owner), { owner, at });
  }
}
