/**
 * Faults that wait for something to happen: told of every event of the lanes by the link, in the order of the run, they count
 * and tell the moment that hangs on it. Mutable on purpose, one a run.
 */
import { type EpochMicros, type Micros, micros, plus } from '../../core/ground/units.js';
import { type AnchorLane, type AnchorSpec, Moment, type MomentSpec } from './moment.js';

/** A fault whose event never came. */
export interface AnchorMissed {
  readonly kind: string;
  readonly after: AnchorLane;
  readonly nth: number;
  /** Null = of any instrument. */
  readonly symbol: string | null;
  /** How many there were. */
  readonly came: number;
}

interface Waiting {
  readonly kind: string;
  readonly spec: AnchorSpec;
  readonly moment: Moment;
  came: number;
}

const AT_ONCE: Micros = micros(0);
const nthOf = ({ nth = 1 }: AnchorSpec): number => nth;

export class Anchors {
  readonly #start: EpochMicros;
  readonly #waiting: Waiting[] = [];
  readonly #listeners: (() => void)[] = [];

  constructor(start: EpochMicros) {
    this.#start = start;
  }

  /** When a fault of `kind` begins that was written so. */
  momentOf(spec: MomentSpec, kind: string): Moment {
    const moment = new Moment();
    if (typeof spec === 'number') moment.tell(plus(this.#start, spec), null);
    else this.#waiting.push({ kind, spec, moment, came: 0 });
    return moment;
  }

  /** Called each time that a moment became known. */
  onTold(listener: () => void): void {
    this.#listeners.push(listener);
  }

  get any(): boolean {
    return this.#waiting.length > 0;
  }

  /** `symbol`: null where the event is about no single instrument. */
  happened(lane: AnchorLane, symbol: string | null, at: EpochMicros): void {
    for (const waiting of this.#waiting) {
      const { spec, moment } = waiting;
      if (spec.after !== lane || moment.at !== null) continue;
      if (spec.symbol !== undefined && spec.symbol !== symbol) continue;
      waiting.came += 1;
      if (waiting.came !== nthOf(spec)) continue;
      moment.tell(plus(at, spec.plus ?? AT_ONCE), at);
      for (const listener of this.#listeners) listener();
    }
  }

  missed(): readonly AnchorMissed[] {
    return this.#waiting
      .filter(({ moment }) => moment.at === null)
      .map(({ kind, spec, came }) => {
        const { after, symbol = null } = spec;
        return { kind, after, nth: nthOf(spec), symbol, came };
      });
  }
}
