/** The fidelity sheet (F17): it says every option in force, and another value of any of them is another sheet. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { topRowsOf } from '../oracle/tape-builder.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Fidelity } from '../../src/report/schema/report.js';
import { textReport } from '../../src/report/text/text-report.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { fidelityOf } from '../../src/runs/fidelity/sheet.js';
import { type Telling, type Tellings, choice } from '../../src/runs/fidelity/telling.js';
import { loadScenario } from '../../src/runs/scenario/load.js';
import { venueSchema } from '../../src/runs/scenario/venue-schema.js';
import { type SimulationResult, simulate } from '../../src/runs/simulation.js';
import { planOf } from '../../src/runs/to-plan.js';
import type { VenueProfile } from '../../src/sim/exchange/venue-options.js';
import type { FillOptions } from '../../src/sim/fills/fill-options.js';
import type { Tape } from '../../src/sim/tape/tape.js';
import { temporaryFolder } from '../cli/support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);

/** A file of measured latencies. */
function measured(name: string, ...lines: readonly string[]): string {
  const file = join(folder.path, name);
  writeFileSync(file, ['path,micros', ...lines].join('\n'));
  return file;
}

const FILE = join(import.meta.dirname, '../../scenarios/outage.yaml');

const LATENCIES = [
  '5ms',
  '6ms',
  '{ lognormal: { median: 5ms, sigma: 0.5 } }',
  '{ lognormal: { median: 5ms, sigma: 0.6 } }',
  '{ empirical: [5ms, 6ms] }',
  '{ empirical: [5ms, 7ms] }',
];

/** Every key below `venue:` with values that must each give a sheet of its own; all of them where they are words. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'latency.feed': LATENCIES,
  'latency.submit': LATENCIES,
  'latency.cancel': LATENCIES,
  'latency.ack': LATENCIES,
  'latency.query': LATENCIES,
  'latency.stream': LATENCIES,
  'latency.recorded': [measured('one.csv', 'submit,1000'), measured('two.csv', 'submit,2000')],
  'fees.makerBps': ['"1"', '"-0.5"'],
  'fees.takerBps': ['"5"', '"4"'],
  'fees.schedule': ['binance-spot', 'binance-usdm'],
  'fees.tier': ['vip0', 'vip1'],
  'fees.asset': ['quote', 'received', '{ named: BNB, quotePrice: "500" }'],
  'fill.queue': ['back', 'probabilistic', 'none'],
  'fill.power': ['1', '2', '3'],
  'fill.through': ['pool', 'full'],
  'fill.refill': ['remember', 'fresh-row', 'half-life'],
  'fill.halfLife': ['1s', '2s'],
  'fill.lateDiffs': ['guard', 'literal'],
  'fill.settleMs': ['0', '1', '2'],
  'fill.top': ['ticker', 'diffs'],
  'fill.hidden': ['ignore', 'observed'],
  'fill.stopTrigger': ['last', 'quote'],
  'fill.barTouch': ['false'],
  'account.cash': ['"1000000"', '"5000"'],
  'account.positions': ['{}', '{ BTCUSDT: "1" }', '{ BTCUSDT: "2" }'],
  'account.shorting': ['true', 'false'],
  'account.leverage': ['1', '3'],
  'account.futures': ['true', 'false'],
  accounts: ['[{ name: a }]', '[{ name: a }, { name: b }]'],
  fundingBps: ['1', '2'],
  idempotency: ['forever', 'open-only'],
  visibilityLag: ['0ms', '1s', '2s'],
  validFor: ['none', '5s', '6s'],
  stopAlreadyThrough: ['trigger', 'reject'],
  selfTrade: ['none', 'expire-maker', 'expire-taker', 'expire-both'],
  connection: ['ordered', 'independent'],
  requestTimeout: ['5s', '6s'],
};

/** Words that a scenario may not say yet. */
const REFUSED: readonly unknown[] = ['mark'];

/** What else must be set for a key to count. */
const RESTING = 'orders.0={at: 10s, side: buy, quantity: "2", type: limit, limitPrice: "61800"}';
const STOP = 'orders.0={at: 10s, side: buy, quantity: "2", type: stop, stopPrice: "61900"}';
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  'fees.tier': ['venue.fees.schedule=binance-usdm'],
  'fill.power': ['venue.fill.queue=probabilistic', RESTING],
  'fill.halfLife': ['venue.fill.refill=half-life'],
  'fill.queue': [RESTING],
  'fill.through': [RESTING],
  'fill.stopTrigger': [STOP],
  stopAlreadyThrough: [STOP],
  selfTrade: [RESTING, 'orders.1={at: 10s, side: sell, quantity: "1"}'],
  'account.shorting': ['orders.0.side=sell'],
};

interface Described {
  readonly properties?: Readonly<Record<string, Described>>;
  readonly enum?: readonly unknown[];
  readonly type?: string;
}

const venue = z.toJSONSchema(venueSchema, { io: 'input', unrepresentable: 'any' }) as Described;

