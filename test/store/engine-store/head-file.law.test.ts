/** The head of a journal survives a write that is cut short anywhere: the one before is still there. */
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../src/core/ground/digest.js';
import { type Head, HeadFile, readHead } from '../../../src/store/engine-store/head-file.js';
import { engineFile } from './support/engine-file.js';

const here = engineFile();

const anyHead: fc.Arbitrary<Head> = fc.record({
  blocks: fc.maxSafeNat(),
  hash: fc.nat().map((n) => sha256Hex(String(n))),
  epoch: fc.maxSafeNat(),
});

const CASES = { numRuns: 100 };

describe('the head file', () => {
  it('says what was written last, and is never of another size', () => {
    fc.assert(
      fc.property(fc.array(anyHead, { minLength: 1, maxLength: 6 }), (heads) => {
        const [first, ...rest] = heads;
        const file = HeadFile.open(here.path, { kind: 'none' }, first!);
        for (const head of rest) file.write(head);
        file.close();
        expect(readHead(here.path)).toMatchObject({ kind: 'found', head: heads.at(-1) });
        expect(readFileSync(here.path)).toHaveLength(8_192);
      }),
      CASES,
    );
  });

  it('F:DSK5: torn at any byte by its last write, it says that one or the one before, never another', () => {
    const cuts = {
      head: anyHead,
      next: anyHead,
      at: fc.nat({ max: 8_192 }),
      garbage: fc.boolean(),
    };
    fc.assert(
      fc.property(fc.record(cuts), ({ head, next, at, garbage }) => {
        const file = HeadFile.open(here.path, { kind: 'none' }, head);
        const before = readFileSync(here.path);
        file.write(next);
        file.close();
        const after = readFileSync(here.path);
        const torn = Buffer.concat([after.subarray(0, at), before.subarray(at)]);
        const from = after.findIndex((byte, index) => byte !== before[index]);
        if (garbage && at > from && at < from + 512) torn.fill(0xa5, at, from + 512);
        writeFileSync(here.path, torn);
        const found = readHead(here.path);
        expect([head, next]).toContainEqual(found.kind === 'found' ? found.head : null);
      }),
      CASES,
    );
  });

  it('F:DSK6: with any bit flipped, it says what was written in one of its slots, or nothing', () => {
    const flips = { head: anyHead, next: anyHead, bit: fc.nat({ max: 8 * 8_192 - 1 }) };
    fc.assert(
      fc.property(fc.record(flips), ({ head, next, bit }) => {
        const file = HeadFile.open(here.path, { kind: 'none' }, head);
        file.write(next);
        file.close();
        const bytes = readFileSync(here.path);
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        writeFileSync(here.path, bytes);
        const found = readHead(here.path);
        expect([head, next]).toContainEqual(found.kind === 'found' ? found.head : null);
      }),
      CASES,
    );
  });
});
