/** Folds a journal into the lives of its orders. Mutable on purpose, one owner: `observe.ts`. */
import type { EpochMicros } from '../../core/ground/units.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { Entry } from '../../core/state/entry.js';
import type { OrderLife, OrderLives, Send } from './observation.js';

type LifeDraft = { -readonly [K in keyof OrderLife]: OrderLife[K] } & { sends: Send[] };

export class LivesFold {
  readonly #lives = new Map<ClientOrderId, LifeDraft>();

  get lives(): OrderLives {
    return this.#lives;
  }

  take(entry: Entry, at: EpochMicros): void {
    switch (entry.kind) {
      case 'submit-intent':
      case 'replace-intent':
        this.#of(entry.clientOrderId).sends.push({ at, attempt: entry.command.attempt });
        return;
      case 'intent-withdrawn':
        this.#withdraw(entry.clientOrderId, entry.attempt);
        return;
      case 'submit-settled':
        if (entry.as === 'rejected') this.#of(entry.clientOrderId).refusedWith = entry.code;
        else this.#of(entry.clientOrderId).heardAt ??= at;
        return;
      case 'order-updated':
        if (entry.head.status === 'rejected') this.#of(entry.clientOrderId).refusedWith ??= '';
        else if (entry.source !== 'ours') this.#of(entry.clientOrderId).heardAt ??= at;
        return;
      case 'fill-booked':
        this.#of(entry.clientOrderId).heardAt ??= at;
        return;
      case 'cancel-intent':
        this.#of(entry.clientOrderId).cancels += 1;
        return;
      default:
    }
  }

  #of(id: ClientOrderId): LifeDraft {
    const known = this.#lives.get(id);
    if (known !== undefined) return known;
    const life: LifeDraft = { sends: [], heardAt: null, refusedWith: null, cancels: 0 };
    this.#lives.set(id, life);
    return life;
  }

  #withdraw(id: ClientOrderId, attempt: number): void {
    const life = this.#of(id);
    life.sends = life.sends.filter((send) => send.attempt !== attempt);
  }
}

const NEVER_SENT: OrderLife = { sends: [], heardAt: null, refusedWith: null, cancels: 0 };

export const lifeOf = (lives: OrderLives, id: ClientOrderId): OrderLife =>
  lives.get(id) ?? NEVER_SENT;