/** Keys by dotted path, down to those that hold no keys of their own. */
const keysOf = (at: Described, path: string): [string, Described][] =>
  at.properties === undefined
    ? [[path, at]]
    : Object.entries(at.properties).flatMap(([key, below]) =>
        keysOf(below, path === '' ? key : `${path}.${key}`),
      );

const keys = new Map(keysOf(venue, ''));
const isWord = (key: string): boolean =>
  keys.get(key)?.enum !== undefined || keys.get(key)?.type === 'boolean' || key === 'fill.power';

let tapes: readonly Tape[];
let result: SimulationResult;

const planWith = (...set: readonly string[]) => {
  const loaded = loadScenario(FILE, { set });
  return planOf(loaded, { tapes, seed: 1, strategies: [] });
};
const sheetWith = (...set: readonly string[]): Fidelity => fidelityOf(planWith(...set), result);

beforeAll(async () => {
  const generated = (await prepareScenario(loadScenario(FILE))).tapesOf(1);
  tapes = generated.map((tape) => ({ ...tape, top: topRowsOf([]) }));
  result = simulate(planWith());
});

const distinct = (sheets: readonly unknown[]): number =>
  new Set(sheets.map((sheet) => JSON.stringify(sheet))).size;

describe('the fidelity sheet', () => {
  it('F17: knows every option of the venue, and all words it may have', () => {
    expect(Object.keys(VALUES).sort()).toEqual([...keys.keys()].sort());
    for (const [key, { enum: words }] of keys) {
      if (words !== undefined)
        expect(VALUES[key], key).toEqual(words.filter((word) => !REFUSED.includes(word)));
    }
  });

  it('F17: does not compile with a value, or an option, left out', () => {
    // @ts-expect-error -- no sentence for full
    const values: Telling<FillOptions['through']> = choice({ pool: 'a sentence' });
    // @ts-expect-error -- no telling of selfTrade
    const options: Tellings<VenueProfile> = {
      stopAlreadyThrough: choice({ trigger: 'a sentence', reject: 'another' }),
    };
    expect([values, options]).toHaveLength(2);
  });

  it.each(Object.keys(VALUES))('F17: another %s is another sheet', (key) => {
    const values = VALUES[key]!;
    const beside = BESIDE[key] ?? [];
    const sheets = values.map((value) => sheetWith(...beside, `venue.${key}=${value}`));
    expect(distinct(sheets.map(({ options }) => options))).toBe(values.length);
    if (isWord(key)) {
      expect(distinct(sheets.map(({ unrealistic }) => unrealistic))).toBe(values.length);
    }
  });

  it('F17: says what becomes of orders in a halt, as the halt has it', () => {
    const halt = (newOrders: string): string =>
      `{ kind: halt, at: 60s, for: 5s, newOrders: ${newOrders} }`;
    const options = (...halts: readonly string[]): string | undefined =>
      sheetWith(`faults=[${halts.join(', ')}]`).options['newOrdersInHalt'];
    expect(options(halt('refuse'))).toBe('refuse');
    expect(options(halt('queue'))).toBe('queue');
    expect(options(halt('queue'), halt('refuse'))).toBe('queue, refuse');
  });

  it.each([
    ['a halt', /halt/, 'faults=[{kind: halt, at: 60s, for: 5s}]'],
    ['a stop', /^stops? |^a stop /, STOP],
    ['an order that rests', /resting orders|a print through/, RESTING],
    ['a sale', /^sales /, 'orders.0.side=sell'],
  ])('F17: says what is not real about %s only where the run may have had one', (_, words, set) => {
    const told = (sheet: Fidelity): boolean => sheet.unrealistic.some((text) => words.test(text));
    expect(told(sheetWith())).toBe(false);
    expect(told(sheetWith(set))).toBe(true);
  });

  it('F17: counts fills and their quantity by what caused them, as the ledger has them', () => {
    const { executions } = result.ledger;
    expect(executions.length).toBeGreaterThan(0);
    const { fills } = sheetWith();
    const counted = Object.entries(fills!);
    expect(counted.map(([cause]) => cause).sort()).toEqual(
      ['crossed', 'hidden', 'queue', 'taker', 'through'].sort(),
    );
    for (const [cause, { executions: count, quantities }] of counted) {
      const own = executions.filter((one) => one.cause === cause);
      expect(count).toBe(own.length);
      const lots = own.reduce((sum, { quantity }) => sum + quantity, 0);
      // 0.001 BTC a lot.
      expect(Number(quantities['BTCUSDT'] ?? 0)).toBeCloseTo(lots / 1_000, 9);
    }
  });

  it('F17: stands in the text report, value by value', async () => {
    const prepared = await prepareScenario(loadScenario(FILE));
    const { report } = executeRun(prepared);
    const text = textReport(report).replaceAll(/\s+/g, ' ');
    for (const [name, value] of Object.entries(report.fidelity.options)) {
      expect(text).toContain(`${name} ${value}`);
    }
    for (const sentence of report.fidelity.unrealistic) expect(text).toContain(sentence);
    for (const [cause, { executions }] of Object.entries(report.fidelity.fills!)) {
      if (executions > 0) expect(text).toContain(`${cause} ${executions} (`);
    }
  });
});
