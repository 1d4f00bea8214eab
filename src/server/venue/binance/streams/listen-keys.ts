/**
 * Keys by which a client listens to its account: one for each API key, good for an hour by the wall clock since it was last renewed.
 * Mutable, one a dialect.
 */
import { sha256Hex } from '../../../../core/ground/digest.js';

const GOOD_FOR_MS = 60 * 60_000;

interface Key {
  readonly listenKey: string;
  goodUntilMs: number;
}

export class ListenKeys {
  readonly #byOwner = new Map<string, Key>();
  readonly #onEnd: (listenKey: string, isExpired: boolean) => void;
  #made = 0;

  /** `onEnd`: a key is of no use any more. */
  constructor(onEnd: (listenKey: string, isExpired: boolean) => void) {
    this.#onEnd = onEnd;
  }

  /** The one that the owner has, good for an hour more, or a new one. */
  opened(keyId: string, nowMs: number): string {
    const has = this.#byOwner.get(keyId);
    if (has !== undefined) {
      has.goodUntilMs = nowMs + GOOD_FOR_MS;
      return has.listenKey;
    }
    this.#made += 1;
    const listenKey = sha256Hex(`listen key ${this.#made} of ${keyId}`);
    this.#byOwner.set(keyId, { listenKey, goodUntilMs: nowMs + GOOD_FOR_MS });
    return listenKey;
  }

  /** False: there is no such key. */
  renewed(listenKey: string, nowMs: number): boolean {
    const key = this.#find(listenKey);
    if (key === undefined) return false;
    key[1].goodUntilMs = nowMs + GOOD_FOR_MS;
    return true;
  }

  /** False: there is no such key. */
  closed(listenKey: string): boolean {
    const key = this.#find(listenKey);
    if (key === undefined) return false;
    this.#end(key, false);
    return true;
  }

  /** Null: the owner has none. */
  of(keyId: string): string | null {
    return this.#byOwner.get(keyId)?.listenKey ?? null;
  }

  isGood(listenKey: string): boolean {
    return this.#find(listenKey) !== undefined;
  }

  goOn(nowMs: number): void {
    for (const key of [...this.#byOwner]) if (key[1].goodUntilMs <= nowMs) this.#end(key, true);
  }

  #find(listenKey: string): [string, Key] | undefined {
    return [...this.#byOwner].find(([, key]) => key.listenKey === listenKey);
  }

  #end([keyId, { listenKey }]: [string, Key], isExpired: boolean): void {
    this.#byOwner.delete(keyId);
    this.#onEnd(listenKey, isExpired);
  }
}
