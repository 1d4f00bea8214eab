/**
 * The best bid and ask of a session as a venue's ticker stream would say them: the whole book in two Maps, the best looked
 * for by walking them. Shares no code with the importers, whose books it is there to check.
 */
import type { DepthEvent, Level, SessionEvent } from './session.js';

export interface SessionTicker {
  readonly id: number;
  /** Which diff of the open book this is, from 1. */
  readonly diff: number;
  readonly time: number;
  readonly received: number;
  readonly bid: Level;
  readonly ask: Level;
}

/** Mutable: follows one session. */
export class BestOfSession {
  readonly #bids = new Map<string, string>();
  readonly #asks = new Map<string, string>();
  #diffs = 0;
  #open = false;

  /** The best after `event`; null where it is no diff of the open book. */
  after(event: SessionEvent): SessionTicker | null {
    if (event.kind === 'trade') return null;
    if (event.kind === 'snapshot') this.#open = true;
    if (!this.#open) return null;
    this.#apply(event);
    if (event.kind === 'snapshot') return null;
    this.#diffs += 1;
    const { lastId: id, time, received } = event;
    const bid = best(this.#bids, (price, than) => price > than);
    const ask = best(this.#asks, (price, than) => price < than);
    return { id, diff: this.#diffs, time, received, bid, ask };
  }

  #apply({ bids, asks }: DepthEvent): void {
    for (const [price, quantity] of bids) set(this.#bids, price, quantity);
    for (const [price, quantity] of asks) set(this.#asks, price, quantity);
  }
}

function set(side: Map<string, string>, price: string, quantity: string): void {
  if (Number(quantity) === 0) side.delete(price);
  else side.set(price, quantity);
}

function best(
  side: ReadonlyMap<string, string>,
  isBetter: (price: number, than: number) => boolean,
): Level {
  let found: Level | null = null;
  for (const level of side) {
    if (found === null || isBetter(Number(level[0]), Number(found[0]))) found = level;
  }
  if (found === null) throw new Error('a side of the generated book ran dry');
  return found;
}
