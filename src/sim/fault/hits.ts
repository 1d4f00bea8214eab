/**
 * Which of the messages a fault could act on it does act on: each with a share of its own, exactly the nth, the first from a
 * moment on, or all in a span from it. The parameters every such fault has, and what a run makes of them. Mutable: it counts.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import { type Message, shareDrawn } from './draw.js';
import type { FaultContext } from './fault-kind.js';
import type { FaultSpan } from './link-fault.js';
import { type Moment, Span } from './moment.js';
import { type ValuesOf, count, drawn, duration, moment, optional, share } from './parameter.js';

/** `one` and `many`: what is hit, e.g. `submit`, `submits`. A swarm draws no share below `least`: of few messages it would hit none. */
export const hitParameters = (one: string, many: string, least = 0.01) => ({
  probability: optional(drawn(share(`share of ${many} hit`), least, 1)),
  nth: optional(count(`exactly this ${one} of the run is hit, from 1`)),
  at: optional(moment(`the first ${one} from here on is hit; with \`for\`, all of them`)),
  for: optional(duration(`with \`at\`: all ${many} in it are hit`)),
});

/** How they go together, for a kind that has them. */
export const HIT_RULES = {
  exactlyOne: [['probability', 'nth', 'at']],
  onlyWith: [['for', 'at']],
} as const;

export type HitValues = ValuesOf<ReturnType<typeof hitParameters>>;

export class Hits {
  readonly #values: HitValues;
  readonly #context: FaultContext;
  /** Of the one way `at`: a moment alone, or a span. */
  readonly #at: Moment | null = null;
  readonly #span: Span | null = null;
  #seen = 0;
  #count = 0;
  /** When the only one was hit. */
  #hitAt: EpochMicros | null = null;

  constructor(values: HitValues, context: FaultContext) {
    this.#values = values;
    this.#context = context;
    if (values.at === null) return;
    const at = context.momentOf(values.at);
    if (values.for === null) this.#at = at;
    else this.#span = new Span(at, values.for);
  }

  /** How many were hit so far. */
  get count(): number {
    return this.#count;
  }

  /** Asked once of each message the fault could act on, in order; counts it when it is hit. */
  hits(message: Message, now: EpochMicros): boolean {
    this.#seen += 1;
    if (!this.#isHit(message, now)) return false;
    this.#count += 1;
    this.#hitAt ??= now;
    return true;
  }

  #isHit(message: Message, now: EpochMicros): boolean {
    const { nth, probability } = this.#values;
    if (this.#span !== null) return this.#span.has(now);
    if (this.#at !== null) return this.#at.at !== null && now >= this.#at.at && this.#count === 0;
    if (nth !== null) return this.#seen === nth;
    if (now >= this.#context.healsAt) return false;
    return shareDrawn(this.#context, message) < (probability ?? 0);
  }

  /** When it was in force: by share all the time, the nth only as it is hit, the first from a moment until it is hit. */
  spans(paths: FaultSpan['paths'], now: EpochMicros): readonly FaultSpan[] {
    const rest = { paths, symbol: null, acts: this.#count };
    if (this.#span !== null) return [{ from: this.#span.from, to: this.#span.to, ...rest }];
    if (this.#values.probability !== null)
      return [{ from: this.#context.start, to: earlier(now, this.#context.healsAt), ...rest }];
    const from = this.#at === null ? (this.#hitAt ?? this.#context.start) : this.#at.at;
    if (from === null) return [];
    return [{ from, to: this.#hitAt ?? now, ...rest }];
  }
}

const earlier = (a: EpochMicros, b: EpochMicros): EpochMicros => (a < b ? a : b);
