/** Faults that are nothing but something wrong with the client's clock or machine: all the time, or once. */
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';
import type { ClockFlaw, FlawListener } from './clock-flaw.js';
import type { FaultContext } from './fault-kind.js';
import type { FaultSpan, LinkFault } from './link-fault.js';
import { type Moment, behindEvent } from './moment.js';

/** Wrong from the start to the end. */
export class StandingFlaw implements LinkFault {
  readonly clockFlaw: ClockFlaw;
  readonly #start: EpochMicros;

  constructor(clockFlaw: ClockFlaw, { start }: FaultContext) {
    this.clockFlaw = clockFlaw;
    this.#start = start;
  }

  activations(): number {
    return 1;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return [{ from: this.#start, to: now, paths: ['client'], symbol: null, acts: 1 }];
  }
}

/** Something that happens to it once. */
export class PassingFlaw implements LinkFault {
  readonly clockFlaw: ClockFlaw;
  /** Null = to the end of the run. */
  readonly #lasts: Micros | null;
  #from: EpochMicros | null = null;

  constructor(begins: Moment, flawOf: (known: (listener: FlawListener) => void) => ClockFlaw) {
    begins.whenKnown((at, happened) => {
      this.#from = behindEvent(at, happened);
    });
    this.clockFlaw = flawOf((listener) => {
      begins.whenKnown((at, happened) => listener(behindEvent(at, happened)));
    });
    this.#lasts = this.clockFlaw.kind === 'sleep' ? this.clockFlaw.lasts : null;
  }

  activations(now: EpochMicros): number {
    return this.#from !== null && this.#from <= now ? 1 : 0;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    const from = this.#from;
    if (from === null) return [];
    const to = this.#lasts === null ? now : plus(from, this.#lasts);
    return [{ from, to, paths: ['client'], symbol: null, acts: 1 }];
  }
}
