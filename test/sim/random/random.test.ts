/** Random streams: independent by purpose, restorable, unbiased, and pinned. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../src/core/ground/invariant.js';
import { type RandomStream, RandomStreams } from '../../../src/sim/random/random.js';

const draws = (stream: RandomStream, count: number): number[] =>
  Array.from({ length: count }, () => stream.nextUint32());

describe('random streams', () => {
  it('are pinned: a change of the generator would change every journal', () => {
    const streams = new RandomStreams(42);
    expect([...draws(streams.of('venue.latency'), 3), streams.of('market').nextShare()]).toEqual([
      442170561, 3868577490, 728693024, 0.9968496857661743,
    ]);
  });

  it('adding a purpose, or drawing from it, never changes the draws of another', () => {
    const aCall = fc.tuple(
      fc.constantFrom('a', 'b', 'venue.latency', 'fault.drop'),
      fc.constantFrom('uint', 'int', 'share'),
    );
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.array(aCall, { maxLength: 100 }), (seed, calls) => {
        const alone = draws(new RandomStreams(seed).of('market.flow'), 20);
        const streams = new RandomStreams(seed);
        const among: number[] = [];
        calls.forEach(([purpose, kind], index) => {
          const stream = streams.of(purpose);
          if (kind === 'uint') stream.nextUint32();
          else if (kind === 'int') stream.nextInt(6);
          else stream.nextShare();
          if (index % 3 === 0 && among.length < 20)
            among.push(streams.of('market.flow').nextUint32());
        });
        while (among.length < 20) among.push(streams.of('market.flow').nextUint32());
        expect(among).toEqual(alone);
      }),
    );
  });

  it('of different purposes or seeds have nothing in common (correlation, equal draws)', () => {
    const series = [
      ...['a', 'b', 'aa', 'venue.latency', 'venue.latencz', ''].map((purpose) =>
        new RandomStreams(7).of(purpose),
      ),
      ...[6, 8, -7, 7 + 2 ** 32].map((seed) => new RandomStreams(seed).of('a')),
    ].map((stream) => Array.from({ length: 4_000 }, () => stream.nextShare() - 0.5));
    for (const [index, one] of series.entries()) {
      for (const other of series.slice(index + 1)) {
        const covariance = one.reduce((sum, value, at) => sum + value * other[at]!, 0) / one.length;
        // Standard error 1/12/sqrt(4000) = 0.0013; 45 pairs, so five of them.
        expect(Math.abs(covariance)).toBeLessThan(0.0066);
        expect(one.filter((value, at) => value === other[at])).toEqual([]);
      }
    }
  });

  it('gives the same stream for the same purpose', () => {
    const streams = new RandomStreams(1);
    expect(streams.of('a')).toBe(streams.of('a'));
  });

  it('draws integers below a bound, each equally likely, also where 2^32 is no multiple of it', () => {
    const stream = new RandomStreams(3).of('dice');
    const bound = 3 * 2 ** 30; // folding would make the lower third twice as likely
    let lowerThird = 0;
    for (let index = 0; index < 30_000; index += 1)
      if (stream.nextInt(bound) < 2 ** 30) lowerThird += 1;
    expect(Math.abs(lowerThird - 10_000)).toBeLessThan(5 * 82);
    expect(Array.from({ length: 50 }, () => stream.nextInt(1)).every((value) => value === 0)).toBe(
      true,
    );
    for (let index = 0; index < 1_000; index += 1) {
      const large = stream.nextInt(Number.MAX_SAFE_INTEGER);
      expect(Number.isSafeInteger(large) && large >= 0 && large < Number.MAX_SAFE_INTEGER).toBe(
        true,
      );
    }
    for (const bad of [0, -1, 1.5, NaN, 2 ** 53])
      expect(() => stream.nextInt(bad)).toThrow(InvariantError);
  });

  it('draws shares in [0, 1) with all 53 bits', () => {
    const stream = new RandomStreams(3).of('share');
    const shares = Array.from({ length: 20_000 }, () => stream.nextShare());
    expect(shares.every((share) => share >= 0 && share < 1)).toBe(true);
    expect(shares.some((share) => (share * 2 ** 53) % 2 === 1)).toBe(true);
    expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) / 20_000 - 0.5)).toBeLessThan(
      0.01,
    );
  });

  it('goes on from a saved state, also one that went through JSON', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(50), (seed, before) => {
        const streams = new RandomStreams(seed);
        draws(streams.of('a'), before);
        const saved = new Map(
          JSON.parse(JSON.stringify([...streams.saveState()])) as [string, number[]][],
        );
        const expected = [...draws(streams.of('a'), 10), ...draws(streams.of('late'), 10)];
        streams.restoreState(saved);
        expect([...draws(streams.of('a'), 10), ...draws(streams.of('late'), 10)]).toEqual(expected);
        const other = new RandomStreams(seed);
        other.restoreState(saved);
        expect([...draws(other.of('a'), 10), ...draws(other.of('late'), 10)]).toEqual(expected);
      }),
    );
  });

  it('refuses a seed that is no safe integer', () => {
    for (const bad of [NaN, 1.5, 2 ** 53])
      expect(() => new RandomStreams(bad)).toThrow(InvariantError);
  });
});
