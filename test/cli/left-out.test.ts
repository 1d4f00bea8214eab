/** What a scenario may leave out: what it shows, and the instrument where the market tells it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import { runScenario } from '../../src/runs/run-scenario.js';
import { eventRecords, gzip, npzBytes, rawText } from '../data/format-writers.js';
import { makeSession } from '../data/session.js';
import { runMain, temporaryFolder } from './support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const put = (name: string, content: string | Uint8Array): string => {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
};
const db = join(folder.path, 'r.db');
const run = (...argv: readonly string[]) =>
  runMain(['run', ...argv, '--db', db], { cwd: folder.path });

const session = makeSession({ seed: 3 });
put('m.gz', gzip(Buffer.from(rawText(session, 'spot'))));
put('m.npz', npzBytes(eventRecords(session)));
const scenario = (market: string, more = ''): string => `name: short
market: ${market}
${more}orders:
  - { at: 2s, side: buy, quantity: "0.2", duration: 8s, slices: 2 }
`;
const recorded = put('recorded.yaml', scenario('{ replay: { files: [m.gz] } }'));
const named = put(
  'named.yaml',
  scenario(
    '{ replay: { files: [m.gz] } }',
    `instrument: { symbol: ${session.symbol}, tickSize: "0.1", lotSize: "0.001" }\n`,
  ),
);
const generated = put(
  'generated.yaml',
  scenario('{ synthetic: { model: random-walk, startPrice: "61800" } }'),
);

const reportOf = async (...argv: readonly string[]): Promise<Report> => {
  const ran = await run(...argv, '--json');
  expect(ran.err).toBe('');
  return JSON.parse(ran.out) as Report;
};

describe('a scenario without shows', () => {
  it('is called by its name alone', async () => {
    const ran = await run(generated, named);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^✓ short$/m);
    expect((await run(generated, '--seeds', '2')).out).toMatch(/^short$/m);
  });
});

describe('a scenario without instrument', () => {
  it('takes symbol and grid from a recorded market, as if they stood there', async () => {
    const [left, told] = [await reportOf(recorded), await reportOf(named)];
    expect(left.parents[0]).toMatchObject({ symbol: session.symbol, status: 'filled' });
    expect(left.journalHash).toBe(told.journalHash);
  });

  it('repeats: verify finds the same run', async () => {
    await reportOf(recorded);
    const verified = await runMain(['verify', 'latest', '--db', db], { cwd: folder.path });
    expect(verified).toMatchObject({ code: 0 });
  });

  it('may name a part of it', async () => {
    const report = await reportOf(recorded, '--set', 'instrument.adv=25000');
    expect(report.parents[0]?.symbol).toBe(session.symbol);
    expect(report.warnings.map(({ text }) => text).join()).not.toContain('daily volume');
  });

  it('has one on a generated market', async () => {
    const report = await reportOf(generated);
    expect(report.parents[0]).toMatchObject({ symbol: 'BTCUSDT', status: 'filled' });
  });

  it('runs from a program, too', async () => {
    expect((await runScenario(recorded)).parents[0]?.symbol).toBe(session.symbol);
  });

  it('is compared and swept like any other', async () => {
    expect((await run(named, '--against', recorded)).out).toContain('cost nothing');
    const swept = await run(recorded, '--sweep', 'orders.0.slices=1,2');
    expect(swept).toMatchObject({ code: 0, err: '' });
    expect((await run(recorded, '--seeds', '2')).code).toBe(0);
  });

  it('is told what to write where the files carry no symbol, with the grid they show', async () => {
    const unnamed = put('unnamed.yaml', scenario('{ replay: { files: [m.npz] } }'));
    const ran = await run(unnamed);
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toContain('files of this format carry no symbol');
    expect(ran.err).toMatch(
      /instrument: \{ symbol: BTCUSDT, tickSize: "0\.1", lotSize: "[\d.]+" \}/,
    );
    const fixed = await run(unnamed, '--set', 'instrument.symbol=BTCUSDT');
    expect(fixed).toMatchObject({ code: 0, err: '' });
  });

  it('and without a market is told so', async () => {
    const none = put('none.yaml', 'name: none\norders: [{ side: buy, quantity: "1" }]\n');
    const ran = await run(none);
    expect(ran.code).toBe(3);
    expect(ran.err).toMatch(/market: is missing: give a market/);
  });
});
