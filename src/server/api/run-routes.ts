/** The list of runs, one run, its parents, and two runs side by side. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { compareReports } from '../../report/many/compare.js';
import type { Readers } from '../dependencies.js';
import { DOCUMENT_PROBLEMS, jsonAnswer, problemAnswers } from './answer.js';
import { compareQuery, runParams, runsPageQuery } from './parameters.js';
import { namedParent, namedReport } from './named-schemas.js';
import { comparisonSchema, listingSchema, pageOf } from './run-schemas.js';

const listRoute = createRoute({
  method: 'get',
  path: '/api/v1/runs',
  summary: 'Simulated runs, filtered and sorted; the newest first',
  request: { query: runsPageQuery },
  responses: {
    200: jsonAnswer(pageOf(listingSchema), 'A page of runs'),
    ...problemAnswers('invalid-request'),
  },
});

const compareRoute = createRoute({
  method: 'get',
  path: '/api/v1/runs/compare',
  summary: 'Two runs side by side: every figure that is a number',
  request: { query: compareQuery },
  responses: {
    200: jsonAnswer(comparisonSchema, 'Both runs and their figures'),
    ...problemAnswers(...DOCUMENT_PROBLEMS),
  },
});

const runRoute = createRoute({
  method: 'get',
  path: '/api/v1/runs/{run}',
  summary: 'The report of one run',
  request: { params: runParams },
  responses: {
    200: jsonAnswer(namedReport, 'The report'),
    ...problemAnswers(...DOCUMENT_PROBLEMS),
  },
});

const parentsRoute = createRoute({
  method: 'get',
  path: '/api/v1/runs/{run}/parents',
  summary: 'The parent orders of one run, with their costs and children',
  request: { params: runParams },
  responses: {
    200: jsonAnswer(
      z.strictObject({ items: z.array(namedParent).readonly(), nextCursor: z.null() }),
      'All parents of the run',
    ),
    ...problemAnswers(...DOCUMENT_PROBLEMS),
  },
});

export function addRunRoutes(app: OpenAPIHono, { reader, catalog }: Readers): void {
  app.openapi(listRoute, (context) => {
    return context.json(catalog.list(context.req.valid('query')), 200);
  });
  // Before `/runs/{run}`, which would take `compare` for a name.
  app.openapi(compareRoute, (context) => {
    const { a, b } = context.req.valid('query');
    const [first, second] = [reader.resolve(a), reader.resolve(b)];
    const figures = compareReports(reader.report(first), reader.report(second));
    return context.json({ a: catalog.listing(first), b: catalog.listing(second), figures }, 200);
  });
  app.openapi(runRoute, (context) => {
    const run = reader.resolve(context.req.valid('param').run);
    return context.json(reader.report(run), 200);
  });
  app.openapi(parentsRoute, (context) => {
    const run = reader.resolve(context.req.valid('param').run);
    return context.json({ items: reader.report(run).parents, nextCursor: null }, 200);
  });
}
