/**
 * Codes of an authenticator: HOTP (RFC 4226) and TOTP over it (RFC 6238), as the common apps have them: SHA-1, six digits, steps of thirty
 * seconds. Pure.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_MS = 30_000;
const DIGITS = 6;
/** RFC 4226, 5.3: the last byte says where the four bytes of a code begin. */
const OFFSET_MASK = 0x0f;
const SIGN_MASK = 0x7fffffff;

/** The code of a counter. */
export function hotp(secret: Buffer, counter: number, digits = DIGITS): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', secret).update(message).digest();
  const offset = (digest.at(-1) ?? 0) & OFFSET_MASK;
  const number = digest.readUInt32BE(offset) & SIGN_MASK;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** How many steps of time have passed since the epoch. */
export const stepAt = (milliseconds: number): number => Math.floor(milliseconds / STEP_MS);

/** RFC 6238, 5.2: one step either way, for a clock that differs and a code that was typed slowly. The step it is of; null = of none. */
export function stepOf(secret: Buffer, code: string, now: number): number | null {
  const given = Buffer.from(code);
  let found: number | null = null;
  for (const step of [now - 1, now, now + 1]) {
    const right = Buffer.from(hotp(secret, step));
    if (given.length === right.length && timingSafeEqual(given, right)) found = step;
  }
  return found;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LETTER_BITS = 5;

/** RFC 4648, 6, without padding: what an authenticator is told. */
export function base32(bytes: Buffer): string {
  let [text, value, bits] = ['', 0, 0];
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    for (; bits >= LETTER_BITS; bits -= LETTER_BITS)
      text += BASE32[(value >>> (bits - LETTER_BITS)) & 31] ?? '';
    value &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + (BASE32[(value << (LETTER_BITS - bits)) & 31] ?? '');
}

/** Of a text that `base32` made. */
export function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let [value, bits] = [0, 0];
  for (const letter of text) {
    value = (value << LETTER_BITS) | BASE32.indexOf(letter);
    bits += LETTER_BITS;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >>> bits) & 0xff);
    value &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}
