/** What a run left behind: orders, fills, the steps of its journal, series for charts, and explanations. */
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { explain } from '../../report/telling/explain.js';
import { readBlock } from '../../runs/read-block.js';
import { toldFrom } from '../../runs/read-run.js';
import { ProblemError } from '../problem.js';
import { fillWithDecimals, orderWithDecimals } from '../run-rows.js';
import type { RunReader } from '../run-reader.js';
import { thinSeries } from '../thin-series.js';

import { DOCUMENT_PROBLEMS, RUN_PROBLEMS, jsonAnswer, problemAnswers } from './answer.js';
import { explainQuery, rowsPageQuery, runParams, seriesQuery } from './parameters.js';
import { namedSeries } from './named-schemas.js';
import { explanationSchema, fillSchema, orderSchema, pageOf, stepSchema } from './run-schemas.js';

const PROBLEMS = problemAnswers(...RUN_PROBLEMS);

const ordersRoute = createRoute({
  method: 'get',
  path: '/api/v1/runs/{run}/orders',
  summary: 'Parents and their children as rows (ORD-8)',
  request: { params: runParams, query: rowsPageQuery },
  responses: { 200: jsonAnswer(pageOf(orderSchema), 'A page of orders'), ...PROBLEMS },
});

const fillsRoute = createRoute({
  method: 'get',
  path: '/api/v1/runs/{run}/fills',
  summary: 'The ledger of fills, in the order in which the engine learned of them',
  request: { params: runParams, query: rowsPageQuery },
  responses: { 200: jsonAnswer(pageOf(fillSchema), 'A page of fills'), ...PROBLEMS },
});

const eventsRoute = createRoute({
  method: 'get',
  path: '/api/v1/runs/{run}/events',
  summary:
    'The journal: one item a step, an input and the entries made of it; the cursor is a step',
  request: { params: runParams, query: rowsPageQuery },
  responses: { 200: jsonAnswer(pageOf(stepSchema), 'A page of steps'), ...PROBLEMS },
});

const seriesRoute = createRoute({
  method: 'get',
  path: '/api/v1/runs/{run}/series',
  summary: 'Prices, fills, and quantity against schedule, at most `points` rows each (fills: all)',
  request: { params: runParams, query: seriesQuery },
  responses: {
    200: jsonAnswer(namedSeries, 'Columns for charts'),
    ...problemAnswers(...DOCUMENT_PROBLEMS),
  },
});

const explainRoute = createRoute({
  method: 'get',
  path: '/api/v1/runs/{run}/explain',
  summary: 'Why an order was sent, why it filled, why the engine learned of it then',
  request: { params: runParams, query: explainQuery },
  responses: {
    200: jsonAnswer(explanationSchema, 'The story, line by line'),
    ...problemAnswers(...DOCUMENT_PROBLEMS, 'order-not-found', 'too-long-to-tell'),
  },
});

/** One more than asked for tells whether there is another page. */
function pageFrom<T>(rows: readonly T[], { from, limit }: { from: number; limit: number }) {
  const nextCursor = rows.length > limit ? String(from + limit) : null;
  return { items: rows.slice(0, limit), nextCursor };
}

export function addRecordRoutes(app: OpenAPIHono, reader: RunReader): void {
  const { store } = reader;
  app.openapi(ordersRoute, (context) => {
    const run = reader.resolve(context.req.valid('param').run);
    const { limit, cursor: from } = context.req.valid('query');
    const instruments = reader.instruments(run);
    const rows = store.orders(run.runId, { from, limit: limit + 1 });
    const items = toldFrom(run.runId, () => rows.map((row) => orderWithDecimals(row, instruments)));
    return context.json(pageFrom(items, { from, limit }), 200);
  });
  app.openapi(fillsRoute, (context) => {
    const run = reader.resolve(context.req.valid('param').run);
    const { limit, cursor: from } = context.req.valid('query');
    const instruments = reader.instruments(run);
    const rows = store.fills(run.runId, { from, limit: limit + 1 });
    const items = toldFrom(run.runId, () => rows.map((row) => fillWithDecimals(row, instruments)));
    return context.json(pageFrom(items, { from, limit }), 200);
  });
  app.openapi(eventsRoute, (context) => {
    const { runId } = reader.resolve(context.req.valid('param').run);
    const { limit, cursor: from } = context.req.valid('query');
    const blocks = toldFrom(runId, () => store.blocks(runId, from, limit + 1).map(readBlock));
    const items = blocks.map(({ seq, hash, input, entries }) => ({ seq, hash, input, entries }));
    return context.json(pageFrom(items, { from, limit }), 200);
  });
  app.openapi(seriesRoute, (context) => {
    const run = reader.resolve(context.req.valid('param').run);
    const series = reader.series(run);
    if (series === null) throw new ProblemError('not-recorded', `Run ${run.runId} kept no series.`);
    return context.json(thinSeries(series, context.req.valid('query').points), 200);
  });
  app.openapi(explainRoute, (context) => {
    const run = reader.resolve(context.req.valid('param').run);
    const { of } = context.req.valid('query');
    const explanation = reader.told(run, (source) => explain(source, of));
    if (explanation.kind === 'problem')
      throw new ProblemError('order-not-found', `${explanation.text}.`);
    return context.json({ of, lines: explanation.lines }, 200);
  });
}
