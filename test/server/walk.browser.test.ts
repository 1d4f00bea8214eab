/**
 * From the list of runs to why a fill was known too late, by keyboard alone: list, filter, compare, run, fault, late fill,
 * explanation. Each step keeps a screenshot under .squall/screenshots. Left out where there is no Chromium.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openResultsStore } from '../../src/store/results-store.js';
import {
  type BrowserOfPages,
  SCREENSHOTS,
  drawn,
  openBrowser,
} from './support/browser-of-pages.js';
import { named, runOf, sampleRuns } from './support/sample-store.js';

const OUTAGE = join(import.meta.dirname, '../../scenarios/outage.yaml');
/** A reader who needs more has got lost. */
const TABS_MAX = 80;

let pages: BrowserOfPages;
beforeAll(async () => {
  const text = readFileSync(OUTAGE, 'utf8');
  const store = openResultsStore(':memory:');
  store.saveRuns([
    ...(await sampleRuns()),
    named(await runOf(text, { file: OUTAGE }), 'outage-as-written', 1_800_000_000_000_000),
    named(
      await runOf(text, { file: OUTAGE, set: ['orders.0.quantity="1.2"'] }),
      'outage-of-half',
      1_800_000_000_000_001,
    ),
  ]);
  pages = await openBrowser(store);
});
afterAll(() => pages.close());

const FOCUSED = `(() => {
  const { activeElement: at } = document;
  return (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent).trim();
})()`;

/** Tabs on to what is called so. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let times = 0; times < TABS_MAX; times += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(FOCUSED);
    if (name.test(focused)) return;
    passed.push(focused);
  }
  expect.fail(`no ${String(name)} within ${TABS_MAX} tabs: ${passed.join(' | ')}`);
}

/** Presses Enter on a link or in a form, and waits for the page it leads to. */
async function enter(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  await drawn(page);
}

it('a reader walks from the list to why a fill came late, by keyboard alone', async () => {
  const { page, complaints } = await pages.open('/');
  let step = 0;
  const keep = async (name: string): Promise<void> => {
    step += 1;
    await page.screenshot({ path: join(SCREENSHOTS, `walk-${step}-${name}.png`) });
  };
  const titled = (): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();
  await keep('list');

  await tabTo(page, /^Scenario/);
  await page.keyboard.type('outage');
  await tabTo(page, /^Verdict/);
  await page.keyboard.type('engine');
  await tabTo(page, /^Show$/);
  await enter(page);
  expect(new URL(page.url()).search).toContain('scenario=outage&symbol=&verdict=wrong');
  expect(await page.getByRole('checkbox', { name: /^Compare/ }).count()).toBe(2);
  await keep('filtered');

  for (const run of ['outage-of-half', 'outage-as-written']) {
    await tabTo(page, new RegExp(`^Compare outage, seed 7, run ${run}`));
    await page.keyboard.press('Space');
  }
  await tabTo(page, /^Compare what is ticked/);
  await enter(page);
  expect(await titled()).toBe('Two runs side by side');
  expect(await page.getByRole('row', { name: /orders\.0\.quantity/ }).innerText()).toContain('1.2');
  await keep('compared');

  await tabTo(page, /^B: outage/);
  await enter(page);
  expect(page.url()).toContain('/runs/outage-as-written');
  await keep('run');

  const shown = page.locator('.charts__tools output');
  const whole = await shown.innerText();
  await tabTo(page, /^Show outage/);
  await page.keyboard.press('Enter');
  expect(await shown.innerText()).toBe('2:05 to 4:20');
  expect(await shown.innerText()).not.toBe(whole);
  await keep('fault');

  await tabTo(page, /^P1\/8\.1$/);
  await keep('late-fill');
  await enter(page);
  expect(await titled()).toMatch(/^P1\/8\.1 /);
  const learned = page.locator('section', { hasText: 'Why we learned of it then' });
  expect(await learned.innerText()).toContain('after it happened');
  expect(await learned.innerText()).toContain('outage');
  await keep('explained');
  expect(complaints).toEqual([]);
  await page.close();
});
