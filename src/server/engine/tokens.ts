/**
 * Who may talk to a running engine: tokens with a name and a role, in a file of its owner's alone. A token is shown once, as it is made; the file
 * holds its hash. It is read again when it has changed, so that a token that was taken away ends at once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '../../core/state/input.js';
import { TokenError, readAgain, readPrivate, writePrivate } from './private-file.js';

const ROLES = ['viewer', 'trader', 'operator', 'admin'] as const;
const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
const SECRET_BYTES = 32;
const TOKEN = /squall_[A-Za-z0-9_-]{43}/;

/** Whether a text has what looks like a token of an engine in it. */
export const holdsToken = (text: string): boolean => TOKEN.test(text);

const fileSchema = z.strictObject({
  version: z.literal(1),
  tokens: z.array(
    z.strictObject({
      name: z.string().regex(NAME),
      role: z.enum(ROLES),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      madeAt: z.iso.datetime(),
    }),
  ),
});

export type StoredToken = z.infer<typeof fileSchema>['tokens'][number];

export const tokenFileOf = (state: string): string => `${state}.tokens`;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const NO_TOKENS =
  'is not a file of tokens\n  fix: take it away, and make the tokens anew with "squall token new"';

/** None where there is no file. Errors: `TokenError`. */
export const readTokens = (path: string): readonly StoredToken[] =>
  readPrivate(path, fileSchema, NO_TOKENS)?.tokens ?? [];

const writeTokens = (path: string, tokens: readonly StoredToken[]): void =>
  writePrivate(path, { version: 1, tokens });

/** @returns the token, which is nowhere else. Errors: `TokenError`. */
export function addToken(
  path: string,
  { name, role }: { readonly name: string; readonly role: string },
  now: Date,
): string {
  const known = ROLES.find((one) => one === role);
  if (known === undefined)
    throw new TokenError(`--role ${role}\n  fix: one of ${ROLES.join(', ')}`);
  if (!NAME.test(name)) throw new TokenError(`--name ${name}\n  fix: 1 to 32 of a-z, 0-9, _ and -`);
  const tokens = readTokens(path);
  if (tokens.some((one) => one.name === name))
    throw new TokenError(
      `${path} has a token of ${name} already\n  fix: take it away first with "squall token rm ${name}", or choose another name`,
    );
  const token = `squall_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const made = { name, role: known, sha256: hashOf(token), madeAt: now.toISOString() };
  writeTokens(path, [...tokens, made]);
  return token;
}

/** Errors: `TokenError` where there is none of that name. */
export function removeToken(path: string, name: string): void {
  const tokens = readTokens(path);
  const others = tokens.filter((one) => one.name !== name);
  if (others.length === tokens.length)
    throw new TokenError(`${path} has no token of ${name}\n  fix: "squall token ls" says which`);
  writeTokens(path, others);
}

/** Whom a token belongs to; null = nobody. */
export type WhoHas = (token: string) => Actor | null;

/** Over a file that may change while it is used. One that cannot be read any more lets nobody in. */
export function tokensIn(path: string): WhoHas {
  const known = readAgain(path, () => actorsIn(path));
  return (token) => known().get(hashOf(token)) ?? null;
}

function actorsIn(path: string): ReadonlyMap<string, Actor> {
  try {
    return new Map(
      readTokens(path).map(({ name, role, sha256 }) => [sha256, { operator: name, role }]),
    );
  } catch {
    return new Map();
  }
}
