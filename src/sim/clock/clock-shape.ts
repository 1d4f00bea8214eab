/**
 * What a clock that is wrong shows at each true time: set ahead or behind, fast or slow, set anew in steps or slowly; and when the process
 * that reads it was asleep. It never goes back: set back it stands still until it has caught up, as a client's does that takes no
 * time twice. Mutable: a step, a slew or a sleep may become known as the run goes, of the time to come alone.
 *
 * Invariants: 1. `shownAt` never falls. 2. `reachedAt` is the first time at which it shows as much. 3. What was shown stays so.
 */
import { invariant } from '../../core/ground/invariant.js';
import type { EpochMicros, Micros } from '../../core/ground/units.js';

const MILLION = 1_000_000;

/** From here to the next step. */
interface Stretch {
  readonly from: number;
  /** What it is ahead, less the drift, as it begins. */
  readonly ahead: number;
  /** How much faster it is in it than it always is, in parts per million. */
  readonly slewing: number;
  /** It shows no less, since it has shown that before. */
  readonly least: number;
}

interface Step {
  readonly at: EpochMicros;
  readonly by: Micros;
}

interface Sleep {
  readonly from: EpochMicros;
  readonly to: EpochMicros;
}

/** Ahead by so much more at its end than at its beginning. */
interface Slew extends Sleep {
  readonly by: Micros;
}

export class ClockShape {
  readonly #start: EpochMicros;
  readonly #ahead: Micros;
  readonly #ppm: number;
  readonly #steps: Step[] = [];
  readonly #slews: Slew[] = [];
  #sleeps: readonly Sleep[] = [];
  #stretches: readonly Stretch[];

  /** `ahead`: at `start`, negative for behind; `ppm`: parts per million that it is fast, negative for slow. */
  constructor(
    start: EpochMicros,
    { ahead, ppm }: { readonly ahead: Micros; readonly ppm: number },
  ) {
    invariant(Math.abs(ppm) < MILLION, 'a clock that stands still or runs back');
    this.#start = start;
    this.#ahead = ahead;
    this.#ppm = ppm;
    this.#stretches = this.#laidOut();
  }

  step(at: EpochMicros, by: Micros): void {
    this.#steps.push({ at, by });
    this.#stretches = this.#laidOut();
  }

  slew(slew: Slew): void {
    invariant(ppmOf(slew) > -MILLION, 'a clock that stands still or runs back');
    this.#slews.push(slew);
    this.#stretches = this.#laidOut();
  }

  /** Until `to`, which it is awake at. */
  sleep(from: EpochMicros, to: EpochMicros): void {
    this.#sleeps = [...this.#sleeps, { from, to }];
  }

  shownAt(at: EpochMicros): EpochMicros {
    let stretch = this.#stretches[0]!;
    for (const next of this.#stretches) {
      if (next.from > at) break;
      stretch = next;
    }
    return Math.max(stretch.least, this.#shows(stretch, at)) as EpochMicros;
  }

  /** The first time from `notBefore` on at which it shows `shown` or more. */
  reachedAt(shown: EpochMicros, notBefore: EpochMicros): EpochMicros {
    if (this.shownAt(notBefore) >= shown) return notBefore;
    for (const [index, stretch] of this.#stretches.entries()) {
      const end = this.#stretches[index + 1]?.from ?? Infinity;
      if (end <= notBefore) continue;
      const from = Math.max(stretch.from, notBefore);
      if (this.shownAt(from as EpochMicros) >= shown) return from as EpochMicros;
      const at = this.#solved(stretch, shown);
      if (at < end) return at as EpochMicros;
    }
    throw new Error('unreachable: the last stretch has no end');
  }

  /** `at`, or the end of the sleep in which it lies. */
  awakeAt(at: EpochMicros): EpochMicros {
    const sleep = this.#sleeps.find(({ from, to }) => from <= at && at < to);
    return sleep === undefined ? at : this.awakeAt(sleep.to);
  }

  #shows(stretch: Stretch, at: number): number {
    return at + stretch.ahead + slewed(stretch, at) + this.#drifted(at);
  }

  #drifted(at: number): number {
    return Math.floor(((at - this.#start) * this.#ppm) / MILLION);
  }

  /** The first time at which the stretch, were it without end, shows `shown`. */
  #solved(stretch: Stretch, shown: number): number {
    const { from, ahead, slewing } = stretch;
    const before = slewing === 0 ? 0 : ((from - this.#start) * slewing) / MILLION;
    const since = shown - ahead - this.#start + before;
    let at = this.#start + Math.round((since * MILLION) / (MILLION + this.#ppm + slewing));
    while (this.#shows(stretch, at) < shown) at += 1;
    while (this.#shows(stretch, at - 1) >= shown) at -= 1;
    return at;
  }

  #laidOut(): readonly Stretch[] {
    const stretches: Stretch[] = [
      { from: -Infinity, ahead: this.#ahead, slewing: 0, least: -Infinity },
    ];
    const turns = [
      ...this.#steps.map(({ at }) => at),
      ...this.#slews.flatMap(({ from, to }) => [from, to]),
    ];
    for (const from of [...new Set(turns)].sort((a, b) => a - b)) {
      const before = stretches.at(-1)!;
      const stepped = sum(this.#steps.filter(({ at }) => at === from).map(({ by }) => by));
      const slewing = sum(
        this.#slews.filter((one) => one.from <= from && from < one.to).map(ppmOf),
      );
      const shown = Math.max(before.least, this.#shows(before, from - 1));
      const ahead = before.ahead + slewed(before, from) + stepped;
      stretches.push({ from, ahead, slewing, least: shown });
    }
    return stretches;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const ppmOf = ({ from, to, by }: Slew): number => (by * MILLION) / (to - from);

/** To the nearest, so that all of it has come at the end. */
const slewed = ({ from, slewing }: Stretch, at: number): number =>
  slewing === 0 ? 0 : Math.round(((at - from) * slewing) / MILLION);
