/**
 * The files a page needs, each at a fixed address: our style sheets and chart module, and uPlot from its package. They are
 * read once when the application is made; no part of a request ever names a file.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Env, Hono } from 'hono';
import { hasIt } from './etag.js';

const OWN = join(dirname(fileURLToPath(import.meta.url)), 'assets');
const UPLOT = join(dirname(createRequire(import.meta.url).resolve('uplot')));

const CSS = 'text/css; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

const ASSETS = [
  { name: 'squall.css', type: CSS, file: join(OWN, 'squall.css') },
  { name: 'tables.css', type: CSS, file: join(OWN, 'tables.css') },
  { name: 'run.css', type: CSS, file: join(OWN, 'run.css') },
  { name: 'chart-axes.js', type: SCRIPT, file: join(OWN, 'chart-axes.js') },
  { name: 'chart-marks.js', type: SCRIPT, file: join(OWN, 'chart-marks.js') },
  { name: 'chart-view.js', type: SCRIPT, file: join(OWN, 'chart-view.js') },
  { name: 'charts.js', type: SCRIPT, file: join(OWN, 'charts.js') },
  { name: 'favicon.svg', type: 'image/svg+xml', file: join(OWN, 'favicon.svg') },
  { name: 'uplot.css', type: CSS, file: join(UPLOT, 'uPlot.min.css') },
  { name: 'uplot.js', type: SCRIPT, file: join(UPLOT, 'uPlot.iife.min.js') },
] as const;

export function addAssetRoutes<E extends Env>(app: Hono<E>): void {
  for (const { name, type, file } of ASSETS) {
    const contents = readFileSync(file, 'utf8');
    const etag = `"${createHash('sha256').update(contents).digest('hex').slice(0, 32)}"`;
    app.get(`/assets/${name}`, (context) => {
      // Kept by the browser, asked for again each time: an upgrade shows at once.
      const headers = { 'cache-control': 'no-cache', etag, 'content-type': type };
      return hasIt(context.req.header('if-none-match'), etag)
        ? context.body(null, 304, headers)
        : context.body(contents, 200, headers);
    });
  }
}
