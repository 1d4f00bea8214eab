/**
 * The charts in a real browser: bands of faults, zoom by mouse and keyboard, thousands of fills as a density, and how long
 * 100,000 fills take. Left out where there is no Chromium.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import type { FillMark, RunSeries } from '../../src/report/schema/series.js';
import { wholeText } from '../../src/store/long-text.js';
import { openResultsStore } from '../../src/store/results-store.js';
import type { StoredRun } from '../../src/store/stored-run.js';
import { type BrowserOfPages, openBrowser } from './support/browser-of-pages.js';
import { named, sampleRuns } from './support/sample-store.js';

const FILLS = 100_000;
/** Far behind the rows that a table has room for. */
const LATE = 60_000;
/** Ten times what they take, on a machine that does other things as well. */
const DRAWN_WITHIN_MS = 30_000;
const ZOOMED_WITHIN_MS = 5_000;

/** The run with so many fills, one of them late. */
function withFills(run: StoredRun, count: number): StoredRun {
  const series = JSON.parse(wholeText(run.series ?? '')) as RunSeries;
  const [parent] = series.parents;
  const [first] = parent!.fills;
  const step = 180e6 / count;
  const fills: FillMark[] = Array.from({ length: count }, (_, index) => ({
    ...first!,
    name: `P1/0.${index + 1}`,
    atMicros: series.startMicros + 10e6 + Math.floor(index * step),
    knownAtMicros: series.startMicros + 10e6 + Math.floor(index * step) + 10_000,
    price: first!.price + ((index * 7_919) % 200) / 10,
    late: index === LATE,
  }));
  return { ...run, series: JSON.stringify({ ...series, parents: [{ ...parent, fills }] }) };
}

describe('the charts of a run in a browser', () => {
  let pages: BrowserOfPages;
  let report: Report;

  beforeAll(async () => {
    const [run] = await sampleRuns();
    report = JSON.parse(wholeText(run!.report)) as Report;
    const store = openResultsStore(':memory:');
    store.saveRuns([named(run!, 'few', 1), withFills(named(run!, 'many', 2), FILLS)]);
    pages = await openBrowser(store);
  });
  afterAll(() => pages.close());

  const shown = (page: Page): Promise<string> => page.locator('.charts__tools output').innerText();
  const canvasOf = (page: Page): Promise<string> =>
    page.evaluate<string>("document.querySelector('figure[data-chart=price] canvas').toDataURL()");

  it('draw a band for the fault, and its button shows its time', async () => {
    const { page, complaints } = await pages.open('/runs/few');
    const [window] = report.faultWindows;
    expect(window?.kind).toBe('outage');
    // A pixel at the foot of the band, against one as far down where there is none.
    const colorAt = (seconds: number): Promise<string> =>
      page.evaluate<string>(`(() => {
        const figure = document.querySelector('figure[data-chart=inventory]');
        const canvas = figure.querySelector('canvas');
        const over = figure.querySelector('.u-over').getBoundingClientRect();
        const box = canvas.getBoundingClientRect();
        const [from, to] = [...document.querySelector('.charts__tools output').textContent.split(' to ')]
          .map((text) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
        const ratio = canvas.width / box.width;
        const x = (over.left - box.left + ((${seconds} - from) / (to - from)) * over.width) * ratio;
        const y = (over.top - box.top + over.height * 0.5) * ratio;
        return [...canvas.getContext('2d').getImageData(Math.round(x), Math.round(y), 1, 1).data].join();
      })()`);
    expect(await colorAt(93)).not.toBe(await colorAt(120));
    const before = await shown(page);
    await page.getByRole('button', { name: 'Show outage' }).focus();
    await page.keyboard.press('Enter');
    expect(await shown(page)).toBe('1:00 to 2:00');
    await page.keyboard.press('Escape');
    expect(await shown(page)).toBe(before);
    // The test itself reads pixels back.
    expect(complaints.filter((text) => !text.includes('willReadFrequently'))).toEqual([]);
    await page.close();
  });

  it('zoom by keys and buttons, by dragging, and back by a double click', async () => {
    const { page, complaints } = await pages.open('/runs/few');
    const whole = await shown(page);
    const drawn = await canvasOf(page);
    await page.getByRole('button', { name: 'Zoom in' }).focus();
    await page.keyboard.press('Enter');
    const half = await shown(page);
    expect(half).not.toBe(whole);
    expect(await canvasOf(page)).not.toBe(drawn);
    await page.keyboard.press('ArrowRight');
    expect(await shown(page)).not.toBe(half);
    await page.keyboard.press('0');
    expect(await shown(page)).toBe(whole);
    const over = page.locator('figure[data-chart=price] .u-over');
    const box = (await over.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.4, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => shown(page)).not.toBe(whole);
    await over.dblclick();
    await expect.poll(() => shown(page)).toBe(whole);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('draw 100,000 fills as a density, soon, and one by one when few are in view', async () => {
    const { page, complaints } = await pages.open('/runs/many');
    const readout = page.locator('figure[data-chart=price] .chart__readout');
    await expect
      .poll(() => readout.innerText(), { timeout: DRAWN_WITHIN_MS })
      .toBe('100,000 fills, drawn as a density: zoom in for each');
    const took = await page.evaluate<number>(`new Promise((done) => {
      const before = performance.now();
      document.querySelector('[data-act=in]').click();
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - before)));
    })`);
    expect(took).toBeLessThan(ZOOMED_WITHIN_MS);
    await page.getByRole('button', { name: 'Zoom in' }).focus();
    for (let times = 0; times < 10; times += 1) await page.keyboard.press('+');
    await expect.poll(() => readout.innerText()).toBe('');
    // Beside the charts, and in the table, which is cut.
    expect(await page.getByRole('link', { name: `P1/0.${LATE + 1}`, exact: true }).count()).toBe(2);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
