/** Addresses of the pages. A prefix of a run id, and `latest`, lead on to the page with the full id. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { runFilterQuery, runParams, runsPageQuery } from '../api/parameters.js';
import { campaignsOf } from '../campaigns.js';
import type { Readers } from '../dependencies.js';
import { checked, given } from './asked-page.js';
import { CampaignsPage } from './campaigns-page.js';
import { addCompareRoutes } from './compare-routes.js';
import { RunListPage } from './run-list.js';
import { RunPage } from './run-page.js';
import { addStoryRoutes } from './story-routes.js';

/** A page of the list reads as many reports. */
const RUNS_PER_PAGE = 25;

export function addPageRoutes(app: OpenAPIHono, { reader, catalog }: Readers): void {
  addCompareRoutes(app, { reader, catalog });

  app.get('/', (context) => {
    const asked = checked(runsPageQuery, given(context.req.query()));
    const paged = { ...asked, limit: RUNS_PER_PAGE };
    const { items, nextCursor } = catalog.list(paged);
    return context.html(
      <RunListPage
        asked={asked}
        runs={items}
        nextCursor={nextCursor}
        partOf={catalog.partOf(paged)}
      />,
    );
  });

  app.get('/campaigns', (context) => {
    const asked = checked(runFilterQuery, given(context.req.query()));
    const runs = catalog.all(asked);
    return context.html(
      <CampaignsPage asked={asked} campaigns={campaignsOf(runs)} lookedAt={runs.length} />,
    );
  });

  app.get('/runs/:run', (context) => {
    const { run: name } = checked(runParams, context.req.param());
    const run = reader.resolve(name);
    if (run.runId !== name) return context.redirect(`/runs/${run.runId}`, 302);
    const report = reader.report(run);
    return context.html(
      <RunPage
        run={run}
        report={report}
        series={reader.series(run)}
        asked={reader.asked(run)}
        instruments={reader.instruments(run)}
      />,
    );
  });

  addStoryRoutes(app, reader);
}
