/** What came off the wire, numbers as the text they were sent as: an id beyond 2^53 keeps each of its digits. Pure. */
import { numbersAsText } from '../rest/exact-json.js';

/** Null = no JSON. */
export function parsed(text: string): unknown {
  try {
    return numbersAsText(text);
  } catch {
    return null;
  }
}
