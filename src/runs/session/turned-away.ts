/** Requests at a gate that is shut, in the recording and here: who is turned away comes again until it is let in. Mutable, one owner. */
import { canonicalJson } from '../../core/ground/canonical.js';
import type { RawOrderRequest } from '../../core/order/order-request.js';

export class TurnedAway {
  readonly #there = new Set<string>();
  readonly #letInHere = new Set<string>();

  /** Whether this request of the recording comes here, too. */
  isComing(request: RawOrderRequest, isTurnedAway: boolean): boolean {
    const said = canonicalJson(request);
    const isRepeated = this.#there.has(said);
    if (isTurnedAway) this.#there.add(said);
    else this.#there.delete(said);
    return !isRepeated || !this.#letInHere.has(said);
  }

  /** @returns whether it comes again of itself. */
  noteHere(request: RawOrderRequest, isTurnedAway: boolean): boolean {
    const said = canonicalJson(request);
    if (!isTurnedAway) this.#letInHere.add(said);
    return isTurnedAway && !this.#there.has(said);
  }
}
