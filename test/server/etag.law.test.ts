/** If-None-Match by the RFC: lists, weak tags, `*`, and nothing else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasIt } from '../../src/server/etag.js';
import { testApp } from './support/test-app.js';
import { openResultsStore } from '../../src/store/results-store.js';
import { processorTime } from '../support/processor-time.js';

const OURS = '"ours"';
const opaque = fc
  .array(fc.constantFrom('a', 'b', '!', '#', ',', '~', '*', '\\', '\u00e9'), { maxLength: 5 })
  .map((parts) => parts.join(''))
  .filter((text) => text !== 'ours');
const other = fc.tuple(fc.boolean(), opaque).map(([weak, text]) => `${weak ? 'W/' : ''}"${text}"`);
const own = fc.constantFrom(OURS, `W/${OURS}`);
const comma = fc.constantFrom(',', ', ', ' ,\t', ',,', ' , , ');

describe('If-None-Match', () => {
  it('matches where one of the tags is ours, weak or strong, and else not', () => {
    const list = fc.tuple(fc.array(fc.oneof(other, own), { minLength: 1, maxLength: 8 }), comma);
    fc.assert(
      fc.property(list, ([tags, between]) => {
        const isThere = tags.some((tag) => tag.endsWith(OURS) && tag.length <= OURS.length + 2);
        expect(hasIt(tags.join(between), OURS)).toBe(isThere);
        expect(hasIt(tags.join(between), `W/${OURS}`)).toBe(isThere);
      }),
      { numRuns: 200 },
    );
  });

  it.each([undefined, '', 'ours', '"ours', 'w/"ours"', '"x""ours"', '"ours" x', '**', '"ours", *'])(
    '%s matches nothing',
    (header) => {
      expect(hasIt(header, OURS)).toBe(false);
    },
  );

  it('* matches whatever there is', () => {
    expect([hasIt('*', OURS), hasIt(' * ', OURS)]).toEqual([true, true]);
  });

  it('is read in no time, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 20_000, unit: fc.constantFrom('W/', '"', ',', ' ', 'a') }),
        (text) => {
          const took = processorTime();
          hasIt(text, OURS);
          expect(took()).toBeLessThan(200);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is what assets are answered by', async () => {
    const app = await testApp(openResultsStore(':memory:'));
    const etag = (await app.get('/assets/squall.css')).headers.get('etag') ?? '';
    const statusFor = async (header: string): Promise<number> =>
      (await app.get('/assets/squall.css', { 'if-none-match': header })).status;
    for (const header of [etag, `W/${etag}`, `"x", ${etag}`, '*'])
      expect(await statusFor(header), header).toBe(304);
    for (const header of ['"x"', etag.slice(1, -1), `${etag}x`])
      expect(await statusFor(header), header).toBe(200);
  });
});
