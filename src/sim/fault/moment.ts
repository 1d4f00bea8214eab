/**
 * When a fault begins: at a time of the run, or so long after something happened. A moment that hangs on an event is told
 * when the event comes, and may never be. Mutable on purpose: it is told once.
 */
import { type EpochMicros, type Micros, micros, plus } from '../../core/ground/units.js';

/**
 * What a fault can be anchored to, as it happens on the link (what leaves the client) and at the venue (the rest): `filled`
 * is each execution, `query-sent` each read of the broker.
 */
export const ANCHOR_LANES = [
  'submit-sent',
  'accepted',
  'filled',
  'cancel-sent',
  'canceled',
  'query-sent',
] as const;
export type AnchorLane = (typeof ANCHOR_LANES)[number];

export interface AnchorSpec {
  readonly after: AnchorLane;
  /** Which of them, counted from 1; the first when left out. */
  readonly nth?: number | undefined;
  /** How long after it; at once when left out. */
  readonly plus?: Micros | undefined;
  /** Of one instrument; of all when left out. */
  readonly symbol?: string | undefined;
}

/** Since the start of the run, or after an event. */
export type MomentSpec = Micros | AnchorSpec;

/** `happened`: when the event did that it hangs on; what it says cannot be changed before that. */
export type MomentListener = (at: EpochMicros, happened: EpochMicros | null) => void;

export class Moment {
  #at: EpochMicros | null = null;
  #happened: EpochMicros | null = null;
  readonly #listeners: MomentListener[] = [];

  /** Null while it is not known. */
  get at(): EpochMicros | null {
    return this.#at;
  }

  tell(at: EpochMicros, happened: EpochMicros | null): void {
    this.#at = at;
    this.#happened = happened;
    for (const listener of this.#listeners) listener(at, happened);
  }

  /** Called once, at once where it is known. */
  whenKnown(listener: MomentListener): void {
    if (this.#at === null) this.#listeners.push(listener);
    else listener(this.#at, this.#happened);
  }
}

/** The same moment, which never comes where it is not before `end`. */
export function before(moment: Moment, end: EpochMicros): Moment {
  if (end === Infinity) return moment;
  const cut = new Moment();
  moment.whenKnown((at, happened) => {
    if (at < end) cut.tell(at, happened);
  });
  return cut;
}

/** For what cannot act any more in the instant of the event it hangs on: after it at the earliest. */
export const behindEvent = (at: EpochMicros, happened: EpochMicros | null): EpochMicros =>
  happened !== null && at <= happened ? plus(happened, micros(1)) : at;

/** The span that begins at a moment; while the moment is not known it lies beyond all time. */
export class Span {
  #from = Infinity;
  #to = Infinity;

  constructor(moment: Moment, length: Micros) {
    moment.whenKnown((at) => {
      this.#from = at;
      this.#to = plus(at, length);
    });
  }

  get from(): EpochMicros {
    return this.#from as EpochMicros;
  }

  get to(): EpochMicros {
    return this.#to as EpochMicros;
  }

  has(at: EpochMicros): boolean {
    return at >= this.#from && at < this.#to;
  }
}
