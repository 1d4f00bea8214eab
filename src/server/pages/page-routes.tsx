/** Addresses of the pages. A prefix of a run id, and `latest`, lead on to the page with the full id. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { explain } from '../../report/telling/explain.js';
import { traceRows } from '../../report/telling/trace.js';
import {
  explainQuery,
  rowsPageQuery,
  runFilterQuery,
  runParams,
  runsPageQuery,
} from '../api/parameters.js';
import { campaignsOf } from '../campaigns.js';
import type { Readers } from '../dependencies.js';
import type { RunReader } from '../run-reader.js';
import { ProblemError } from '../problem.js';
import { checked, given } from './asked-page.js';
import { CampaignsPage } from './campaigns-page.js';
import { addCompareRoutes } from './compare-routes.js';
import { ExplainPage } from './explain-page.js';
import { EventsPage } from './events-page.js';
import { RunListPage } from './run-list.js';
import { RunPage } from './run-page.js';

/** A page of the list reads as many reports. */
const RUNS_PER_PAGE = 25;
const EVENTS_PER_PAGE = 250;

export function addPageRoutes(app: OpenAPIHono, { reader, catalog }: Readers): void {
  addCompareRoutes(app, { reader, catalog });

  app.get('/', (context) => {
    const asked = checked(runsPageQuery, given(context.req.query()));
    const { items, nextCursor } = catalog.list({ ...asked, limit: RUNS_PER_PAGE });
    return context.html(<RunListPage asked={asked} runs={items} nextCursor={nextCursor} />);
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

/** What happened, told from the journal. */
function addStoryRoutes(app: OpenAPIHono, reader: RunReader): void {
  app.get('/runs/:run/explain', (context) => {
    const { run: name } = checked(runParams, context.req.param());
    const { of } = checked(explainQuery, context.req.query());
    const run = reader.resolve(name);
    const explanation = explain(reader.traceSource(run), of);
    if (explanation.kind === 'problem')
      throw new ProblemError('order-not-found', `${explanation.text}.`);
    return context.html(<ExplainPage run={run} of={of} lines={explanation.lines} />);
  });

  app.get('/runs/:run/events', (context) => {
    const { run: name } = checked(runParams, context.req.param());
    const { cursor: from } = checked(rowsPageQuery, context.req.query());
    const run = reader.resolve(name);
    if (run.runId !== name) return context.redirect(`/runs/${run.runId}/events`, 302);
    const source = reader.traceSource(run);
    const rows = traceRows(source);
    return context.html(
      <EventsPage
        run={run}
        rows={rows.slice(from, from + EVENTS_PER_PAGE)}
        from={from}
        total={rows.length}
        pageLength={EVENTS_PER_PAGE}
        startMicros={source.virtual.start}
      />,
    );
  });
}
