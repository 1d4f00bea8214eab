/**
 * The second factor of an order by hand (ORD-6): whose secrets there are, and whether a code is right. Secrets lie in a file of their owner's alone,
 * beside the tokens; which codes were used lies in a second one, which the engine alone writes. What a right code permits is decided in the core.
 *
 * Invariants: 1. A code is right once: it is written down as used before anybody hears that it is right. 2. After five wrong ones within a minute
 * none is looked at. 3. What cannot be read or written down is not right.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ManualOrder } from '../../core/order/order-request.js';
import { TokenError, readAgain, readPrivate, writePrivate } from './private-file.js';
import { base32, fromBase32, stepAt, stepOf } from './totp.js';
import { type StoredToken, readTokens } from './tokens.js';

/** RFC 4226, 4: as long as the hash. */
const SECRET_BYTES = 20;
const WRONG_MAX = 5;
const WRONG_WITHIN_MS = 60_000;

const secretsSchema = z.strictObject({
  version: z.literal(1),
  factors: z.array(
    z.strictObject({
      name: z.string(),
      secret: z.string().regex(/^[A-Z2-7]{32}$/),
      madeAt: z.iso.datetime(),
    }),
  ),
});
type Secret = z.infer<typeof secretsSchema>['factors'][number];

/** Of each name the step of time of the last code that was right. */
const usedSchema = z.strictObject({
  version: z.literal(1),
  steps: z.record(z.string(), z.int().nonnegative()),
});

export const factorFileOf = (state: string): string => `${state}.totp`;
const usedFileOf = (path: string): string => `${path}.used`;

const NO_SECRETS =
  'is not a file of second factors\n  fix: take it away, and make them anew with "squall token totp"';

export const readFactors = (path: string): readonly Secret[] =>
  readPrivate(path, secretsSchema, NO_SECRETS)?.factors ?? [];

const writeFactors = (path: string, factors: readonly Secret[]): void =>
  writePrivate(path, { version: 1, factors });

/** What an authenticator is told, in letters, and as the address that its apps read. */
export interface Enrolled {
  readonly secret: string;
  readonly uri: string;
}

/** Shown this once. Errors: `TokenError`. */
export function addFactor(
  path: string,
  { name, tokens }: { readonly name: string; readonly tokens: string },
  now: Date,
): Enrolled {
  if (!readTokens(tokens).some((token: StoredToken) => token.name === name))
    throw new TokenError(
      `${tokens} has no token of ${name}\n  fix: "squall token new ${name}" makes one`,
    );
  const factors = readFactors(path);
  if (factors.some((one) => one.name === name))
    throw new TokenError(
      `${path} has a second factor of ${name} already\n  fix: take it away first with "squall token totp ${name} --off"`,
    );
  const secret = base32(randomBytes(SECRET_BYTES));
  writeFactors(path, [...factors, { name, secret, madeAt: now.toISOString() }]);
  const label = encodeURIComponent(`squall:${name}`);
  return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=squall` };
}

/** @returns whether there was one. Errors: `TokenError`. */
export function removeFactor(path: string, name: string): boolean {
  const factors = readFactors(path);
  const others = factors.filter((one) => one.name !== name);
  if (others.length === factors.length) return false;
  writeFactors(path, others);
  return true;
}

export interface Checked {
  readonly said: Exclude<ManualOrder['secondFactor'], 'absent'>;
  /** Of one that failed, for who has sent it; else ''. */
  readonly why: string;
}

export type CheckFactor = (name: string, code: string) => Checked;

const failed = (why: string): Checked => ({ said: 'failed', why });

/** `now`: milliseconds since the epoch by the clock of this machine, which is that of an authenticator. */
export function factorsIn(path: string, now: () => number): CheckFactor {
  const secrets = readAgain(path, () => secretsIn(path));
  const wrong = new Map<string, readonly number[]>();
  return (name, code) => {
    const at = now();
    const secret = secrets().get(name);
    if (secret === undefined)
      return failed(`${name} has no second factor: "squall token totp ${name}" makes one`);
    const late = (wrong.get(name) ?? []).filter((time) => time > at - WRONG_WITHIN_MS);
    if (late.length >= WRONG_MAX)
      return failed(`${WRONG_MAX} codes were wrong within a minute: none is looked at for a while`);
    const why = use(path, { name, step: stepOf(secret, code, stepAt(at)) });
    if (why === null) return { said: 'verified', why: '' };
    wrong.set(name, [...late, at]);
    return failed(why);
  };
}

/** Nobody's where they cannot be read. */
function secretsIn(path: string): ReadonlyMap<string, Buffer> {
  try {
    return new Map(readFactors(path).map(({ name, secret }) => [name, fromBase32(secret)]));
  } catch {
    return new Map();
  }
}

/** Why it is not right; null = it is, and never again. */
function use(
  path: string,
  { name, step }: { readonly name: string; readonly step: number | null },
): string | null {
  if (step === null) return 'the code is wrong';
  const file = usedFileOf(path);
  try {
    const steps = readPrivate(file, usedSchema, 'does not say which codes were used')?.steps ?? {};
    if (step <= (steps[name] ?? -1)) return 'the code was used: wait for the next one';
    writePrivate(file, { version: 1, steps: { ...steps, [name]: step } });
    return null;
  } catch {
    return 'that a code is used cannot be written down, so none is right';
  }
}
