/** Deduplication against a list that is searched from its beginning: any signals, at any times, under any settings. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDifference, fold } from '../../../src/core/engine/replay.js';
import { restore, snapshot, stateHash } from '../../../src/core/engine/snapshot.js';
import { DEFAULT_DEDUP } from '../../../src/core/state/signal.js';
import { MICROS_PER_DAY, seconds } from '../../../src/core/ground/units.js';
import { EngineRig, START } from '../../support/engine-rig.js';
import { signalOf } from '../../support/signal-of.js';

const CAP = 6;
const WINDOW = 300;
const MEMORY = 600;
const BPS = 5;

interface Given {
  readonly wait: number;
  readonly cents: number;
  readonly side: 'buy' | 'sell';
  readonly own: 'a' | 'b' | null;
}

const signal: fc.Arbitrary<Given> = fc.record({
  wait: fc.oneof(fc.constantFrom(0, 1, 299, 300, 301, 600), fc.integer({ min: 0, max: 400 })),
  // 5 bps of 10,000 are 500 cents: on, inside and outside of it.
  cents: fc.constantFrom(0, 250, 500, 501, 1_000, 1_001, 5_000, 90_000),
  side: fc.constantFrom('buy', 'sell'),
  own: fc.constantFrom(null, null, null, 'a', 'b'),
});

interface Kept extends Given {
  readonly at: number;
  readonly price: number;
}

const dayAt = (second: number): number => Math.floor((START + second * 1e6) / MICROS_PER_DAY);

/** What should become of each: by definition, nothing of what was taken ends. */
function expected(given: readonly Given[]): readonly string[] {
  let kept: Kept[] = [];
  const keys = new Set<string>();
  let at = 0;
  return given.map((one) => {
    at += one.wait;
    const now = at;
    const price = 1_000_000 + one.cents;
    kept = kept.filter((first) => now - first.at < MEMORY);
    const repeats = kept.some((first) => {
      if (one.own !== null) return first.own === one.own;
      return (
        first.own === null &&
        first.side === one.side &&
        now - first.at <= WINDOW &&
        Math.abs(price - first.price) * 10_000 <= BPS * first.price
      );
    });
    if (repeats) return 'signal-duplicate';
    // A name of the producer's own is its order's key for the day (TWAP-5), longer than it is remembered.
    const key = `${one.own} ${one.side} ${dayAt(at)}`;
    if (kept.length >= CAP || keys.has(key)) return 'signal-refused';
    if (one.own !== null) keys.add(key);
    kept.push({ ...one, at, price });
    return 'signal-reserved';
  });
}

const decimalOf = (cents: number): string =>
  `${10_000 + Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

function playing(given: readonly Given[]): EngineRig {
  const dedup = { ...DEFAULT_DEDUP, cap: CAP, window: seconds(WINDOW), memory: seconds(MEMORY) };
  const rig = new EngineRig({ config: { dedup } });
  for (const { wait, cents, side, own } of given) {
    rig.run(wait);
    rig.take({
      kind: 'signal',
      signal: signalOf({ price: decimalOf(cents), side, signalId: own }),
    });
    rig.flush();
  }
  return rig;
}

describe('deduplication, any signals', () => {
  it('DED-1 DED-2 DED-3: the first of a group alone counts, and the memory stays bounded', () => {
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 14 }), (given) => {
        const rig = playing(given);
        const answers = rig.kinds().filter((kind) => /^signal-(res|dup|ref)/.test(kind));
        expect(answers).toEqual(expected(given));
        expect([...(rig.state.signals?.entries() ?? [])].length).toBeLessThanOrEqual(CAP);
        expect(rig.parents()).toHaveLength(
          answers.filter((one) => one === 'signal-reserved').length,
        );
      }),
      { numRuns: 120 },
    );
  });

  it('DED-5: stopped and started anew at any step, by journal or by snapshot, it answers the same', () => {
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 10 }), fc.nat(), (given, cut) => {
        const rig = playing(given);
        expect(findDifference(rig.blocks, rig.config)).toBeNull();
        const at = cut % (rig.blocks.length + 1);
        const before = fold(rig.blocks.slice(0, at));
        const after = fold(rig.blocks.slice(at), restore(snapshot(before)));
        expect(stateHash(after)).toBe(stateHash(rig.state));
      }),
      { numRuns: 40 },
    );
  });
});
