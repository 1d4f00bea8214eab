/** The log at the edge: JSON lines with the time of the run, and no secret in any of them, however it got there. */
import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../src/core/engine/log-line.js';
import type { EpochMicros } from '../../src/core/ground/units.js';
import { logWriter } from '../../src/cli/log/log-writer.js';

const SECRET = 'k3y-0123456789abcdef';

function written(fields: LogFields, env: Record<string, string> = {}): string {
  const lines: string[] = [];
  const write = logWriter((text) => lines.push(text), env);
  const time = '2024-01-01T00:02:50.085Z';
  write({
    time,
    atMicros: 1_704_067_370_085_000 as EpochMicros,
    level: 'warn',
    event: 'e',
    fields,
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.endsWith('\n')).toBe(true);
  return lines[0] ?? '';
}

describe('the structured log', () => {
  it('FIL-10 SCH-9: a line is one JSON value with the level as a word and the time of the run, not of the machine', () => {
    expect(JSON.parse(written({ order: 'P1/0', polls: 3, final: null }))).toEqual({
      level: 'warn',
      time: '2024-01-01T00:02:50.085Z',
      atMicros: 1_704_067_370_085_000,
      event: 'e',
      fields: { order: 'P1/0', polls: 3, final: null },
    });
  });

  it('FIL-10: the value of a secret that the process was given stands in no line', () => {
    const env = {
      BINANCE_API_KEY: SECRET,
      ALPACA_SECRET: `${SECRET}-longer`,
      EDITOR: 'vi',
      PIN_KEY: 'P1',
    };
    const text = written({ text: `refused: ${SECRET}-longer and ${SECRET}`, order: 'P1/0' }, env);
    expect(text).not.toContain(SECRET);
    expect(text).toContain('refused: [redacted] and [redacted]');
    expect(text).toContain('P1/0');
  });

  it.each([
    ['a query', 'GET /order?symbol=BTCUSDT&signature=abcdef123&timestamp=1', 'abcdef123'],
    ['a header', 'X-MBX-APIKEY: 9f8e7d6c5b4a', '9f8e7d6c5b4a'],
    ['a bearer', 'Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30', 'eyJhbGciOiJIUzI1NiJ9'],
    ['a body', '{"apiSecret": "s3cr3t-value", "side": "buy"}', 's3cr3t-value'],
  ])('FIL-10: what a text calls a secret is none any more: %s', (_, said, secret) => {
    const text = written({ text: said });
    expect(text).not.toContain(secret);
    expect(text).toContain('[redacted]');
  });

  it('FIL-10: a field that is called so is not told, whatever it holds', () => {
    const text = written({ apiKey: 'short', token: 'x', order: 'P1/0' });
    expect(JSON.parse(text)).toMatchObject({
      fields: { apiKey: '[redacted]', token: '[redacted]', order: 'P1/0' },
    });
  });

  it('FIL-10: the rest of a line stays as it is', () => {
    const said = 'signature of the order: 12 tokens bought; secretly filled';
    expect(written({ text: said })).toContain('12 tokens bought; secretly filled');
  });
});
