/** Keys of the venue's clients, and whether a signature is theirs: HMAC SHA-256 in hex, or Ed25519 in base64. Pure. */
import { type KeyObject, createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

export type ApiKey =
  | { readonly keyId: string; readonly secret: string }
  /** PEM, of an Ed25519 key. */
  | { readonly keyId: string; readonly publicKey: string };

/** Whether `signature` is one of `payload`. */
export type Verify = (payload: string, signature: string) => boolean;

export interface KnownKey {
  readonly keyId: string;
  readonly isEd25519: boolean;
  readonly verify: Verify;
}

export function knownKey(key: ApiKey): KnownKey {
  const { keyId } = key;
  return 'secret' in key
    ? { keyId, isEd25519: false, verify: byHmac(key.secret) }
    : { keyId, isEd25519: true, verify: byEd25519(createPublicKey(key.publicKey)) };
}

/** The case of the hex digits does not matter. */
const byHmac =
  (secret: string): Verify =>
  (payload, signature) => {
    const own = createHmac('sha256', secret).update(payload).digest();
    const theirs = Buffer.from(signature, 'hex');
    return theirs.length === own.length && timingSafeEqual(own, theirs);
  };

const byEd25519 =
  (key: KeyObject): Verify =>
  (payload, signature) =>
    verify(null, Buffer.from(payload), key, Buffer.from(signature, 'base64'));
