/**
 * JSON of a venue with every number as the text it was sent as: an id beyond 2^53 or a decimal keeps each of its digits, and whoever reads
 * a field need not know whether the venue put it in quotes. Pure.
 */

/** A string, which is left alone, or a number of JSON's grammar. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Null = no JSON. */
export function parseNumbersAsText(json: string): unknown {
  try {
    return JSON.parse(
      json.replace(TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`)),
    );
  } catch {
    return null;
  }
}
