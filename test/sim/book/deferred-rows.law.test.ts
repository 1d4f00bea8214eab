/** A ladder on which rows wait against one on which none does: whoever asks gets the same answers, whenever he asks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LADDER_WINDOW, Ladder, NO_KEY, TOP_KEY } from '../../../src/sim/book/ladder.js';
import { ROW_LEVEL, ROW_SELL, ROW_TRADE } from '../../../src/sim/tape/tape.js';
import { quanta } from '../../support/quanta.js';

/** The middle of the keys. On the ask side its prices are below zero, as no tape's are, but a ladder does not mind. */
const MIDDLE = 4 * LADDER_WINDOW;

const near = fc.integer({ min: -12, max: 12 });
const distances = fc.oneof(
  { weight: 5, arbitrary: near },
  { weight: 1, arbitrary: fc.integer({ min: -2 * LADDER_WINDOW, max: 2 * LADDER_WINDOW }) },
);
const quantities = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }));

const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });

/** What comes between two runs of rows: somebody looks, or notes something of a level. */
const acts = fc.constantFrom(
  ...Array<'nothing'>(9).fill('nothing'),
  'quantity',
  'traded',
  'named',
  'taken',
  'next',
  'note-traded',
  'note-taken',
  'put',
  'settle',
  'switch-off',
);
interface Run {
  readonly rows: readonly { readonly distance: number; readonly quantity: number }[];
  /** Of this side, of the other, or trades: those of others are not this ladder's. */
  readonly whose: 'own' | 'other' | 'trade';
  readonly guard: number | null;
  /** The worst own order, and how many prices better the best is. */
  readonly own: readonly [number, number] | null;
  /** About the level of one of the rows. */
  readonly act: typeof acts extends fc.Arbitrary<infer A> ? A : never;
  readonly about: number;
}
const runs: fc.Arbitrary<Run[]> = fc.array(
  fc.record({
    rows: fc.array(fc.record({ distance: distances, quantity: quantities }), {
      minLength: 1,
      maxLength: 6,
    }),
    whose: fc.constantFrom('own', 'own', 'own', 'other', 'trade'),
    guard: seldom(distances),
    own: seldom(fc.tuple(distances, fc.nat(3))),
    act: acts,
    about: fc.nat(5),
  }),
  { minLength: 1, maxLength: 20 },
);

const keyOf = (distance: number): number => MIDDLE + distance;

function columnsOf(sign: 1 | -1, stream: readonly Run[]) {
  const own = sign === 1 ? ROW_LEVEL : ROW_LEVEL | ROW_SELL;
  const other = sign === 1 ? ROW_LEVEL | ROW_SELL : ROW_LEVEL;
  const rows = stream.flatMap((run) => run.rows.map((row) => ({ ...row, whose: run.whose })));
  return {
    price: Int32Array.from(rows, ({ distance }) => sign * keyOf(distance)),
    quantity: Float64Array.from(rows, ({ quantity }) => quantity),
    kind: Uint8Array.from(rows, ({ whose }) => ({ own, other, trade: ROW_TRADE })[whose]),
  };
}

/** As a replay does it: plain rows by the hot path, the others one by one. */
function play(
  ladder: Ladder,
  rows: ReturnType<typeof columnsOf>,
  { guard, own }: Run,
  [from, to]: readonly [number, number],
): void {
  const bounds = {
    guard: guard === null ? TOP_KEY : keyOf(guard),
    ownLow: own === null ? TOP_KEY : keyOf(own[0]),
    ownHigh: own === null ? NO_KEY : keyOf(own[0] + own[1]),
  };
  for (let row = from; ; row += 1) {
    row = ladder.putPlainRows(rows, row, to, bounds);
    if (row >= to) return;
    const key = ladder.sign * rows.price[row]!;
    ladder.settle(key, quanta(rows.quantity[row]!), quanta(key >= bounds.guard ? 2 : 0));
  }
}

/** What `act` does, and what it comes to. */
const ACTS: Record<Run['act'], (ladder: Ladder, key: number) => unknown> = {
  nothing: () => null,
  quantity: (ladder, key) => ladder.quantityAt(key),
  traded: (ladder, key) => ladder.tradedAt(key),
  named: (ladder, key) => ladder.isNamed(key),
  taken: (ladder, key) => ladder.isTaken(key),
  next: (ladder, key) => ladder.levelBelow(key),
  'note-traded': (ladder, key) => {
    ladder.setTraded(key, quanta(3));
  },
  'note-taken': (ladder, key) => {
    ladder.setTaken(key, true);
  },
  put: (ladder, key) => {
    ladder.put(key, quanta(5));
  },
  settle: (ladder, key) => ladder.settle(key, quanta(5), quanta(0)),
  'switch-off': (ladder) => {
    ladder.putDeferred();
  },
};

function levelsOf(ladder: Ladder): (readonly number[])[] {
  const found: (readonly number[])[] = [];
  for (let key = ladder.best; key !== NO_KEY; key = ladder.levelBelow(key))
    found.push([key, ladder.quantityAt(key), ladder.tradedAt(key), Number(ladder.isTaken(key))]);
  return found;
}

/** A book as a snapshot leaves it. */
function opened(ladder: Ladder): void {
  ladder.reset();
  for (const distance of [-3 * LADDER_WINDOW, -40, -9, -2, 0])
    ladder.put(keyOf(distance), quanta(7));
}

describe('rows that wait', () => {
  it('SIM-2: change no answer, whoever asks for what level, and whenever', () => {
    const pairs = {
      1: [new Ladder(1), new Ladder(1)] as const,
      [-1]: [new Ladder(-1), new Ladder(-1)] as const,
    };
    fc.assert(
      fc.property(fc.constantFrom<(1 | -1)[]>(1, -1), runs, distances, (sign, stream, below) => {
        const rows = columnsOf(sign, stream);
        const [waiting, plain] = pairs[sign];
        opened(waiting);
        opened(plain);
        waiting.deferBelow(keyOf(below), rows, 0);
        let row = 0;
        for (const run of stream) {
          const to = row + run.rows.length;
          if (run.whose === 'own')
            for (const ladder of [waiting, plain]) play(ladder, rows, run, [row, to]);
          row = to;
          expect(waiting.best).toBe(plain.best);
          const key = keyOf(run.rows[run.about % run.rows.length]!.distance);
          expect(ACTS[run.act](waiting, key)).toEqual(ACTS[run.act](plain, key));
        }
        expect(levelsOf(waiting)).toEqual(levelsOf(plain));
        for (const { rows: some } of stream)
          for (const { distance } of some)
            expect(waiting.isNamed(keyOf(distance))).toBe(plain.isNamed(keyOf(distance)));
      }),
      { numRuns: 600 },
    );
  });
});
