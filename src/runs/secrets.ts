/**
 * What must stand in nothing that is written (S26, FIL-10): the values of secrets that this process was given in its environment, wherever they
 * turn up in a text, and what follows a name that says "secret" in an address or a header.
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
/** An address whose path is one. */
const WEBHOOK_NAME = /WEBHOOK/i;
/** Shorter ones would take words out of every line, and are none. */
const SECRET_LENGTH = 8;

/** `signature=…`, `"api_key": "…"`, `Authorization: Bearer …`; a backslash ends it, so that inside JSON a quote stays one. */
const NAMED =
  /((?:api[-_]?key|api[-_]?secret|secret|signature|token|password|passphrase|x-mbx-apikey)["']?\s*[=:]\s*["']?)[^\s"'&,;\\]+/gi;
const BEARER = /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/g;

export type Redact = (text: string) => string;

export interface Secrets {
  /** For one value: the secrets, and whatever the text itself calls one. */
  readonly redact: Redact;
  /** For what people read, lines of JSON among it: as `redact`, but for secrets that could be a number. */
  readonly redactWords: Redact;
  /** For results: secrets alone, and none that could be a number. */
  readonly redactResults: Redact;
  /** Where one of the values stands in a text that is to be stored, and the variable it is of; null = none does. */
  readonly find: (text: string) => FoundSecret | null;
}

interface FoundSecret {
  readonly variable: string;
  readonly offset: number;
}

interface Secret {
  readonly variable: string;
  readonly value: string;
}

/** For the secrets that stand in `env`. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): Secrets {
  const secrets = Object.entries(env)
    .flatMap(([variable, value = '']) =>
      partsOf(variable, value)
        .filter((part) => part.length >= SECRET_LENGTH)
        .flatMap(formsOf)
        .map((form): Secret => ({ variable, value: form })),
    )
    // One may be a part of another.
    .sort((a, b) => b.value.length - a.value.length);
  const words = secrets.filter(({ value }) => !/^\d+$/.test(value));
  return {
    redact: (text) => withoutNamed(without(secrets, text)),
    redactWords: (text) => withoutNamed(without(words, text)),
    redactResults: (text) => without(words, text),
    find: (text) => {
      const found = words.find(({ value }) => text.includes(value));
      return found === undefined
        ? null
        : { variable: found.variable, offset: text.indexOf(found.value) };
    },
  };
}

const without = (secrets: readonly Secret[], text: string): string =>
  secrets.reduce((clean, { value }) => clean.replaceAll(value, () => CENSORED), text);

const withoutNamed = (text: string): string =>
  text.replaceAll(BEARER, `$1 ${CENSORED}`).replaceAll(NAMED, `$1${CENSORED}`);

/** What of a variable's value is secret. */
function partsOf(variable: string, value: string): readonly string[] {
  if (WEBHOOK_NAME.test(variable) && URL.canParse(value)) {
    // Its host is told when it does not answer.
    const { pathname, search, username, password } = new URL(value);
    return [`${pathname}${search}`.slice(1), username, password];
  }
  if (SECRET_NAME.test(variable)) return [value];
  return value.includes('@') && URL.canParse(value) ? [new URL(value).password] : [];
}

/** As it is, in an address, and inside JSON. */
const formsOf = (value: string): readonly string[] => [
  ...new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]),
];
