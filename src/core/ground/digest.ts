/**
 * SHA-256 and HMAC as lower-case hex: the only file of the core that may touch Node's crypto. Text
 * is hashed as UTF-8, in which lone surrogates all become U+FFFD: hash canonical JSON, which
 * escapes them, rather than raw text.
 */
import { createHash, createHmac, hash } from 'node:crypto';
import { InvariantError } from './invariant.js';

const HEX_LENGTH = 64;
const PIECE_LENGTH = 64 * 1_024;

export const sha256Hex = (content: string | Uint8Array): string => hash('sha256', content, 'hex');

/** Of text that is too long to be held at once: taken together until a piece is worth a call. */
export function sha256HexOf(pieces: Iterable<string>): string {
  const digest = createHash('sha256');
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < PIECE_LENGTH) continue;
    digest.update(text, 'utf8');
    text = '';
  }
  return digest.update(text, 'utf8').digest('hex');
}

/** The first `bytes` bytes of it: a text of its own, where a slice of the whole would keep the whole. */
export const sha256Start = (content: string, bytes: number): string =>
  hash('sha256', content, 'buffer').toString('hex', 0, bytes);

/**
 * The hash of a chain's next link: SHA-256 over the 64 hex digits of the link before, then `text`.
 */
export function sha256Chain(previousHex: string, text: string): string {
  // A fixed width is what keeps (previous, text) unambiguous without a separator.
  if (previousHex.length !== HEX_LENGTH)
    throw new InvariantError(`not a SHA-256 in hex: ${previousHex}`);
  return sha256Hex(previousHex + text);
}

export const hmacSha256Hex = (key: string | Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text, 'utf8').digest('hex');
