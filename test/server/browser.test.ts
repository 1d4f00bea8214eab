/**
 * The page of a run in a real browser, light and dark: charts have ink, nothing complains, nothing overflows, the keyboard
 * and a screen without JavaScript get everything else. Leaves screenshots under .squall/screenshots for a person to look
 * at. Left out where there is no Chromium: `apt-get install chromium`, or SQUALL_CHROMIUM=/path/to/it.
 */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserOfPages, SCREENSHOTS, openBrowser } from './support/browser-of-pages.js';
import { sampleStore } from './support/sample-store.js';

const RUN = '2024-sample-0';

describe('the page of a run in a browser', () => {
  let pages: BrowserOfPages;
  const open: BrowserOfPages['open'] = (path, screen) => pages.open(path, screen);

  beforeAll(async () => {
    pages = await openBrowser(await sampleStore());
  });
  afterAll(() => pages.close());

  /** How many pixels of a canvas are not empty, and in how many colors. */
  const inkOf = (page: Page, chart: string): Promise<{ pixels: number; colors: number }> =>
    page.locator(`figure[data-chart=${chart}] canvas`).evaluate((element) => {
      const canvas = element as unknown as {
        width: number;
        height: number;
        getContext(kind: '2d'): {
          getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
        };
      };
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const colors = new Set<number>();
      let pixels = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] === 0) continue;
        pixels += 1;
        colors.add((data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!);
      }
      return { pixels, colors: colors.size };
    });

  it.each(['light', 'dark'] as const)(
    'draws both charts and complains of nothing (%s)',
    async (colorScheme) => {
      const { page, complaints } = await open(`/runs/${RUN}`, { colorScheme });
      for (const chart of ['price', 'inventory']) {
        const { pixels, colors } = await inkOf(page, chart);
        expect(pixels, chart).toBeGreaterThan(2_000);
        expect(colors, chart).toBeGreaterThan(5);
      }
      await page.screenshot({ path: join(SCREENSHOTS, `run-${colorScheme}.png`), fullPage: true });
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it('draws again in other colors when the scheme changes, and at another width', async () => {
    const { page, complaints } = await open(`/runs/${RUN}`, { colorScheme: 'light' });
    const canvas = page.locator('figure[data-chart=price] canvas');
    const drawn = (): Promise<string> =>
      page.evaluate<string>(
        "document.querySelector('figure[data-chart=price] canvas').toDataURL()",
      );
    const light = await drawn();
    const width = (await canvas.boundingBox())?.width ?? 0;
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(drawn).not.toBe(light);
    await page.setViewportSize({ width: 800, height: 900 });
    await expect.poll(async () => (await canvas.boundingBox())?.width ?? 0).toBeLessThan(width);
    expect((await inkOf(page, 'price')).pixels).toBeGreaterThan(1_000);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('does not let the policy be broken: an inline script or style is refused', async () => {
    const { page } = await open(`/runs/${RUN}`);
    const refused = await page.evaluate(`new Promise((done) => {
      document.addEventListener('securitypolicyviolation', (event) => done(event.violatedDirective));
      const script = document.createElement('script');
      script.textContent = 'document.title = "changed"';
      document.body.append(script);
    })`);
    expect(refused).toContain('script-src');
    expect(await page.title()).not.toBe('changed');
    await page.close();
  });

  it.each([1280, 390])('never scrolls sideways at %i pixels', async (width) => {
    const look = async (path: string): Promise<void> => {
      const { page, complaints } = await open(path, { width });
      const beyond = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(beyond, path).toBeLessThanOrEqual(0);
      const name = path === '/' ? 'list' : path.endsWith('events') ? 'events' : 'run';
      await page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}.png`), fullPage: true });
      expect(complaints, path).toEqual([]);
      await page.close();
    };
    await Promise.all(['/', `/runs/${RUN}`, `/runs/${RUN}/events`].map(look));
  });

  it('works without JavaScript for all but the charts', async () => {
    const { page, complaints } = await open('/', { javaScriptEnabled: false });
    await page.getByRole('link', { name: 'outage-in-the-middle' }).click();
    // A click ends before the page it leads to is there.
    await page.getByText('The engine knew the truth').waitFor();
    await page.getByText('The chart needs JavaScript').first().waitFor();
    await page.getByRole('link', { name: 'Everything that happened' }).click();
    await page.getByRole('table').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('can be walked with the keyboard, and names its charts and tables for who cannot see them', async () => {
    const { page } = await open(`/runs/${RUN}`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toContain(
      'Skip to the content',
    );
    expect(await page.getByRole('region', { name: 'Orders of P1' }).getAttribute('tabindex')).toBe(
      '0',
    );
    const chart = page.getByRole('img', { name: /Best bid and ask of BTCUSDT, and \d+ fills/ });
    expect(await chart.count()).toBe(1);
    expect(await page.getByRole('table', { name: /Implementation shortfall/ }).count()).toBe(1);
    await page.close();
  });
});
