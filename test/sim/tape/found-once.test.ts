/** What is found of a tape: once, and of a copy anew. */
import { describe, expect, it } from 'vitest';
import { foundOnce } from '../../../src/sim/tape/found-once.js';
import { randomWalkTape } from '../../../src/sim/market/random-walk.js';
import { RandomStreams } from '../../../src/sim/random/random.js';

const tape = () => randomWalkTape(new RandomStreams(1).of('tape'), { durationSeconds: 1 });

describe('what is found of a tape', () => {
  it('SIM-2: is looked for once, each kind of it for itself', () => {
    let looked = 0;
    const rows = foundOnce(({ rows: count }) => ({ count, look: (looked += 1) }));
    const kinds = foundOnce(({ kind }) => ({ kind }));
    const one = tape();
    expect([rows(one), kinds(one).kind, rows(one)]).toEqual([
      { count: one.rows, look: 1 },
      one.kind,
      { count: one.rows, look: 1 },
    ]);
  });

  it('SIM-2: does not go along with a copy, whose columns may be others', () => {
    const rows = foundOnce(({ rows: count }) => ({ count }));
    const one = tape();
    rows(one);
    expect(rows({ ...one, rows: 1 })).toEqual({ count: 1 });
  });
});
