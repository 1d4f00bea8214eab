/**
 * Rows far from the market, which later replays of a tape pass over, and who has to do with them all the same. Each test plays its
 * tape twice; the first time every row comes.
 */
import { describe, expect, it } from 'vitest';
import type { Tape } from '../../../src/sim/tape/tape.js';
import {
  type Instant,
  type Row,
  ask,
  bid,
  snapshotRow,
  sold,
  tapeOf,
} from '../../oracle/tape-builder.js';
import { nothingTallied, replayedBefore, tallied } from '../../support/rows-passed-over.js';
import { Rig, type RigOptions, at } from '../exchange/venue-rig.js';

/** The best bid, and levels out of its reach. */
const BEST = 10_000;
const FAR = 9_500;
const FARTHER = 9_400;
/** More than a block of runs, half a millisecond apart. */
const QUIET_RUNS = 70;
const QUIET_MS = QUIET_RUNS / 2;

const instant = (ms: number, ...rows: readonly Row[]): Instant => ({ time: at(ms), rows });
const book = (...bids: readonly Row[]): Instant =>
  instant(0, snapshotRow, bid(BEST, 10), ...bids, ask(BEST + 10, 10), ask(BEST + 500, 20));

/** Nothing but the best bid's quantity changes: the market stays where it is, and a block goes by. */
const quiet = (ms: number, price = BEST): Instant[] =>
  Array.from({ length: QUIET_RUNS }, (_, nth) => instant(ms + nth / 2, bid(price, 11 + (nth % 2))));

/** The market jumps up by 300 ticks. */
const jump = (ms: number): Instant =>
  instant(ms, ask(BEST + 10, 0), bid(BEST + 300, 10), ask(BEST + 310, 10));

interface Replays {
  readonly first: readonly string[];
  readonly again: readonly string[];
}

/** What `script` tells of the tape's first replay and of a later one, in which rows must have been passed over. */
function replays(
  tape: Tape,
  script: (rig: Rig) => readonly string[],
  options: RigOptions = {},
): Replays {
  const first = script(new Rig(tape, options));
  replayedBefore(tape);
  const tally = nothingTallied();
  let again: readonly string[] = [];
  tallied(tally, () => {
    again = script(new Rig(tape, options));
  });
  expect(tally.passes).toBeGreaterThan(0);
  return { first, again };
}

const both = (told: readonly string[]): Replays => ({ first: told, again: told });

const depthOf = (rig: Rig, side: 'bids' | 'asks'): string[] =>
  rig.venue.depth('TEST', 9)[side].map(({ price, quantity }) => `${quantity}@${price}`);

