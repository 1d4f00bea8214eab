/** Whether the server is well, with causes, and whether it can answer: both ask the results database. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ResultsStore } from '../../store/results-store.js';
import { jsonAnswer } from './answer.js';
import { text } from '../../report/schema/fields.js';

const healthSchema = z
  .strictObject({
    status: z.enum(['healthy', 'degraded', 'unhealthy']),
    causes: z.array(text).readonly(),
  })
  .openapi('Health');

const healthRoute = createRoute({
  method: 'get',
  path: '/health',
  summary: 'How the server is, with causes',
  responses: {
    200: jsonAnswer(healthSchema, 'Healthy, or degraded'),
    503: jsonAnswer(healthSchema, 'Unhealthy'),
  },
});

const readySchema = z.strictObject({ ready: z.boolean() }).openapi('Readiness');

const readyRoute = createRoute({
  method: 'get',
  path: '/ready',
  summary: 'Whether requests can be answered',
  responses: { 200: jsonAnswer(readySchema, 'Ready'), 503: jsonAnswer(readySchema, 'Not ready') },
});

export function addHealthRoutes(app: OpenAPIHono, store: ResultsStore): void {
  app.openapi(healthRoute, (context) =>
    answers(store)
      ? context.json({ status: 'healthy' as const, causes: [] }, 200)
      : context.json(
          { status: 'unhealthy' as const, causes: ['the results database cannot be read'] },
          503,
        ),
  );
  app.openapi(readyRoute, (context) =>
    answers(store) ? context.json({ ready: true }, 200) : context.json({ ready: false }, 503),
  );
}

function answers(store: ResultsStore): boolean {
  try {
    store.list({ limit: 1 });
    return true;
  } catch {
    return false;
  }
}
