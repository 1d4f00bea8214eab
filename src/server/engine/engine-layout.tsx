/** The frame of the page of a running engine. It asks for itself anew now and then, without a script. */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';

const AGAIN_SECONDS = 5;

export const EngineLayout = ({ title, children }: { title: string; children?: Child }) => (
  <>
    {raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="refresh" content={String(AGAIN_SECONDS)} />
        <title>{`${title} · squall`}</title>
        <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/squall.css" />
        <link rel="stylesheet" href="/assets/tables.css" />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="site">
          <a class="site__name" href="/">
            squall
          </a>
          <nav aria-label="Site">
            <a href="/openapi.json">API</a>
          </nav>
        </header>
        <main id="main">{children}</main>
      </body>
    </html>
  </>
);
