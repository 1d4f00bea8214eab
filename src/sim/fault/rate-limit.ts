/**
 * The venue's front refuses to look at requests (429): above so many a minute, or from a given time on. A refusal
 * proves that nothing happened and says when to come back. With `ban`, a request that leaves after a refusal was given
 * and arrives before that time is ignored longer still (418).
 *
 * Unrealistic: every request weighs 1 and reads, cancels and orders share one count; minutes are counted from the
 * start of the run; the time to come back is exact where real ones are whole seconds, and no usage headers are sent.
 */
import {
  type EpochMicros,
  MICROS_PER_MINUTE,
  type Micros,
  micros,
  plus,
  seconds,
} from '../../core/ground/units.js';
import type { LinkRequest } from '../link/messages.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type { FaultSpan, LinkFault, RequestVerdict } from './link-fault.js';
import {
  type ValuesOf,
  count,
  drawn,
  duration,
  moment,
  optional,
  withFallback,
} from './parameter.js';
import { type TimeWindow, isIn } from './window.js';

const parameters = {
  perMinute: optional(drawn(count('requests taken in each minute of the run'), 20, 600)),
  at: optional(moment('when the limit trips, once')),
  retryAfter: withFallback(duration('how long a tripped limit refuses'), seconds(30)),
  ban: optional(duration('how long it refuses a client that does not wait')),
};

const REQUEST_PATHS = ['submit', 'cancel', 'query'] as const;

class RateLimit implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #start: EpochMicros;
  readonly #healsAt: EpochMicros;
  /** Refusing inside this. */
  #shut: TimeWindow | null = null;
  /** All of them, in order of time. */
  readonly #shuts: { window: TimeWindow; acts: number }[] = [];
  /** When a request was first refused in it: from then on a client could know. */
  #refusedAt: EpochMicros | null = null;
  #minute = -1;
  #taken = 0;
  #count = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#start = context.start;
    this.#healsAt = context.healsAt;
    if (values.at !== null)
      context.momentOf(values.at).whenKnown((at) => this.#shutFrom(at, values.retryAfter));
  }

  activations(): number {
    return this.#count;
  }

  spans(): readonly FaultSpan[] {
    return this.#shuts.map(({ window, acts }) => {
      return { ...window, paths: REQUEST_PATHS, symbol: null, acts };
    });
  }

  requestArrives(request: LinkRequest, now: EpochMicros): RequestVerdict {
    const shut = this.#shutFor(request, now);
    if (shut === null) return null;
    this.#refusedAt ??= now;
    this.#count += 1;
    const latest = this.#shuts.at(-1);
    if (latest !== undefined) latest.acts += 1;
    const reply = { kind: 'rate-limited', retryAfter: micros(shut.to - now) } as const;
    return { kind: 'reply', reply };
  }

  #shutFor(request: LinkRequest, now: EpochMicros): TimeWindow | null {
    const { perMinute, retryAfter, ban } = this.#values;
    if (this.#shut !== null && isIn(this.#shut, now)) {
      const warned = this.#refusedAt !== null && request.sentAt > this.#refusedAt;
      return warned && ban !== null ? this.#shutFrom(now, ban) : this.#shut;
    }
    if (perMinute === null || now >= this.#healsAt || this.#take(now) <= perMinute) return null;
    return this.#shutFrom(now, retryAfter);
  }

  /** How many were let through to the count of this minute, this one included. */
  #take(now: EpochMicros): number {
    const minute = Math.floor((now - this.#start) / MICROS_PER_MINUTE);
    if (minute !== this.#minute) this.#taken = 0;
    this.#minute = minute;
    this.#taken += 1;
    return this.#taken;
  }

  #shutFrom(from: EpochMicros, length: Micros): TimeWindow {
    this.#shut = { from, to: plus(from, length) };
    const before = this.#shuts.at(-1);
    // A ban begins while the limit it came of still shuts.
    if (before !== undefined && before.window.to > from)
      before.window = { ...before.window, to: from };
    this.#shuts.push({ window: this.#shut, acts: 0 });
    this.#refusedAt = null;
    return this.#shut;
  }
}

export const rateLimit = faultKind({
  kind: 'rate-limit',
  ids: ['SUB7'],
  holds: ['rate-limit', 'market-data'],
  seam: 'semantic',
  text: 'Requests are refused for a while, with the time to come back.',
  scope: 'the whole account, every instrument',
  acts: 'on every request as it arrives',
  counts: 'each request refused',
  parameters,
  exactlyOne: [['perMinute', 'at']],
  build: (values, context) => new RateLimit(values, context),
});
