/**
 * What happened to others, replayed: each scenario below scenarios/incidents comes out as it says, and no longer does with what
 * it shows taken away; each says what happened and where that stands.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failuresOf } from '../../src/cli/verdict.js';
import { seconds } from '../../src/core/ground/units.js';
import { crashRun } from '../../src/runs/crash/crash-run.js';
import { prepareScenario } from '../../src/runs/execute-run.js';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { runScenario } from '../../src/runs/run-scenario.js';
import { loadScenario } from '../../src/runs/scenario/load.js';
import type { Report } from '../../src/report/schema/report.js';

const FOLDER = join(PACKAGE_ROOT, 'scenarios/incidents');

/** Incident -> edits each of which must break an expectation. */
const INCIDENTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'catalyst-317-timeout-resend': [['faults=[]'], ['faults.0.probability=0']],
  'nautilus-4215-ack-during-backoff': [['faults=[]'], ['faults.1.nth=50']],
  'hummingbot-601-not-found-after-create': [['faults=[]'], ['faults.0.probability=0']],
  'alpaca-js-173-silent-stream': [['faults=[]'], ['faults.0.paths=[cancel]']],
  'ib-249-disconnect-at-open': [['faults=[]'], ['faults.0.for=10s']],
  'freqtrade-2383-partial-timeout': [['orders.0.quantity=1'], ['orders.0.fillTimeout=2m']],
  'trading-signals-1079-cancel-filled': [['faults=[]'], ['orders.0.fillTimeout=5m']],
  'hummingbot-1291-ban-spiral': [['faults=[]'], ['faults.0.retryAfter=10m']],
  'knight-parent-never-filled': [['faults=[]'], ['faults.0.for=20m'], ['orders.0.slices=13']],
  'tradestation-101-one-frame-lost': [['faults=[]'], ['faults.0.at.nth=100']],
  'tradestation-95-most-frames-lost': [['faults=[]'], ['faults.0.probability=0']],
  'alpaca-61-replayed-fill-x3': [['faults=[]'], ['faults.0.last=1']],
  'lean-2204-fill-told-twice': [['faults=[]'], ['faults.0.probability=0']],
  'longbridge-94-filled-before-new': [['faults=[]'], ['faults.0.probability=0']],
  'polymarket-274-update-before-ack': [
    ['faults=[]'],
    ['faults=[{ kind: outage, paths: [stream], at: 0s, for: 4m }]'],
  ],
  'nautilus-4522-dedup-before-apply': [['faults=[]'], ['faults.1.probability=0']],
  'lean-4014-cumulative': [
    ['orders.0.quantity=0.06'],
    ['faults=[{ kind: outage, paths: [stream], at: 0s, for: 4m }]'],
  ],
  'alpaca-165-replace-qty': [['operator=[]'], ['orders.0.quantity=0.05']],
  'tradestation-84-fill-during-modify': [
    ['operator=[]'],
    ['faults=[{ kind: outage, paths: [stream], at: 0s, for: 3m }]'],
  ],
  'python-binance-285-rejected-then-filled': [['faults=[]'], ['orders.0.limitPrice="61000"']],
  'quantdinger-231-stale-baseline': [
    ['orders.0.limitPrice="61000"'],
    ['execution.fillDetection={ firstPoll: 30s, pollMax: 30s }'],
  ],
  'dydx-3094-parent-not-decremented': [['orders.0.completion=leave'], ['orders.0.fillTimeout=2m']],
  'alpaca-204-cancel-live': [['faults=[]'], ['orders.0.fillTimeout=5m']],
  'pending-cancel-all-day': [['faults=[]'], ['faults.0.delay=10m']],
  'ccxt-2037-market-price-0': [['faults=[]'], ['faults.0.paths=[cancel]']],
  'ccxt-19928-all-null': [['faults=[]'], ['faults.2.for=10m']],
  'nautilus-4411-wrong-endpoint-404': [['faults=[]'], ['faults.1.for=10m']],
  'freqtrade-4403-not-found-retries': [['faults=[]'], ['faults.2.lag=10m']],
  'ccxt-2599-after-timeout': [['faults=[]'], ['venue.validFor=5s']],
  'binance-open-only-id-reuse': [['faults=[]'], ['faults.1.nth=50']],
  'nautilus-3493-inferred-then-real': [['faults=[]'], ['faults.0.for=1s']],
  'hummingbot-3001-ghost-order': [['faults=[]'], ['faults.1.probability=0']],
  'killswitch-mid-await': [['operator=[]'], ['faults=[]']],
  'killswitch-resting-orders': [['operator=[]'], ['operator.0.cancelWorking=false']],
  'depth-gap-crossed': [['faults=[]'], ['faults.0.for=1s']],
  'binance-bot-742-rejected-for-ever': [
    ['faults=[]'],
    ['execution.earlyStop.onSliceFailure=continue'],
  ],
  'kalshi-135-new-id-per-retry': [['faults=[]'], ['faults.0.nth=50']],
  'hummingbot-3697-step-below-minimum': [
    ['instrument.minNotional=1'],
    ['execution.slicing.minSliceValue=1000'],
  ],
  'notional-dust': [['instrument.minNotional=5'], ['orders.0.fillTimeout=2m']],
  'infinium-many-small': [
    ['execution.limits.perSymbol.0.position=100'],
    ['execution.limits.perSymbol.0.ordersPerMinute=1000'],
  ],
  'goldman-price-collar': [
    ['execution.limits.perSymbol.0.collarBps=2000'],
    ['orders.0.limitPrice="62400"'],
  ],
  'skew-1021-burst': [['faults=[]'], ['faults.0.ahead=0.5s'], ['faults.1.for=5m']],
  'laptop-sleep': [['faults=[]'], ['faults.0.for=7m']],
  'half-day-close': [['clock.start=2025-12-01T17:50:00Z'], ['orders.0.duration=4m']],
  'dst-24h-slice': [['orders.0.duration=23h'], ['clock.start=2025-03-09T05:55:00Z']],
  'external-adapters-5303-dst-day': [
    ['instrument.calendar=always-open'],
    ['orders.0.acrossSessions=false'],
  ],
  'freqtrade-10436-restart': [['faults=[]'], ['orders.0.limitPrice="61900"']],
  'two-writers': [
    ['faults=[]'],
    ['faults.0.kind=machine-asleep', 'faults.0.lock=null', 'faults.0.for=1s'],
  ],
  'krypto-325-second-instance': [['faults=[]'], ['orders.0.slices=7']],
  'bytex-30-as-if-flat': [['faults=[]'], ['execution.limits.perSymbol.0.position=1']],
  'nautilus-3176-duplicates-on-restart': [['faults=[]'], ['orders.0.slices=12']],
  'nautilus-5000-working-orders': [['faults=[]'], ['orders.0.fillTimeout=20m']],
  'nautilus-3046-fills-from-cache': [['faults=[]'], ['faults.0.probability=0']],
  'nautilus-4958-inflight-orphaned': [['faults=[]'], ['faults.1.probability=0']],
  'hummingbot-493-order-lost': [['faults=[]'], ['faults.2.down=20m']],
  'disk-full-mid-fill': [['faults=[]'], ['faults.1.down=20m']],
  'freqtrade-6353-database-locked': [['faults=[]'], ['faults.1.down=20m']],
  'page-50-hidden-orders': [['faults=[]'], ['execution.openOrdersCheck.pagesMost=1']],
};

