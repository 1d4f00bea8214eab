/** The application over a store, asked as a well-behaved local program would. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { createApp } from '../../../src/server/app.js';
import type { ResultsStore } from '../../../src/store/results-store.js';
import { sampleStore } from './sample-store.js';

export const PORT = 8080;
const ORIGIN = `http://127.0.0.1:${PORT}`;

export interface TestApp {
  readonly app: OpenAPIHono;
  readonly store: ResultsStore;
  readonly bugs: unknown[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  json(path: string): Promise<Record<string, unknown>>;
}

export async function testApp(store?: ResultsStore): Promise<TestApp> {
  const opened = store ?? (await sampleStore());
  const bugs: unknown[] = [];
  const app = createApp({ store: opened, port: () => PORT, onBug: (error) => bugs.push(error) });
  const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    app.request(`${ORIGIN}${path}`, { headers: { host: `127.0.0.1:${PORT}`, ...headers } });
  return {
    app,
    store: opened,
    bugs,
    get,
    json: async (path) => (await (await get(path)).json()) as Record<string, unknown>,
  };
}
