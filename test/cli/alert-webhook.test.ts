/** ALR-3: alerts are told to a webhook on the loopback interface; what it costs is bounded, and nothing of its address is told. */
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import { AlertWebhook, ALERTS_TOLD_MAX } from '../../src/server/alert-webhook.js';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Told {
  readonly alerts: readonly { readonly code: string; readonly text: string }[];
  readonly leftOut: number;
}

/** Answers with one status after the other, the last one for ever; null = not at all. */
async function hook(...statuses: readonly (number | null)[]) {
  const told: Told[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const status = statuses[Math.min(told.length, statuses.length - 1)] ?? null;
      told.push(JSON.parse(text) as Told);
      if (status !== null) response.writeHead(status, { location: '/other' }).end('{}');
    });
  });
  open.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { told, address: new URL(`http://127.0.0.1:${port}/services/T0/hush-hush`) };
}

const alert = (code: string, text: string, level = 'warning') => ({
  code,
  level,
  subject: 'engine',
  text,
  state: 'raised',
  firstMicros: 1,
  lastMicros: 1,
  count: 1,
});
const reportWith = (alerts: readonly object[]): Report =>
  ({ runId: 'r1', alerts }) as unknown as Report;
const ONE = reportWith([alert('kill-switch', 'stop')]);

const BOUNDS = { attempts: 3, timeoutMillis: 5000, pauseMillis: 1 };
const webhookTo = (address: URL, bounds: Partial<typeof BOUNDS> = {}): AlertWebhook =>
  new AlertWebhook({
    address,
    redact: (text) => text.replaceAll('s3cret', '***'),
    bounds: { ...BOUNDS, ...bounds },
  });
const never = new AbortController().signal;

describe('the webhook of alerts', () => {
  it('ALR-3: is told the gravest first, without secrets, and so many at once', async () => {
    const { told, address } = await hook(200);
    const many = Array.from({ length: ALERTS_TOLD_MAX }, (_, n) => alert(`w${n}`, 'token s3cret'));
    const report = reportWith([...many, alert('bust', 'undone', 'critical')]);
    expect(await webhookTo(address).tell(report, never)).toBeNull();
    expect(told).toHaveLength(1);
    expect(told[0]?.alerts).toHaveLength(ALERTS_TOLD_MAX);
    expect(told[0]?.alerts.slice(0, 2)).toMatchObject([
      { code: 'bust' },
      { code: 'w0', text: 'token ***' },
    ]);
    expect(told[0]?.leftOut).toBe(1);
  });

  it('ALR-3: is asked again where that may help, and is told nothing where nothing was raised', async () => {
    const { told, address } = await hook(503, 429, 204);
    expect(await webhookTo(address).tell(reportWith([]), never)).toBeNull();
    expect(told).toHaveLength(0);
    expect(await webhookTo(address).tell(ONE, never)).toBeNull();
    expect(told).toHaveLength(3);
  });

  it.each([
    ['fails for ever', [500], 3, 'it answered 500'],
    ['refuses', [403], 1, 'it answered 403'],
    ['points elsewhere', [307], 1, 'it answered 307'],
  ] as const)(
    'ALR-3: one that %s is given up, by its host alone',
    async (_, statuses, asked, why) => {
      const { told, address } = await hook(...statuses);
      const webhook = webhookTo(address);
      const failure = await webhook.tell(ONE, never);
      expect(failure).toBe(`alerts were not delivered to ${address.host}: ${why}`);
      expect(await webhook.tell(ONE, never)).toBeNull();
      expect(told).toHaveLength(asked);
    },
  );

  it('ALR-3: one that never answers costs so much time and no more; nor does whoever stops waiting', async () => {
    const { address, told } = await hook(null);
    const failure = await webhookTo(address, { attempts: 2, timeoutMillis: 60 }).tell(ONE, never);
    expect(failure).toContain('it did not answer in time');
    expect(told.length).toBeLessThanOrEqual(2);
    const stopped = AbortSignal.abort();
    expect(await webhookTo(address).tell(ONE, stopped)).toContain('interrupted');
  });
});
