/** Faults that are nothing but something that happens to the client's process or its disk, once. */
import type { EpochMicros } from '../../core/ground/units.js';
import type { FaultSpan, LinkFault } from './link-fault.js';
import { type Moment, behindEvent } from './moment.js';
import type { ProcessDeed, ProcessFlaw } from './flaw-of-process.js';

export class FlawedProcess implements LinkFault {
  readonly processFlaw: ProcessFlaw;
  #from: EpochMicros | null = null;
  #to: EpochMicros | null = null;

  constructor(begins: Moment, deed: ProcessDeed) {
    this.processFlaw = {
      deed,
      whenKnown: (listener) => {
        begins.whenKnown((at, happened) => listener(behindEvent(at, happened)));
      },
      began: (at) => {
        this.#from = at;
      },
      ended: (at) => {
        this.#to = at;
      },
    };
  }

  activations(): number {
    return this.#from === null ? 0 : 1;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    const from = this.#from;
    if (from === null) return [];
    return [{ from, to: this.#to ?? now, paths: ['client'], symbol: null, acts: 1 }];
  }
}
