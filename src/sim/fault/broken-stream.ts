/**
 * A connection of the order stream that breaks: what is said while it is gone is lost for good, and the client learns of it
 * at some point, or never. One that knows tries to connect again, with waits that double.
 */
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';
import type { FaultSpan, LinkFault, ReportVerdict, StreamNews } from './link-fault.js';
import type { Moment } from './moment.js';

/** When the client knows that the connection is gone, and when the next one stands; null = it never knows. */
export interface Gap {
  readonly knownAt: EpochMicros | null;
  readonly backAt: EpochMicros;
}

const LOST = { kind: 'lose' } as const;

export class BrokenStream implements LinkFault {
  readonly streamNews: StreamNews;
  #from = Infinity as EpochMicros;
  #to = Infinity as EpochMicros;
  #count = 0;

  constructor(begins: Moment, gapOf: (from: EpochMicros) => Gap) {
    begins.whenKnown((from) => {
      this.#from = from;
      this.#to = gapOf(from).backAt;
    });
    this.streamNews = {
      whenKnown: (listener) =>
        begins.whenKnown((from) => {
          const { knownAt, backAt } = gapOf(from);
          if (knownAt !== null) listener({ downAt: knownAt, upAt: backAt });
        }),
    };
  }

  /** Reports lost. */
  activations(): number {
    return this.#count;
  }

  spans(): readonly FaultSpan[] {
    return [{ from: this.#from, to: this.#to, paths: ['stream'], symbol: null, acts: this.#count }];
  }

  reportLeaves(_report: unknown, now: EpochMicros): ReportVerdict {
    return this.#loses(now);
  }

  /** What was on its way when it broke. */
  reportArrives(_report: unknown, now: EpochMicros): ReportVerdict {
    return this.#loses(now);
  }

  #loses(now: EpochMicros): ReportVerdict {
    if (now < this.#from || now >= this.#to) return null;
    this.#count += 1;
    return LOST;
  }
}

const FIRST_WAIT = 500_000;
const WAIT_MAX = 8_000_000;

/** The first attempt to connect that the venue takes, of a client that tries from `knownAt` on. */
export function reconnectedAt(knownAt: EpochMicros, takenFrom: EpochMicros): EpochMicros {
  let wait = FIRST_WAIT;
  let at = plus(knownAt, wait as Micros);
  while (at < takenFrom) {
    wait = Math.min(2 * wait, WAIT_MAX);
    at = plus(at, wait as Micros);
  }
  return at;
}