/** By what went wrong (docs/rules/faults.md); those without a class are in none of them. */
const CLASSES = {
  A: [
    'catalyst-317-timeout-resend',
    'nautilus-4215-ack-during-backoff',
    'ccxt-2599-after-timeout',
    'kalshi-135-new-id-per-retry',
    'binance-open-only-id-reuse',
  ],
  B: [
    'nautilus-5000-working-orders',
    'nautilus-4958-inflight-orphaned',
    'hummingbot-493-order-lost',
    'hummingbot-601-not-found-after-create',
    'nautilus-4411-wrong-endpoint-404',
    'freqtrade-4403-not-found-retries',
    'hummingbot-3001-ghost-order',
  ],
  C: [
    'alpaca-js-173-silent-stream',
    'ib-249-disconnect-at-open',
    'tradestation-101-one-frame-lost',
    'tradestation-95-most-frames-lost',
    'knight-parent-never-filled',
  ],
  D: [
    'nautilus-3046-fills-from-cache',
    'alpaca-61-replayed-fill-x3',
    'lean-2204-fill-told-twice',
    'nautilus-3493-inferred-then-real',
    'nautilus-4522-dedup-before-apply',
  ],
  E: [
    'lean-4014-cumulative',
    'alpaca-165-replace-qty',
    'freqtrade-2383-partial-timeout',
    'dydx-3094-parent-not-decremented',
  ],
  F: [
    'trading-signals-1079-cancel-filled',
    'alpaca-204-cancel-live',
    'pending-cancel-all-day',
    'tradestation-84-fill-during-modify',
  ],
  G: ['longbridge-94-filled-before-new', 'polymarket-274-update-before-ack'],
  H: ['skew-1021-burst', 'laptop-sleep'],
  I: ['hummingbot-1291-ban-spiral', 'binance-bot-742-rejected-for-ever'],
  J: [
    'quantdinger-231-stale-baseline',
    'freqtrade-10436-restart',
    'two-writers',
    'krypto-325-second-instance',
    'bytex-30-as-if-flat',
    'nautilus-3176-duplicates-on-restart',
  ],
  K: ['ccxt-2037-market-price-0', 'ccxt-19928-all-null'],
  L: ['hummingbot-3697-step-below-minimum', 'notional-dust'],
  M: ['depth-gap-crossed'],
  N: ['half-day-close', 'external-adapters-5303-dst-day', 'dst-24h-slice'],
  O: ['killswitch-mid-await', 'killswitch-resting-orders'],
  P: ['page-50-hidden-orders'],
  Q: ['disk-full-mid-fill', 'freqtrade-6353-database-locked'],
} as const;

