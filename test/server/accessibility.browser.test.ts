/** Every kind of page in Chromium, light and dark, wide and narrow: nothing keeps anybody out. Left out where there is no Chromium. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserOfPages, openBrowser } from './support/browser-of-pages.js';
import { sampleStore } from './support/sample-store.js';

const FINDINGS = readFileSync(join(import.meta.dirname, 'support/accessibility.js'), 'utf8');
const RUN = '2024-sample-0';
const PATHS = [
  '/?scenario=o&sort=-cost',
  '/campaigns',
  `/compare?run=${RUN}&run=2024-sample-1`,
  `/runs/${RUN}`,
  '/runs/2024-sample-1',
  `/runs/${RUN}/events?at=1:15`,
  `/runs/${RUN}/explain?of=P1/0.1`,
];

describe('accessibility', () => {
  let pages: BrowserOfPages;
  beforeAll(async () => {
    pages = await openBrowser(await sampleStore());
  });
  afterAll(() => pages.close());

  it.each([
    [1280, ['light', 'dark']],
    [380, ['light']],
  ] as const)('has no findings (%i pixels wide, %s)', async (width, schemes) => {
    const look = async (path: string): Promise<void> => {
      const { page } = await pages.open(path, { colorScheme: schemes[0], width });
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme });
        expect(await page.evaluate<string[]>(FINDINGS), `${path}, ${colorScheme}`).toEqual([]);
      }
      await page.close();
    };
    await Promise.all(PATHS.map(look));
  });

  it('would find what is wrong', async () => {
    const { page } = await pages.open('/');
    await page.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend',
      '<h4 id="x">deep</h4><button id="x"></button><div class="table" id="y"><table><tr><td>nameless</td></tr></table></div>')`);
    await page.evaluate("document.querySelector('h1').style.color = '#ddd'");
    const findings = (await page.evaluate<string[]>(FINDINGS)).join('\n');
    for (const finding of ['no name: <button', 'id used twice: x', 'skips a level', 'too faint'])
      expect(findings).toContain(finding);
    await page.close();
  });
});
