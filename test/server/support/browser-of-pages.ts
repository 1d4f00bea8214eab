/** Chromium on the pages of a store: opens them as a person would, and gathers what the browser complains of. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Page, chromium } from 'playwright-core';
import { startServer } from '../../../src/server/serve.js';
import type { ResultsStore } from '../../../src/store/results-store.js';
import { chromiumPath } from '../../support/what-is-here.js';

/** For a person to look at; no part of the repository. */
export const SCREENSHOTS = resolve(import.meta.dirname, '../../../.squall/screenshots');

export interface Opened {
  readonly page: Page;
  /** Console errors, uncaught errors, failed requests, violations of the content policy. */
  readonly complaints: string[];
}

export interface Screen {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly javaScriptEnabled?: boolean;
}

export interface BrowserOfPages {
  open(path: string, screen?: Screen): Promise<Opened>;
  close(): Promise<void>;
}

export async function openBrowser(store: ResultsStore): Promise<BrowserOfPages> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const server = await startServer({ store, port: 0 });
  const browser = await chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    // The sandbox needs rights that containers do not give; every page opened here is our own.
    args: ['--no-sandbox'],
  });
  return {
    open: async (path, screen = {}) => {
      const { colorScheme = 'light', width = 1280, javaScriptEnabled = true } = screen;
      const viewport = { width, height: 900 };
      const page = await browser.newPage({ colorScheme, viewport, javaScriptEnabled });
      const complaints = complaintsOf(page);
      await page.goto(`${server.url}${path}`, { waitUntil: 'load' });
      if (javaScriptEnabled) await drawn(page);
      return { page, complaints };
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** Until all of a loaded page is there: a chart asks for its series after the page is. */
export async function drawn(page: Page): Promise<void> {
  const charts = await page.locator('figure[data-chart]').count();
  if (charts > 0)
    await page
      .locator('figure[data-chart] canvas')
      .nth(charts - 1)
      .waitFor();
}

function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return complaints;
}
