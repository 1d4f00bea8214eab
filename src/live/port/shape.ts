/** What a value that came over a socket must be before anybody reads it: small checks, put together by shape. Pure. */
export type Check = (value: unknown) => boolean;

export const isText: Check = (value) => typeof value === 'string';
/** Time, price, quantity, number of something. */
export const isWhole: Check = (value) => Number.isSafeInteger(value);
export const isTruth: Check = (value) => typeof value === 'boolean';
export const isList: Check = Array.isArray;

export const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

export const orLeftOut =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

export const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string);

/** A record with these fields, each of them right; others are nobody's business. */
export const shaped =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, check]) =>
      check((value as Readonly<Record<string, unknown>>)[name]),
    );

/** A record whose `kind` is one of these, shaped as that kind is. */
export const ofKind =
  (kinds: Readonly<Record<string, Check>>): Check =>
  (value) => {
    const kind = (value as { readonly kind?: unknown } | null | undefined)?.kind;
    return typeof kind === 'string' && Object.hasOwn(kinds, kind) && kinds[kind]?.(value) === true;
  };
