/**
 * A connection of the order stream that breaks: what is said while it is gone is lost for good, and the client learns of it
 * at some point, or never. One that knows tries to connect again, with waits that double.
 */
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';
import type { FaultSpan, LinkFault, ReportVerdict, StreamEnd, StreamNews } from './link-fault.js';
import type { Moment } from './moment.js';

/** From when it is gone, when the client knows that, and when the next connection stands; null = it never knows. */
export interface Gap {
  readonly from: EpochMicros;
  readonly knownAt: EpochMicros | null;
  readonly backAt: EpochMicros;
}

const LOST = { kind: 'lose' } as const;

export class BrokenStream implements LinkFault {
  readonly streamNews: StreamNews;
  /** In order, and apart from each other. */
  #gaps: readonly { readonly gap: Gap; acts: number }[] = [];

  /** `gapsOf`: of a fault that begins then. */
  constructor(
    begins: Moment,
    gapsOf: (from: EpochMicros) => readonly Gap[],
    end: StreamEnd = 'closed',
  ) {
    begins.whenKnown((from) => {
      this.#gaps = gapsOf(from).map((gap) => ({ gap, acts: 0 }));
    });
    this.streamNews = {
      whenKnown: (listener) =>
        begins.whenKnown((from) => {
          for (const { knownAt, backAt } of gapsOf(from))
            if (knownAt !== null) listener({ downAt: knownAt, upAt: backAt, end });
        }),
    };
  }

  /** Reports lost. */
  activations(): number {
    return this.#gaps.reduce((sum, { acts }) => sum + acts, 0);
  }

  spans(): readonly FaultSpan[] {
    return this.#gaps.map(({ gap: { from, backAt: to }, acts }) => {
      return { from, to, paths: ['stream'], symbol: null, acts };
    });
  }

  reportLeaves(_report: unknown, now: EpochMicros): ReportVerdict {
    return this.#loses(now);
  }

  /** What was on its way when it broke. */
  reportArrives(_report: unknown, now: EpochMicros): ReportVerdict {
    return this.#loses(now);
  }

  #loses(now: EpochMicros): ReportVerdict {
    const open = this.#gaps.find(({ gap }) => now >= gap.from && now < gap.backAt);
    if (open === undefined) return null;
    open.acts += 1;
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
