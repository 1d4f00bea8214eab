/**
 * The join laws of ORD-4, exhaustively over two domains, and the table of ORD-3. Goal: no order of delivery and
 * no repetition can change what is believed in the end. Method: a belief after a set of updates is computed once per
 * set; each way of adding the last member has to reach the same belief, which by induction covers every order and
 * every duplication without walking through them one by one.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/core/ground/canonical.js';
import type { OrderBelief } from '../../../src/core/order/belief.js';
import { rowsOf, withRow } from '../../../src/core/order/fill-ledger.js';
import { type OrderChange, merge } from '../../../src/core/order/merge.js';
import { compareStatusKeys } from '../../../src/core/order/status-key.js';
import type { OrderUpdate } from '../../../src/core/order/update.js';
import { aBelief, fold, permutations, said } from './order-updates.js';
import { CORE_UPDATES, WIDE_UPDATES } from './update-domain.js';

const start = aBelief();
const next = (belief: OrderBelief, update: OrderUpdate): OrderBelief =>
  merge(belief, update).belief;
/** As evolve-child.ts folds `order-updated` and `fill-booked`: nothing is judged again. */
const stored = (belief: OrderBelief, change: OrderChange): OrderBelief => ({
  ...belief,
  ...change.head,
  ledger: change.rows.reduce(withRow, belief.ledger),
});
const member = <T>(items: readonly T[], index: number): T => items[index] as T;

