/** The documents for clients against the list of what `npm run clients` tries: an example that is in one alone was never tried, or is gone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXAMPLES, fencesOf, firstLineOf } from '../../scripts/clients/documents.mjs';
import { PACKAGES } from '../../scripts/clients/packages.mjs';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';

const documents = Object.entries(EXAMPLES);

describe('the examples of the documents for clients', () => {
  it.each(documents)('are tried, each of them: %s', (document, { blocks }) => {
    const fences = fencesOf(document);
    expect(fences.map(firstLineOf)).toEqual(blocks.map(({ opens }) => opens));
    // A part is held to its file; nothing else may pass for one.
    expect(fences.map(({ part }) => part !== null)).toEqual(
      blocks.map(({ how }) => how === 'part'),
    );
  });

  it('name the packages that are tried', () => {
    const named = documents.flatMap(([document]) => [
      ...readFileSync(join(PACKAGE_ROOT, document), 'utf8').matchAll(/[a-z-]+==[\d.]+\d/g),
    ]);
    expect(named.length).toBeGreaterThan(2);
    for (const [one] of named) expect(PACKAGES).toContain(one);
  });
});
