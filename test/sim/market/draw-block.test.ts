/** Draws read ahead: the same ones in the same order as asked of the source one by one, however they are used. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrawBlock, READY_MAX } from '../../../src/sim/market/draw-block.js';
import { RandomStreams } from '../../../src/sim/random/random.js';

const source = (seed: number) => new RandomStreams(seed).of('market');

/** Either one draw, or so many made ready and some of them used. */
const uses = fc.array(
  fc.oneof(
    fc.constant({ ready: 0, used: 1 }),
    fc
      .tuple(fc.integer({ min: 1, max: READY_MAX }), fc.nat({ max: READY_MAX }))
      .map(([ready, most]) => ({ ready, used: Math.min(ready, most) })),
  ),
  { maxLength: 60 },
);

describe('a block of draws', () => {
  it('leaves none out, and gives none twice', () => {
    fc.assert(
      fc.property(fc.integer(), uses, (seed, asked) => {
        const draws = new DrawBlock();
        draws.begin(source(seed));
        const plain = source(seed);
        for (const { ready, used } of asked) {
          if (ready === 0) {
            expect(draws.below(1_000)).toBe(Math.floor((plain.nextUint32() / 2 ** 32) * 1_000));
            continue;
          }
          draws.ready(ready);
          for (let count = 0; count < used; count += 1)
            expect(draws.shares[draws.at + count]).toBe(plain.nextUint32() / 2 ** 32);
          draws.at += used;
        }
      }),
    );
  });

  it('forgets what is left of one source when another begins', () => {
    const draws = new DrawBlock();
    draws.begin(source(1));
    draws.below(2);
    draws.begin(source(2));
    expect(draws.below(2 ** 31)).toBe(Math.floor(source(2).nextUint32() / 2));
  });

  it('has no draws before it has a source', () => {
    expect(() => new DrawBlock().below(2)).toThrow('no source');
  });
});