/** Structural equality of plain values, fast enough for millions of beliefs. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  for (const key in left) if (!same(left[key], right[key])) return false;
  return Array.isArray(a) ? a.length === (b as readonly unknown[]).length : true;
}

describe('join laws of merge', () => {
  it('ORD-4: the domains are large enough and hold no update twice', () => {
    const texts = new Set(WIDE_UPDATES.map(canonicalJson));
    expect(texts.size).toBeGreaterThanOrEqual(200);
    expect(new Set(CORE_UPDATES.map(canonicalJson)).size).toBeGreaterThanOrEqual(24);
  });

  it('ORD-4: idempotent and commutative over all pairs of the wide domain', () => {
    const once = WIDE_UPDATES.map((update) => next(start, update));
    const broken: string[] = [];
    WIDE_UPDATES.forEach((a, i) => {
      const alone = member(once, i);
      if (next(alone, a) !== alone) broken.push(`idempotence: ${canonicalJson(a)}`);
      for (let j = 0; j < i; j += 1) {
        const b = member(WIDE_UPDATES, j);
        if (!same(next(alone, b), next(member(once, j), a))) {
          broken.push(`${canonicalJson(a)} / ${canonicalJson(b)}`);
        }
      }
    });
    expect(broken).toEqual([]);
  });

  it('ORD-4, S7: associative over all triples of the wide domain, whichever two come first', () => {
    const domain = [
      ...new Map(WIDE_UPDATES.map((update) => [canonicalJson(update), update])).values(),
    ];
    const once = domain.map((update) => next(start, update));
    const pairs = domain.map((a, i) =>
      domain.map((_, j) => (j < i ? next(member(once, j), a) : start)),
    );
    const pair = (high: number, low: number): OrderBelief => member(member(pairs, high), low);
    let broken = 0;
    for (let k = 2; k < domain.length; k += 1) {
      const c = member(domain, k);
      for (let j = 1; j < k; j += 1) {
        const b = member(domain, j);
        for (let i = 0; i < j; i += 1) {
          const left = next(pair(j, i), c);
          const right = next(pair(k, j), member(domain, i));
          if (!same(left, right) || !same(left, next(pair(k, i), b))) broken += 1;
        }
      }
    }
    expect(broken).toBe(0);
    // About 1.4 million triples: seconds alone, more on a busy machine.
  }, 120_000);

  it('ORD-4, S7: every multiset of up to five of the core in every order, each twice, ends the same', () => {
    const bySet = new Map<number, OrderBelief>([[0, start]]);
    let sets: readonly number[] = [0];
    let broken = 0;
    for (let size = 1; size <= 5; size += 1) {
      const larger: number[] = [];
      for (const smaller of sets) {
        CORE_UPDATES.forEach((update, index) => {
          if ((smaller & (1 << index)) !== 0) return;
          const set = smaller | (1 << index);
          const belief = next(bySet.get(smaller) as OrderBelief, update);
          const known = bySet.get(set);
          if (known !== undefined) {
            if (!same(belief, known)) broken += 1;
            return;
          }
          bySet.set(set, belief);
          larger.push(set);
          // Whatever was seen before changes nothing now: duplicates may stand anywhere.
          CORE_UPDATES.forEach((again, place) => {
            if ((set & (1 << place)) !== 0 && next(belief, again) !== belief) broken += 1;
          });
        });
      }
      sets = larger;
    }
    expect(bySet.size).toBe(1 + 24 + 276 + 2_024 + 10_626 + 42_504);
    expect(broken).toBe(0);
  });

  const updates = fc.array(fc.constantFrom(...WIDE_UPDATES), { maxLength: 40 });

  it('ORD-3, S7: any shuffle of any stream of updates ends in the same belief', () => {
    const shuffled = updates.chain((stream) =>
      fc.tuple(
        fc.constant(stream),
        fc.shuffledSubarray([...stream, ...stream], { minLength: stream.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([stream, other]) => {
        expect(canonicalJson(fold(start, other))).toBe(canonicalJson(fold(start, stream)));
      }),
      { numRuns: 500 },
    );
  });

  it('ORD-4, S6, S7: the key never falls, filled falls only by a bust, sums and status follow the ledger', () => {
    fc.assert(
      fc.property(updates, (stream) => {
        let belief = start;
        for (const update of stream) {
          const after = next(belief, update);
          expect(compareStatusKeys(after.key, belief.key)).toBeGreaterThanOrEqual(0);
          if (after.busted === belief.busted)
            expect(after.filled).toBeGreaterThanOrEqual(belief.filled);
          const quantity = [...rowsOf(after.ledger)].reduce(
            (sum, row) => sum + row.execution.quantity,
            0,
          );
          expect(after.ledger.quantity).toBe(quantity);
          expect(after.filled).toBeGreaterThanOrEqual(Math.max(0, quantity));
          expect(after.status === 'filled' || after.status === after.key.status).toBe(true);
          if (after.filled >= 10) expect(after.status).toBe('filled');
          belief = after;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('ORD-3: folding the stored changes gives the belief that merging gave, text for text', () => {
    fc.assert(
      fc.property(updates, (stream) => {
        let merged = start;
        let folded = start;
        for (const update of stream) {
          const result = merge(merged, update);
          expect(result.change === null).toBe(result.belief === merged);
          merged = result.belief;
          if (result.change !== null) folded = stored(folded, result.change);
          expect(canonicalJson(folded)).toBe(canonicalJson(merged));
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** ORD-3: true histories in which the first-written rule lost fills, with what must be believed in the end. */
const HISTORIES = [
  {
    name: 'submitted, 3, 6, filled 10',
    updates: [
      said('accepted', 0, 1),
      said('partially_filled', 3, 2),
      said('partially_filled', 6, 3),
      said('filled', 10, 4),
    ],
    status: 'filled',
    filled: 10,
  },
  {
    name: 'partial then cancel',
    updates: [said('accepted', 0, 1), said('partially_filled', 3, 2), said('canceled', 3, 3)],
    status: 'canceled',
    filled: 3,
  },
  {
    name: 'partial and cancel in the same millisecond',
    updates: [said('accepted', 0, 1), said('partially_filled', 3, 2), said('canceled', 3, 2)],
    status: 'canceled',
    filled: 3,
  },
  {
    name: 'canceled 0, then a late fill of 3 while the status stays canceled',
    updates: [said('accepted', 0, 1), said('canceled', 0, 2), said('canceled', 3, 3)],
    status: 'canceled',
    filled: 3,
  },
  {
    name: 'canceled 0, then filled 10',
    updates: [said('accepted', 0, 1), said('canceled', 0, 2), said('filled', 10, 3)],
    status: 'filled',
    filled: 10,
  },
  {
    name: 'false failed (not found), then accepted, filled 10',
    updates: [
      { source: 'ours', status: 'failed' } as const,
      said('accepted', 0, 1),
      said('filled', 10, 2),
    ],
    status: 'filled',
    filled: 10,
  },
  {
    name: 'expired 3 at the close, then corrected to 6',
    updates: [said('accepted', 0, 1), said('expired', 3, 2), said('expired', 6, 3)],
    status: 'expired',
    filled: 6,
  },
  {
    name: 'partial 3, then a cancel frame without quantity',
    updates: [said('accepted', 0, 1), said('partially_filled', 3, 2), said('canceled', 0, 3)],
    status: 'canceled',
    filled: 3,
  },
  {
    name: 'failed by our own fast clock, then filled',
    updates: [{ source: 'ours', status: 'failed' } as const, said('filled', 10, 2)],
    status: 'filled',
    filled: 10,
  },
  {
    name: 'two states within one second, in nanoseconds',
    updates: [said('partially_filled', 3, 16_888_530_000), said('canceled', 3, 16_888_531_000)],
    status: 'canceled',
    filled: 3,
  },
] as const;

describe('ORD-3: no order of delivery loses a fill', () => {
  it.each(HISTORIES)('ORD-3, F:FIL3, F:FIL4, F:STR6: $name', ({ updates, status, filled }) => {
    for (const order of permutations<OrderUpdate>(updates)) {
      const belief = fold(start, order);
      expect([belief.status, belief.filled]).toEqual([status, filled]);
    }
  });
});
