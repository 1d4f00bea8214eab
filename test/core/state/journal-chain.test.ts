/** Texts that are put together later are those that would have been put together at once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../src/core/ground/invariant.js';
import type { EpochMicros } from '../../../src/core/ground/units.js';
import type { Input } from '../../../src/core/state/input.js';
import {
  GENESIS_HASH,
  type JournalBlock,
  chainBlock,
} from '../../../src/core/state/journal-block.js';
import { JournalChain } from '../../../src/core/state/journal-chain.js';

const started = (at: number): Input => ({ at: at as EpochMicros, kind: 'started' });
const step = (input: Input): Pick<JournalBlock, 'input' | 'entries'> => ({ input, entries: [] });

/** Counts how often it is written. */
function watched(): { readonly input: Input; writes: () => number } {
  let writes = 0;
  const input = {
    kind: 'started',
    get at() {
      writes += 1;
      return 0 as EpochMicros;
    },
  } as const;
  return { input, writes: () => writes };
}

describe('the chain of a journal', () => {
  it('S25: has the texts and hashes of one block after the other, whoever asks for which of them when', () => {
    const asks = fc.constantFrom('nothing', 'text', 'hash', 'end', 'an earlier text');
    fc.assert(
      fc.property(fc.array(asks, { maxLength: 200 }), (asked) => {
        const chain = new JournalChain();
        const blocks: JournalBlock[] = [];
        let end = GENESIS_HASH;
        const expected = asked.map((what, at) => {
          const block = chain.add(step(started(at)));
          blocks.push(block);
          const plain = chainBlock(end, at, step(started(at)));
          end = plain.hash;
          if (what === 'text') expect(block.text).toBe(plain.text);
          if (what === 'hash') expect(block.hash).toBe(plain.hash);
          if (what === 'end') expect(chain.hash).toBe(plain.hash);
          if (what === 'an earlier text') expect(blocks[at >> 1]!.text).toContain(`[${at >> 1},`);
          return plain;
        });
        expect(blocks.map(({ seq, text, hash }) => ({ seq, text, hash }))).toEqual(
          expected.map(({ seq, text, hash }) => ({ seq, text, hash })),
        );
        expect(chain.hash).toBe(end);
      }),
    );
  });

  it('writes a block once, when it is asked for, and no later than 63 blocks on', () => {
    const [first, second] = [watched(), watched()];
    const chain = new JournalChain();
    const block = chain.add(step(first.input));
    expect(first.writes()).toBe(0);
    expect(block.text).toContain('started');
    expect(block.hash).toBe(chain.hash);
    expect(first.writes()).toBe(1);
    chain.add(step(second.input));
    for (let more = 0; more < 62; more += 1) chain.add(step(started(more)));
    expect(second.writes()).toBe(0);
    chain.add(step(started(63)));
    expect(second.writes()).toBe(1);
    expect(first.writes()).toBe(1);
  });

  it('says of a block without a text so each time, keeps those before it, and never chains past it', () => {
    const chain = new JournalChain();
    const good = chain.add(step(started(1)));
    const bad = chain.add(step(started(Number.NaN)));
    const after = chain.add(step(started(2)));
    for (let again = 0; again < 2; again += 1) {
      expect(() => bad.text).toThrow(InvariantError);
      expect(() => after.hash).toThrow(/NaN/);
      expect(() => chain.hash).toThrow(/NaN/);
      expect(good.hash).toBe(chainBlock(GENESIS_HASH, 0, step(started(1))).hash);
    }
  });

  it('a block read with another input keeps its text', () => {
    const block = chainBlock(GENESIS_HASH, 0, step(started(1)));
    const other = block.withInput(started(2));
    expect(other.input.at).toBe(2);
    expect([other.text, other.hash]).toEqual([block.text, block.hash]);
  });
});
