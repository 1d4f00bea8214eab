/**
 * API-3 to API-7: whatever is sent to a running engine ends in the right status, by a model of the rules that shares no code with it. As many as
 * `npm run requests` asks for: 100,000 there.
 */
import { expect, it } from 'vitest';
import { testSeed } from '../support/test-seed.js';
import { ENGINE_ROUTES } from '../../src/server/engine/engine-app.js';
import { ADDRESSES } from './support/requests/addresses.js';
import { newTally, playSession } from './support/requests/session.js';

const SESSIONS = 12;

it('API-3 API-5 API-6 API-7 RSK-3: 1,200 requests end in the right status, nobody is served what is not theirs, nothing passes a limit', async () => {
  const tally = newTally();
  for (let session = 0; session < SESSIONS; session += 1)
    await playSession(testSeed + session, tally);
  expect(tally.findings).toEqual([]);
  expect(tally.requests).toBeGreaterThanOrEqual(1_000);
  expect(tally.gated).toBeGreaterThan(0);
  expect(tally.raced).toBeGreaterThan(50);
  for (const status of [
    200, 201, 202, 400, 401, 403, 404, 405, 409, 411, 413, 414, 415, 421, 422, 503,
  ])
    expect(tally.byStatus.get(status), String(status)).toBeGreaterThan(0);
  expect(tally.byStatus.get(500)).toBeUndefined();
}, 60_000);

it('API-5 API-6: every line of the table is asked for, with every method', () => {
  const lines = ENGINE_ROUTES.map(
    ({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{id}')}`,
  );
  const asked = Object.entries(ADDRESSES).flatMap(([path, methods]) =>
    methods.map((method) => `${method} ${path}`),
  );
  expect(lines.filter((line) => !asked.includes(line))).toEqual([]);
});
