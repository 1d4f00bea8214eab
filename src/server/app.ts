/**
 * The application: security first, then the API, the pages and the files they need. Read-only: no route changes
 * anything. Testable through `app.request` without a socket; limits of time and headers belong to the socket (serve.ts).
 */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { addHealthRoutes } from './api/health-routes.js';
import { addRecordRoutes } from './api/record-routes.js';
import { addRunRoutes } from './api/run-routes.js';
import { addAssetRoutes } from './assets.js';
import type { ServerDependencies } from './dependencies.js';
import { addPageRoutes } from './pages/page-routes.js';
import { wantsPage, problemPage } from './pages/problem-page.js';
import { ProblemError, asProblem, invalidRequest, problemResponse } from './problem.js';
import { RunCatalog } from './run-catalog.js';
import { RunReader } from './run-reader.js';
import { noStore, responseHeaders } from './security/headers.js';
import { hostCheck } from './security/host-check.js';
import { addressLimit, bodySizeLimit } from './security/limits.js';
import { originCheck } from './security/origin-check.js';

const API_DESCRIPTION = {
  openapi: '3.1.0',
  info: {
    title: 'squall',
    version: '1',
    description:
      'Results of simulated runs. Times are epoch microseconds; quantities, prices and money are decimal strings; null = not measured.',
  },
};

export function createApp(dependencies: ServerDependencies): OpenAPIHono {
  const { store, port, onBug } = dependencies;
  const app = new OpenAPIHono({
    defaultHook: (checked) => {
      if (!checked.success) throw invalidRequest(checked.error.issues);
    },
  });
  app.onError((error, context) => {
    const problem = asProblem(error);
    if (problem.code === 'bug' || problem.code === 'store-unavailable') onBug?.(error);
    return wantsPage(context) ? problemPage(context, problem) : problemResponse(context, problem);
  });
  app.notFound((context) => {
    const problem = new ProblemError('not-found', `Nothing is at ${context.req.path}.`);
    return wantsPage(context) ? problemPage(context, problem) : problemResponse(context, problem);
  });
  app.use(
    responseHeaders,
    hostCheck(port),
    originCheck(port),
    noStore,
    addressLimit,
    bodySizeLimit,
  );
  app.use(readOnly(app));
  const reader = new RunReader(store);
  addHealthRoutes(app, store);
  const readers = { reader, catalog: new RunCatalog(reader) };
  addRunRoutes(app, readers);
  addRecordRoutes(app, reader);
  app.doc31('/openapi.json', API_DESCRIPTION);
  addAssetRoutes(app);
  addPageRoutes(app, readers);
  return app;
}

/** A known address asked in another way is not unknown: 405, with what it takes. */
const readOnly = (app: OpenAPIHono): MiddlewareHandler =>
  methodNotAllowed({
    app,
    onMethodNotAllowed: (context, allow) =>
      problemResponse(
        context,
        new ProblemError('method-not-allowed', `${context.req.method} is not for this address.`, {
          allow,
        }),
      ),
  });
