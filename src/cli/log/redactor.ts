/**
 * What must not stand in a log (FIL-10): the values of secrets that this process was given, wherever they turn up in a text;
 * what follows a name that says "secret" in an address or a header; and fields that are called so.
 */
export const CENSORED = '[redacted]';

/** Fields of a log line whose values are never told. */
export const SECRET_FIELDS: readonly string[] = [
  'apiKey',
  'apiSecret',
  'authorization',
  'password',
  'secret',
  'signature',
  'token',
];

/** Names of environment variables that hold one. */
const SECRET_NAME = /KEY|SECRET|TOKEN|PASSWORD|PASSPHRASE/i;
/** Shorter ones would take words out of every line, and are none. */
const SECRET_LENGTH = 8;

/** `signature=…`, `"api_key": "…"`, `Authorization: Bearer …` */
const NAMED =
  /((?:api[-_]?key|api[-_]?secret|secret|signature|token|password|passphrase|x-mbx-apikey)["']?\s*[=:]\s*["']?)[^\s"'&,;]+/gi;
const BEARER = /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/g;

export type Redact = (text: string) => string;

/** For the secrets that stand in `env`. */
export function redactorOf(env: Readonly<Record<string, string | undefined>>): Redact {
  const secrets = Object.entries(env)
    .flatMap(([name, value]) =>
      SECRET_NAME.test(name) && value !== undefined && value.length >= SECRET_LENGTH ? [value] : [],
    )
    // One may be a part of another.
    .sort((a, b) => b.length - a.length);
  return (text) =>
    secrets
      .reduce((clean, secret) => clean.replaceAll(secret, CENSORED), text)
      .replaceAll(BEARER, `$1 ${CENSORED}`)
      .replaceAll(NAMED, `$1${CENSORED}`);
}
