/** The frame of every page. No inline script or style: the content policy refuses both. */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';

interface LayoutProps {
  readonly title: string;
  /** Pages with charts need the chart files. */
  readonly charts?: boolean;
  /** Asked for anew after so many seconds, without a script; never when left out. */
  readonly againSeconds?: number;
  /** What `/` shows, or the page at `homeHref`. */
  readonly home?: string;
  readonly homeHref?: string;
  /** False where programs are not described. */
  readonly api?: boolean;
  readonly children?: Child;
}

export const Layout = ({
  title,
  charts = false,
  againSeconds,
  home = 'Runs',
  homeHref = '/',
  api = true,
  children,
}: LayoutProps) => (
  <>
    {raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {againSeconds !== undefined && <meta http-equiv="refresh" content={String(againSeconds)} />}
        <title>{`${title} · squall`}</title>
        <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml" />
        {charts && <link rel="stylesheet" href="/assets/uplot.css" />}
        <link rel="stylesheet" href="/assets/squall.css" />
        <link rel="stylesheet" href="/assets/tables.css" />
        {charts && <link rel="stylesheet" href="/assets/run.css" />}
        {charts && <script src="/assets/uplot.js" defer />}
        {charts && <script src="/assets/charts.js" type="module" />}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="site">
          <a class="site__name" href={homeHref}>
            squall
          </a>
          <nav aria-label="Site">
            <a href={homeHref}>{home}</a>
            {api && <a href="/openapi.json">API</a>}
          </nav>
        </header>
        <main id="main">{children}</main>
      </body>
    </html>
  </>
);
