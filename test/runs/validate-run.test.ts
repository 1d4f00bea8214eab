/** What `validate` accepts, `run` runs, and what one refuses the other refuses in the same words. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runWindow } from '../../src/runs/run-window.js';
import { DEFAULT_WORK_LIMITS } from '../../src/runs/scenario/work-limits.js';
import { workProblems } from '../../src/runs/work.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { STACK_LINE, runMain, temporaryFolder } from '../cli/support/run-main.js';
import { gzip, rawText } from '../data/format-writers.js';
import { makeSession } from '../data/session.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const db = join(folder.path, 'results.db');

const scenario = (synthetic: string, more = ''): string => `name: checked
shows: a value that no run could take
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001" }
market: { synthetic: { model: random-walk, ${synthetic} } }
clock: { duration: 10s }
orders:
  - { at: 1s, side: buy, quantity: "0.04", duration: 4s, slices: 2 }
${more}`;

describe('a scenario no run could take', () => {
  it.each([
    [
      'a stop on a mark price',
      'startPrice: "61800"',
      'venue: { fill: { stopTrigger: mark } }',
      'stopTrigger',
    ],
    ['a start too near to zero', 'startPrice: "1900"', '', 'startPrice'],
    ['steps the generator refuses', 'startPrice: "61800", stepTicksMax: 500', '', 'stepTicksMax'],
  ])('%s is refused before it starts', (_title, synthetic, more, key) => {
    expect(() => parseScenario('checked.yaml', scenario(synthetic, more))).toThrow(key);
  });
});

/** Two recordings of twenty seconds each, an hour apart. */
const EARLY = Date.UTC(2024, 7, 8, 12) * 1_000;
const recording = (startMicros: number): Uint8Array =>
  gzip(Buffer.from(rawText(makeSession({ seed: 5, startMicros, symbol: 'BTCUSDT' }), 'spot')));
const whole = recording(EARLY);
writeFileSync(join(folder.path, 'early.gz'), whole);
writeFileSync(join(folder.path, 'late.gz'), recording(EARLY + 3_600_000_000));
writeFileSync(join(folder.path, 'torn.gz'), whole.subarray(0, Math.floor(whole.length / 2)));
writeFileSync(join(folder.path, 'empty.gz'), '');
writeFileSync(join(folder.path, 'mute.mjs'), 'export const strategie = () => null;');
writeFileSync(join(folder.path, 'broken.mjs'), 'throw new Error("no luck");');

interface Parts {
  readonly files?: string;
  readonly clock?: string;
  readonly orders?: string;
  readonly more?: string;
}

const over = ({ files, clock, orders, more }: Parts): string => `name: over-files
shows: whether a market file is taken
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001" }
market: { replay: { files: [${files ?? 'early.gz'}] } }
clock: { ${clock ?? ''} }
orders:
  - ${orders ?? '{ at: 1s, side: buy, quantity: "0.04", duration: 8s, slices: 2 }'}
${more ?? ''}`;

let written = 0;

async function bothOf(text: string) {
  const file = join(folder.path, `s${(written += 1)}.yaml`);
  writeFileSync(file, text);
  const validated = await runMain(['scenario', 'validate', file]);
  const ran = await runMain(['run', file, '--json', '--db', db]);
  return { validated, ran };
}

