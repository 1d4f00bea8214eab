/**
 * Whether a client already has what an ETag names: If-None-Match as RFC 9110 (8.8.3, 13.1.2) has it. A list of tags or `*`;
 * tags compare weakly, so that `W/"x"` and `"x"` are the same. A header that is no such list matches nothing.
 */

/** An opaque tag: no quotes, blanks or controls inside. Sticky: a list is read once, from its beginning to its end. */
const TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/y;
const BETWEEN = /[ \t]*(?:,[ \t]*)*/y;

export function hasIt(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const tags = tagsOf(ifNoneMatch);
  return tags?.some((tag) => opaque(tag) === opaque(etag)) === true;
}

const opaque = (tag: string): string => (tag.startsWith('W/') ? tag.slice(2) : tag);

/** Null for what is no list of tags. */
function tagsOf(text: string): readonly string[] | null {
  const tags: string[] = [];
  let at = stretch(BETWEEN, text, 0);
  while (at < text.length) {
    const end = at + stretch(TAG, text, at);
    if (end === at) return null;
    tags.push(text.slice(at, end));
    const gap = stretch(BETWEEN, text, end);
    // Two tags have a comma between them.
    if (end + gap < text.length && !text.slice(end, end + gap).includes(',')) return null;
    at = end + gap;
  }
  return tags;
}

/** Characters that `pattern` takes at `at`. */
function stretch(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