/** In which the process is stopped, or its disk fails, as they are. */
const RESTARTED = [
  'freqtrade-10436-restart',
  'two-writers',
  'bytex-30-as-if-flat',
  'nautilus-3176-duplicates-on-restart',
  'nautilus-5000-working-orders',
  'nautilus-3046-fills-from-cache',
  'nautilus-4958-inflight-orphaned',
  'hummingbot-493-order-lost',
  'disk-full-mid-fill',
  'freqtrade-6353-database-locked',
];

const UNCLASSED = Object.keys(INCIDENTS).filter(
  (name) => !Object.values<readonly string[]>(CLASSES).some((names) => names.includes(name)),
);

const run = (name: string, ...set: string[]): Promise<Report> =>
  runScenario(join(FOLDER, `${name}.yaml`), { set });

const failed = ({ expectations }: Report): readonly string[] =>
  expectations.filter(({ ok }) => !ok).map(({ text, actual }) => `${text} (${actual ?? 'null'})`);

const EDITS = Object.entries(INCIDENTS).flatMap(([name, all]) => all.map((set) => ({ name, set })));

describe('incident replays', () => {
  it('are all in this test, and in the table of their folder', () => {
    const names = readdirSync(FOLDER)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => file.replace('.yaml', ''));
    expect(names.toSorted()).toEqual(Object.keys(INCIDENTS).toSorted());
    const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    for (const name of names) expect(readme).toContain(`| \`${name}\` |`);
  });

  it.each(Object.keys(INCIDENTS))(
    '%s says what happened, from which source, and what is here',
    (name) => {
      const text = readFileSync(join(FOLDER, `${name}.yaml`), 'utf8');
      expect(text).toMatch(
        /^# What happened: [^]+\n# Source: (github\.com\/|U\.S\. )[^]+\n# Here: /,
      );
      expect(text).toContain(`name: ${name}\n`);
    },
  );

  async function comesOut(name: string): Promise<void> {
    const report = await run(name);
    expect(report.expectations.length).toBeGreaterThan(3);
    expect(failed(report)).toEqual([]);
    expect(failuresOf(report, [])).toEqual([]);
  }

  it.each(UNCLASSED)('SIM-3: %s comes out as it says', comesOut);
  it.each(CLASSES.A)('SIM-3 F:incident A: %s comes out as it says', comesOut);
  it.each(CLASSES.B)('SIM-3 F:incident B: %s comes out as it says', comesOut);
  it.each(CLASSES.C)('SIM-3 F:incident C: %s comes out as it says', comesOut);
  it.each(CLASSES.D)('SIM-3 F:incident D: %s comes out as it says', comesOut);
  it.each(CLASSES.E)('SIM-3 F:incident E: %s comes out as it says', comesOut);
  it.each(CLASSES.F)('SIM-3 F:incident F: %s comes out as it says', comesOut);
  it.each(CLASSES.G)('SIM-3 F:incident G: %s comes out as it says', comesOut);
  it.each(CLASSES.H)('SIM-3 F:incident H: %s comes out as it says', comesOut);
  it.each(CLASSES.I)('SIM-3 F:incident I: %s comes out as it says', comesOut);
  it.each(CLASSES.J)('SIM-3 F:incident J: %s comes out as it says', comesOut);
  it.each(CLASSES.K)('SIM-3 F:incident K: %s comes out as it says', comesOut);
  it.each(CLASSES.L)('SIM-3 F:incident L: %s comes out as it says', comesOut);
  it.each(CLASSES.M)('SIM-3 F:incident M: %s comes out as it says', comesOut);
  it.each(CLASSES.N)('SIM-3 F:incident N: %s comes out as it says', comesOut);
  it.each(CLASSES.O)('SIM-3 F:incident O: %s comes out as it says', comesOut);
  it.each(CLASSES.P)('SIM-3 F:incident P: %s comes out as it says', comesOut);
  it.each(CLASSES.Q)('SIM-3 F:incident Q: %s comes out as it says', comesOut);

  it('F:SUB4: two deliveries of an order whose id is free again are noticed, and nothing more is sent', async () => {
    const twice = 'faults=[{ kind: request-repeated, nth: 3, delay: 2s, paths: [submit] }]';
    const { alerts, calls } = await run('binance-open-only-id-reuse', twice);
    const codes = alerts.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['second-venue-order', 'quarantine']));
    expect(calls.submit).toBe(3);
  });

  async function stopsOf(name: string) {
    const scenario = await prepareScenario(loadScenario(join(FOLDER, `${name}.yaml`)));
    const stopped = (at: readonly number[]) => crashRun(scenario, { at, down: seconds(5) });
    return { stopped, points: stopped([]).points.length };
  }

  it('SIM-3 RCV-4 F:incident J: quantdinger-231-stale-baseline ends right wherever its process is stopped, and books no fill twice', async () => {
    const { stopped, points } = await stopsOf('quantdinger-231-stale-baseline');
    expect(points).toBeGreaterThan(20);
    for (let point = 1; point <= points; point += 1) expect(stopped([point]).failures).toEqual([]);
  });

  /** Each point of each is `npm run crashes`. */
  it.each(RESTARTED)(
    'SIM-3 RCV-4 F:PRC2: %s ends right with further stops, also while it recovers from its own',
    async (name) => {
      const { stopped, points } = await stopsOf(name);
      const [early, late] = [Math.ceil(points * 0.25), Math.ceil(points * 0.6)];
      expect(stopped([early]).failures, `at ${early}`).toEqual([]);
      expect(stopped([late, late + 9]).failures, `at ${late} and again`).toEqual([]);
    },
  );

  it.each(EDITS)('SIM-3: $name no longer does with $set', async ({ name, set }) => {
    expect(failed(await run(name, ...set))).not.toEqual([]);
  });
});
