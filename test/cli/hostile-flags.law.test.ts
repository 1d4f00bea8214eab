/** What is typed after a flag, drawn from what one would not type: refused in a sentence, or done, and soon. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectAnswered, hostileCases, hostileTimeoutMs } from '../support/hostile-cases.js';
import { processorTime } from '../support/processor-time.js';
import { workplace } from './support/workplace.js';

const here = workplace();
const file = here.sound();
const market = here.recording();
const MILLISECONDS_MAX = 10_000;

const KEYS = [
  'seed',
  'name',
  'shows',
  'expect',
  'expect.0',
  'orders',
  'orders.0',
  'orders.0.at',
  'orders.0.side',
  'orders.0.quantity',
  'orders.0.duration',
  'orders.0.slices',
  'orders.0.interval',
  'orders.0.limitPrice',
  'orders.0.stopPrice',
  'orders.0.type',
  'orders.1.limitPrice.offsetTicks',
  'orders.-1',
  'orders.9999999999',
  'clock',
  'clock.start',
  'clock.duration',
  'faults',
  'faults.0',
  'faults.0.at',
  'faults.0.for',
  'faults.0.paths',
  'faults.1.probability',
  'instrument',
  'instrument.tickSize',
  'instrument.lotSize',
  'instrument.minNotional',
  'instrument.adv',
  'instrument.calendar',
  'market',
  'market.synthetic.startPrice',
  'market.synthetic.messagesPerSecond',
  'market.synthetic.model',
  'market.replay.files',
  'venue.latency.submit',
  'venue.fees.takerBps',
  'venue.fill.queue',
  'venue.fill.settleMs',
  'venue.account.cash',
  'venue.account.positions',
  'venue.account.leverage',
  'venue.validFor',
  'execution.earlyStop.spreadBps',
  'execution.slicing',
  'execution.fillDetection.firstPoll',
  'execution.fillDetection.timeout',
  'operator.0.do',
  'operator.0.at',
  'strategies',
  '__proto__',
  'constructor.prototype',
  'a..b',
  '',
  '.',
  'x'.repeat(2_000),
];
const VALUES = [
  '',
  '[',
  '{',
  '"',
  "'",
  '*a',
  '&a [*a]',
  '!!js/function x',
  '? ',
  '- - -',
  '|',
  '%YAML',
  '\u0000',
  '\u001b[2J',
  'null',
  '~',
  'true',
  '-1',
  '0',
  '1',
  '0.5',
  '1e309',
  '-1e309',
  '.nan',
  '.inf',
  '9007199254740993',
  '99999999999999999999999',
  '0x10',
  '1_000',
  '"0"',
  '"-1"',
  '"0.000000000000000000000000000001"',
  '"9999999999999999999999999999"',
  '"1e5"',
  '10s',
  '-10s',
  '0s',
  '1ms',
  '99999999d',
  '1.5h',
  '10',
  'P1D',
  '[]',
  '{}',
  '[[[]]]',
  '[null]',
  '{a: 1}',
  '{__proto__: 1}',
  '[expect]',
  '{lognormal: {median: 1s, sigma: 1e9}}',
  '{empirical: []}',
  '[{kind: outage, paths: [], at: 0s, for: 0s}]',
  '{ peg: mid, offsetTicks: 1e18 }',
  'shortfallBps > 1',
  'parents.0.cost > 1',
  '2024-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '{BTCUSDT: "-5"}',
  '<<: *x',
  'a'.repeat(5_000),
  '['.repeat(3_000),
  '{a: '.repeat(1_000),
];

const value = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40, unit: 'binary' }) },
  { weight: 1, arbitrary: fc.double().map(String) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
);
const sets = fc
  .array(fc.tuple(fc.constantFrom(...KEYS), value), { minLength: 1, maxLength: 3 })
  .map((pairs) => pairs.flatMap(([key, text]) => ['--set', `${key}=${text}`]));

const names = fc.constantFrom(
  'filledShare',
  'shortfallBps',
  'parents.0.shortfallBps',
  'parents.0',
  'parents',
  '__proto__',
  'constructor',
  'parents.length',
  'faults.ack-lost',
  'parents.0.markoutBps.1s',
  'a.b.c',
  '',
  '...',
  'x'.repeat(400),
  'invariants.violations.0.id',
  '\u001b[31m',
);
const condition = fc.oneof(
  fc
    .tuple(names, fc.constantFrom('>', '<', '==', '!=', '<=', '>=', '=', '=>', '<>', ''), value)
    .map((parts) => parts.join(' ')),
  fc.string({ maxLength: 400, unit: fc.constantFrom('<', '>', '=', '!', ' ', 'a', '.', '1', '-') }),
);

const first = ['--market', market, '--side', 'buy', '--quantity', '0.2'];
/** One flag with a value nobody would give it; the limits of work are low, so that what is taken ends soon. */
const flags = fc.oneof(
  sets.map((more) => [file, ...more]),
  condition.map((text) => [file, '--fail-on', text]),
  condition.map((text) => [file, '--set', `expect=${JSON.stringify([text])}`]),
  fc
    .tuple(fc.constantFrom(...KEYS), value)
    .map(([key, text]) => [file, '--sweep', `${key}=${text},1`]),
  fc
    .tuple(value, value, value)
    .map((parts) => [file, '--sweep', `orders.0.slices=${parts[0]}..${parts[1]}/${parts[2]}`]),
  fc
    .tuple(fc.constantFrom(...KEYS), value)
    .map(([key, text]) => [file, '--against', `${key}=${text}`]),
  value.map((text) => [file, '--seed', text]),
  value.filter((text) => !/^\d{3,}$|\.\.\d{3,}$/.test(text)).map((text) => [file, '--seeds', text]),
  value.map((text) => [...first, '--starts', text]),
  value.map((text) => [...first, '--duration', text]),
  value.map((text) => ['--market', market, '--side', text, '--quantity', '1']),
  value.map((text) => ['--market', market, '--side', 'sell', '--quantity', text]),
  value.map((text) => ['--market', text, '--side', 'sell', '--quantity', '1']),
  value.map((text) => [file, '--hash-every', text]),
  value.map((text) => [file, '--keep', text]),
  value.map((text) => [file, '--workers', text.replace(/^\d+$/, '0')]),
);

const env = { SQUALL_RUN_ROWS_MAX: '20000', SQUALL_RUN_STEPS_MAX: '3000' };

describe('a value that nobody would type', () => {
  it(
    'is refused in a sentence or done, and never a bug',
    async () => {
      await fc.assert(
        fc.asyncProperty(flags, async (typed) => {
          const took = processorTime();
          const ran = await here.run(['run', ...typed, '--db', here.at('r.db')], { env });
          expectAnswered(ran);
          expect(took()).toBeLessThan(MILLISECONDS_MAX);
        }),
        { numRuns: hostileCases },
      );
    },
    hostileTimeoutMs(200),
  );

  it(
    'what validate accepts, run runs',
    async () => {
      await fc.assert(
        fc.asyncProperty(sets, async (typed) => {
          const validated = await here.run(['scenario', 'validate', file, ...typed], { env });
          expectAnswered(validated, [0, 2, 3]);
          if (validated.code !== 0) return;
          const ran = await here.run(['run', file, ...typed, '--db', here.at('r.db')], { env });
          expectAnswered(ran, [0, 1]);
        }),
        { numRuns: hostileCases },
      );
    },
    hostileTimeoutMs(200),
  );
});
