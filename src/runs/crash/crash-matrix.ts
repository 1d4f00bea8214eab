/**
 * `squall crash`: a scenario once to count its points, then once for every point with a stop there, then with a second stop after some
 * of them, drawn near the start of the process that cleans up, then with up to five more while it cleans up, held against one stop alone (F:PRC1,
 * F:PRC2, L8). Plain values, a run at a time, so that whoever drives it can look up in between.
 */
import type { Micros } from '../../core/ground/units.js';
import { type RandomStream, RandomStreams } from '../../sim/random/random.js';
import type { PreparedScenario } from '../execute-run.js';
import { type CrashRun, crashRun } from './crash-run.js';
import { drawnStops, nestedRun } from './nested-run.js';
import type { L2Venue } from '../../sim/market/l2/l2-venue.js';
import type { PointKind } from '../../sim/link/client-process.js';

export interface CrashAsked {
  readonly down: Micros;
  /** Runs with two stops. */
  readonly pairs: number;
  /** Runs that are stopped while they clear up after a stop, and each once more, stopped once. */
  readonly nested: number;
}

export interface WrongRun {
  readonly at: readonly number[];
  readonly failures: readonly string[];
}

export type MatrixRow = PointKind | 'twice' | 'nested';

export interface CrashMatrix {
  readonly points: number;
  /** Runs that would be made; fewer were where somebody left off. */
  readonly asked: number;
  /** Runs by where they were stopped first. */
  readonly runs: ReadonlyMap<MatrixRow, { readonly runs: number; readonly wrong: number }>;
  readonly wrong: readonly WrongRun[];
  /** Nested runs that were held against one with a stop alone, by how many stops were nested; and those that were not, by the reason. */
  readonly compared: ReadonlyMap<number, number>;
  readonly notCompared: ReadonlyMap<string, number>;
}

/** A second stop comes this many points after the first at most: that is where recovery is. */
const NEAR = 80;

/** Yields the share done; once told `true` it runs no further, and returns what was done. */
export function* crashMatrix(
  prepared: PreparedScenario,
  { down, pairs, nested }: CrashAsked,
): Generator<number, CrashMatrix, boolean | undefined> {
  const matrix = new Matrix(prepared, down);
  const { points } = matrix;
  const drawn = new RandomStreams(prepared.loaded.scenario.seed);
  const drawnPairs = drawn.of('crash.pairs');
  const drawnNested = drawn.of('crash.nested');
  const turns = [
    ...points.map((kind, index) => () => matrix.stop(kind, [index + 1])),
    ...times(points.length > 0 ? pairs : 0, () => matrix.stopTwice(drawnPairs)),
    ...times(points.length > 0 ? nested : 0, () => matrix.stopNested(drawnNested)),
  ];
  for (const [index, turn] of turns.entries()) {
    turn();
    if ((yield (index + 1) / turns.length) === true) break;
  }
  return matrix.end(turns.length);
}

const times = (count: number, turn: () => void): readonly (() => void)[] =>
  Array.from({ length: count }, () => turn);

/** What was found so far. Mutable, one a scenario. */
class Matrix {
  readonly points: readonly PointKind[];
  readonly #prepared: PreparedScenario;
  readonly #down: Micros;
  readonly #runs = new Map<MatrixRow, { runs: number; wrong: number }>();
  readonly #wrong: WrongRun[] = [];
  readonly #compared = new Map<number, number>();
  readonly #notCompared = new Map<string, number>();
  /** Of which the next one takes the venue over. */
  #last: CrashRun;

  constructor(prepared: PreparedScenario, down: Micros) {
    this.#prepared = prepared;
    this.#down = down;
    this.#last = crashRun(prepared, { at: [], down });
    const { points, failures } = this.#last;
    this.points = points;
    if (failures.length > 0) this.#wrong.push({ at: [], failures });
  }

  stop(row: MatrixRow, at: readonly number[]): void {
    this.#last = crashRun(this.#prepared, { at, down: this.#down }, this.#closed());
    this.#note(row, { at, failures: this.#last.failures });
  }

  stopTwice(drawn: RandomStream): void {
    const first = 1 + drawn.nextInt(this.points.length);
    this.stop('twice', [first, first + 1 + Math.floor(NEAR ** drawn.nextShare())]);
  }

  stopNested(drawn: RandomStream): void {
    const venue = this.#closed();
    const stops = drawnStops(this.points.length, drawn);
    const nested = nestedRun(this.#prepared, { stops, down: this.#down }, venue);
    const { at, notCompared, last } = nested;
    this.#last = last;
    this.#note('nested', nested);
    if (notCompared === null) add(this.#compared, at.length - 1);
    else add(this.#notCompared, notCompared);
  }

  end(asked: number): CrashMatrix {
    this.#last.ended?.close();
    return {
      points: this.points.length,
      asked,
      runs: this.#runs,
      wrong: this.#wrong,
      compared: this.#compared,
      notCompared: this.#notCompared,
    };
  }

  /** The run before is told; its venue. */
  #closed(): L2Venue | undefined {
    const { ended } = this.#last;
    ended?.close();
    return ended?.venue;
  }

  #note(row: MatrixRow, { at, failures }: WrongRun): void {
    const sum = this.#runs.get(row) ?? { runs: 0, wrong: 0 };
    const isWrong = failures.length > 0;
    this.#runs.set(row, { runs: sum.runs + 1, wrong: sum.wrong + (isWrong ? 1 : 0) });
    if (isWrong) this.#wrong.push({ at, failures });
  }
}

const add = <K>(counts: Map<K, number>, key: K): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};