describe('scenario validate opens what a run opens', () => {
  it('accepts a recording that covers the run, which then runs', async () => {
    const { validated, ran } = await bothOf(over({ clock: 'duration: 15s' }));
    expect(validated).toEqual({ code: 0, out: 'ok  over-files\n', err: '' });
    expect(ran).toMatchObject({ code: 0, err: '' });
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['a recording cut off', over({ files: 'torn.gz' }), /:4:\d+: market\.replay\.files\.0: .+torn/],
    ['an empty file', over({ files: 'empty.gz' }), /:4:\d+: market\.replay\.files\.0: .+empty/],
    ['a folder for a file', over({ files: '"."' }), /:4:\d+: market\.replay\.files\.0: /],
    ['another tick', over({}).replace('"0.1"', '"0.3"'), /:4:\d+: market.+off the tick size 0\.3/],
    ['another symbol', over({}).replace('BTCUSDT', 'ETHUSDT'), /:4:\d+: market.+ETHUSDT/],
    [
      'a run longer than the data',
      over({ clock: 'duration: 60s' }),
      /:5:\d+: clock\.duration: .+\n {2}fix: write at most 1\ds/,
    ],
    [
      'best prices of a stream that was not recorded',
      over({ more: 'venue: { fill: { top: ticker } }' }),
      /:8:\d+: venue\.fill\.top: no market .+ stream of best prices\n {2}fix: .*diffs/,
    ],
    [
      'a start before the data',
      over({ clock: 'start: "2024-08-08T11:00:00Z"' }),
      /:5:\d+: clock\.start: .+outside the data/,
    ],
    [
      'an order after the end of the data',
      over({ orders: '{ at: 30s, side: buy, quantity: "1" }' }),
      /:7:\d+: orders\.0\.at: 30 s/,
    ],
    [
      'a strategy without the export',
      over({ more: 'strategies: [{ id: s, module: ./mute.mjs }]' }),
      /:8:\d+: strategies\.0\.module: .+exports no function/,
    ],
    [
      'years a calendar does not know',
      scenario('startPrice: "61800"')
        .replace('"0.001" }', '"0.001", calendar: nyse }')
        .replace('clock: {', 'clock: { start: "2031-01-06T15:00:00Z",'),
      /:3:\d+: instrument\.calendar: the sessions of nyse are not known/,
    ],
    [
      'a strategy that cannot be loaded',
      over({ more: 'strategies: [{ id: s, module: ./broken.mjs }]' }),
      /:8:\d+: strategies\.0\.module: .+no luck/,
    ],
  ];
  it.each(refused)('refuses %s with its place, in the words of run', async (_name, text, words) => {
    const { validated, ran } = await bothOf(text);
    expect(validated.err).toMatch(words);
    expect(validated.err).not.toMatch(STACK_LINE);
    expect(validated).toMatchObject({ code: 3, out: '' });
    expect(ran).toEqual(validated);
  });

  it('says what is wrong with each of several instruments at once', async () => {
    const { validated, ran } = await bothOf(`name: several
shows: two instruments that cannot be used
instruments:
  - { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", market: { replay: { files: [torn.gz] } } }
  - { symbol: ETHUSDT, tickSize: "0.1", lotSize: "0.001", market: { synthetic: { model: random-walk, startPrice: "6180" } } }
  - { symbol: SOLUSDT, tickSize: "0.1", lotSize: "0.001", market: { replay: { files: [early.gz] } } }
strategies: [{ id: s, module: ./mute.mjs }]
`);
    expect(validated.err).toMatch(/:4:\d+: instruments\.0\.market\.replay\.files\.0: /);
    expect(validated.err).toMatch(/:6:\d+: instruments\.2\.market\.replay\.files\.0: .+SOLUSDT/);
    expect(validated.err).toMatch(/:7:\d+: strategies\.0\.module: /);
    expect(validated.code).toBe(3);
    expect(ran).toEqual(validated);
  });

  it('refuses recordings that share no time', async () => {
    const { validated, ran } = await bothOf(`name: apart
shows: recordings an hour apart
instruments:
  - { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", market: { replay: { files: [early.gz] } } }
  - { symbol: BTC.LATE, quoteAsset: USDT, tickSize: "0.1", lotSize: "0.001", market: { replay: { files: [late.gz], symbol: BTCUSDT } } }
orders: [{ side: buy, quantity: "1", duration: 5s }]
`);
    expect(validated.err).toMatch(/:4:\d+: instruments\.0\.market\.replay\.files: .+has ended/);
    expect(validated.code).toBe(3);
    expect(ran).toEqual(validated);
  });
});

describe('a run that would take too much', () => {
  const plain = scenario('startPrice: "61800"');
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      'a year of market',
      plain.replace('duration: 10s', 'duration: 365d'),
      /:5:\d+: clock\.duration: this run comes to about [\d,]+ rows of generated market: the limit is 40,000,000\n {2}fix: .+SQUALL_RUN_ROWS_MAX/,
    ],
    [
      'ten thousand slices a second',
      plain
        .replace('duration: 10s', 'duration: 1d')
        .replace('"0.04", duration: 4s, slices: 2', '"9000", duration: 20h, slices: 9000000'),
      /:7:\d+: orders\.0\.slices: .+ steps of the engine.+\n {2}fix: .+SQUALL_RUN_STEPS_MAX/,
    ],
    [
      'slices of one lot, which nobody asked for',
      plain
        .replace('lotSize: "0.001"', 'lotSize: "0.001", adv: "0.1"')
        .replace('"0.04"', '"90000"'),
      /:7:\d+: orders\.0\.quantity: .+\n {2}fix: write a smaller quantity, or a larger adv/,
    ],
    [
      'a day of orders that nobody answers for',
      plain
        .replace('duration: 10s', 'duration: 1d')
        .replace('"0.04", duration: 4s, slices: 2', '"900", duration: 20h, slices: 72000')
        .concat('faults: [{ kind: outage, at: 0s, for: 20h }]\n'),
      /:7:\d+: orders\.0\.slices: .+ steps of the engine/,
    ],
    [
      'a look at each order a thousand times a second',
      plain
        .replace('duration: 10s', 'duration: 1d')
        .replace('duration: 4s, slices: 2', 'fillTimeout: 20h')
        .concat(
          'execution: { fillDetection: { firstPoll: 1ms, pollIncrease: 0s, pollMax: 1ms } }\n',
        ),
      /:7:\d+: orders\.0: .+ steps of the engine/,
    ],
  ];
  it.each(cases)(
    '%s is refused, with the key and how to raise the limit',
    async (_, text, words) => {
      const { validated, ran } = await bothOf(text);
      expect(validated.err).toMatch(words);
      expect(validated.code).toBe(3);
      expect(ran).toEqual(validated);
    },
  );

  it('is not taken for one because of a short outage', () => {
    const text = plain
      .replace('duration: 10s', 'duration: 1d')
      .replace('"0.04", duration: 4s, slices: 2', '"900", duration: 20h, slices: 72000')
      .concat('faults: [{ kind: outage, at: 1h, for: 45s }]\n');
    const { scenario: day } = parseScenario('day.yaml', text);
    expect(workProblems(day, runWindow(day, []), DEFAULT_WORK_LIMITS)).toEqual([]);
  });

  it('is taken when the limit is raised, and a run stored under it is verified where it is raised, too', async () => {
    const file = join(folder.path, 'limited.yaml');
    writeFileSync(file, plain);
    const run = (env: Record<string, string>) =>
      runMain(['run', file, '--json', '--db', db], { env });
    const low = { SQUALL_RUN_ROWS_MAX: '100' };
    expect(await run(low)).toMatchObject({ code: 3 });
    const raised = { SQUALL_RUN_ROWS_MAX: '100000' };
    expect(await run(raised)).toMatchObject({ code: 0 });
    const verify = (env: Record<string, string>) =>
      runMain(['verify', 'latest', '--db', db], { env });
    // A stranger's run may be as large as it likes: the limit is the reader's.
    expect(await verify(low)).toMatchObject({
      code: 3,
      err: expect.stringContaining('raise the limit with SQUALL_RUN_ROWS_MAX') as string,
    });
    expect(await verify(raised)).toMatchObject({ code: 0 });
  });
});
