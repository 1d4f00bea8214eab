/**
 * Text as a terminal may have it. Part of what is printed others wrote: names in scenarios and stored runs, names of files,
 * words of a module that failed. Control characters in it would move the cursor, hide what stands there or turn the
 * direction of writing; they are shown, as JSON writes them, instead of sent. Line feeds and tabs stay.
 */

/** C0 but tab and line feed, DEL, C1, separators of lines, and marks of direction. */
const CONTROL =
  // oxlint-disable-next-line no-control-regex -- these are what it is about
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Inside JSON it stays the same value. */
export const printable = (text: string): string =>
  text.replace(CONTROL, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