describe('rows far from the market', () => {
  it('SIM-2: are there for who looks, as they stand by then', () => {
    const tape = tapeOf([
      book(bid(FAR, 5), bid(FARTHER, 6)),
      ...quiet(1),
      instant(50, bid(FAR, 7), ask(BEST + 600, 3)),
      instant(51, bid(FAR, 8), bid(FARTHER, 0)),
      instant(60, bid(FAR, 9)),
      ...quiet(61),
    ]);
    const script = (rig: Rig): string[] => {
      rig.to(55);
      const seen = [...depthOf(rig, 'bids'), ...depthOf(rig, 'asks')];
      return [...seen, ...depthOf(rig.to(100), 'bids')];
    };
    expect(replays(tape, script)).toEqual(
      both(['12@10000', `8@${FAR}`, '10@10010', '20@10500', '3@10600', '12@10000', `9@${FAR}`]),
    );
  });

  it('F3: say what is left of a level that was taken from and drifted out of reach', () => {
    const tape = tapeOf([
      book(bid(FAR, 5)),
      jump(2),
      ...quiet(3, BEST + 300),
      instant(50, bid(BEST, 3)),
      instant(51, bid(BEST, 10)),
      instant(52, bid(FAR, 1)),
      ...quiet(53, BEST + 300),
    ]);
    const script = (rig: Rig): readonly string[] => {
      rig.sell(1, 'first', BEST, 6, { timeInForce: 'ioc' });
      rig.sell(60, 'second', BEST, 50, { timeInForce: 'ioc' });
      return rig.fills;
    };
    // Of the 10 at the price 3 are gone, as many as stood there when less did than was taken.
    expect(replays(tape, script)).toEqual(
      both([
        'first: 6@10000 taker at 1',
        'second: 11@10300 taker at 60',
        'second: 7@10000 taker at 60',
      ]),
    );
  });

  it('F7: move the queue before an own order that rests out of reach', () => {
    const tape = tapeOf([
      book(bid(FAR, 5)),
      jump(2),
      ...quiet(3, BEST + 300),
      instant(50, bid(BEST, 4)),
      instant(51, bid(BEST, 9), bid(FAR, 1)),
      ...quiet(52, BEST + 300),
      instant(90, sold(BEST, 6)),
    ]);
    const script = (rig: Rig): readonly string[] => {
      rig.buy(1, 'resting', BEST, 5);
      return rig.to(95).fills;
    };
    expect(replays(tape, script)).toEqual(both(['resting: 2@10000 queue at 90']));
  });

  it('F3: are late diffs where a young print lies below them, however far that is', () => {
    const tape = tapeOf([
      book(bid(FAR, 5), bid(FARTHER, 6)),
      ...quiet(1),
      instant(40, bid(FAR, 6)),
      instant(41, sold(FARTHER, 1)),
      ...quiet(42),
      ...quiet(42 + QUIET_MS),
      instant(120, bid(FAR, 7)),
    ]);
    const script = (rig: Rig): readonly string[] => {
      rig.sell(121, 'in vain', FAR, 50, { timeInForce: 'ioc' });
      rig.sell(150, 'too late', FARTHER, 50, { timeInForce: 'ioc' });
      return rig.fills;
    };
    expect(replays(tape, script)).toEqual(both(['too late: 5@9400 taker at 150']));
  });

  it('SIM-2: are not lost when the tape goes on', () => {
    const tape = tapeOf([book(bid(FAR, 5)), ...quiet(1), instant(50, bid(FAR, 7))]);
    // Longer than the tape, so that its runs have the numbers of all blocks of that.
    const piece = tapeOf([
      instant(60, bid(FARTHER, 1)),
      ...quiet(61),
      ...quiet(61 + QUIET_MS),
      instant(150, bid(FARTHER, 2)),
      instant(151, bid(FARTHER, 3)),
    ]);
    const script = (rig: Rig): string[] => {
      rig.to(55);
      rig.venue.goOn(0, piece);
      return [...depthOf(rig.to(60), 'bids'), ...depthOf(rig.to(160), 'bids')];
    };
    const told = ['12@10000', `7@${FAR}`, `1@${FARTHER}`, '12@10000', `7@${FAR}`, `3@${FARTHER}`];
    expect(replays(tape, script)).toEqual(both(told));
  });

  it('SIM-2: all come for a while after somebody looked, each time for longer', () => {
    const tape = tapeOf([
      book(bid(FAR, 5)),
      ...Array.from({ length: 8 }, (_, nth) => quiet(1 + nth * QUIET_MS)).flat(),
    ]);
    const passesAfter = (looks: readonly number[]): number => {
      const tally = nothingTallied();
      tallied(tally, () => {
        const rig = new Rig(tape);
        for (const ms of looks) depthOf(rig.to(ms), 'bids');
        rig.to(1 + 8 * QUIET_MS);
      });
      return tally.passes;
    };
    expect(passesAfter([])).toBe(0);
    replayedBefore(tape);
    // A block is as long as there are 64 runs; two of them after the second look.
    const [none, once, twice] = [[], [50], [50, 110]].map(passesAfter);
    expect(none! - once!).toBeGreaterThan(64);
    expect(once! - twice!).toBeGreaterThan(128);
    expect(twice!).toBeGreaterThan(0);
  });
});
