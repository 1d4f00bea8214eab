/** Digests against published vectors. */
import { describe, expect, it } from 'vitest';
import { hmacSha256Hex, sha256Chain, sha256Hex } from '../../../src/core/ground/digest.js';
import { InvariantError } from '../../../src/core/ground/invariant.js';

describe('digest', () => {
  it('is SHA-256 (FIPS 180-4 vectors), of text as UTF-8 and of bytes', () => {
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(sha256Hex(new Uint8Array([0x61, 0x62, 0x63]))).toBe(sha256Hex('abc'));
    expect(sha256Hex('é')).toBe(sha256Hex(new Uint8Array([0xc3, 0xa9])));
  });

  it('is HMAC-SHA-256 (RFC 4231, case 2)', () => {
    expect(hmacSha256Hex('Jefe', 'what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('chains: every link depends on all texts before it and on their borders', () => {
    const chain = (texts: readonly string[]): string => texts.reduce(sha256Chain, '0'.repeat(64));
    expect(chain(['a', 'b'])).toBe(sha256Hex(sha256Hex(`${'0'.repeat(64)}a`) + 'b'));
    const heads = [['a', 'b'], ['b', 'a'], ['ab'], ['a', 'b', ''], ['', 'a', 'b']].map(chain);
    expect(new Set(heads).size).toBe(heads.length);
    expect(() => sha256Chain('abc', 'text')).toThrow(InvariantError);
  });
});
