/**
 * JSON from outside with every number as the text it was written in: an amount of money keeps all of its digits, and "1e-7" is no surprise.
 * Pure.
 */

/** Strings are stepped over, so that what follows is a number of JSON's own. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Errors: `SyntaxError` for what is no JSON. */
export function numbersAsText(json: string): unknown {
  // What is not JSON must not become so by quotes.
  JSON.parse(json);
  return JSON.parse(
    json.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)),
  );
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/;

/** "1.5e-7" is "0.00000015": any number of JSON without an exponent; null for what is none. */
export function plainDecimal(text: string): string | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  /** Digits behind the point. */
  const scale = fraction.length - Number(exponent);
  if (scale <= 0) return `${sign}${whole}${fraction}${'0'.repeat(-scale)}`;
  const digits = `${whole}${fraction}`.padStart(scale + 1, '0');
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
