/**
 * A scenario as fast-check draws it to be refused or run: a small sound one, some of whose values are replaced by
 * extremes of what the published schema says stands there. A key that the schema gains is drawn without a word here.
 */
import fc from 'fast-check';
import { stringify } from 'yaml';
import type { JsonSchema } from '../../src/runs/scenario/known-keys.js';
import { scenarioJsonSchema } from '../../src/runs/scenario/scenario-json-schema.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { ScenarioError } from '../../src/runs/scenario/problem.js';

type Value = unknown;
type Fields = Record<string, Value>;

/** Of one value: where it stands, and what to put there. */
interface Wild {
  readonly path: readonly (string | number)[];
  readonly value: Value;
}

const LENGTHS = [
  ...['0s', '1us', '3us', '1ms', '10ms', '500ms', '1s', '1.5s', '5s', '1m', '1h', '1d', '365d'],
  ...['3660d', '10950d', '36500d', '104249991d', '999999999999d', '999999999999us', '-1s', '1', ''],
];
const INSTANTS = [
  ...['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000001Z', '1969-12-31T23:59:59Z'],
  ...['0001-01-01T00:00:00Z', '2010-01-04T14:29:58Z', '2024-02-29T23:59:59.999999Z'],
  ...['2024-07-05T19:59:55Z', '2028-12-29T20:59:58Z', '2028-12-31T23:59:59Z'],
  ...['2199-12-31T23:59:59Z', '2255-06-05T23:47:34Z', '9999-12-31T23:59:59Z'],
  ...['+999999999-12-31T23:59:59Z', '-999999999-01-01T00:00:00Z', '2024-02-30T00:00:00Z', 'now'],
];
const DECIMALS = [
  ...['0', '-1', '0.1', '1', '0.5', '3', '0.001', '7.25', '100', '61800', '61800.1', '2147483647'],
  ...['4294967296', '9007199254740991', '9007199254740993', '0.000000001', '1e9', '', ' 1'],
  ...[`0.${'0'.repeat(29)}1`, '9'.repeat(40), `${'9'.repeat(40)}.${'9'.repeat(30)}`, '1000000000'],
];
const NUMBERS = [0, 1, -1, 0.5, 2, 3, 99, 1_000, 1e6, 2 ** 31, 2 ** 53, 1e21, 1e308, 5e-324];
const ODD_NUMBERS = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0];
const WORDS = [
  '',
  'x',
  '__proto__',
  'constructor',
  'toString',
  'BTCUSDT',
  'NaN',
  '0',
  'é'.repeat(200),
];
const OTHERS = [null, true, false, [], {}, 'none', 'off'];

const isDuration = ({ description }: JsonSchema): boolean =>
  description?.startsWith('a length of time') === true;

/** What may be tried where `schema` describes the value. */
function extremesOf(schema: JsonSchema): readonly Value[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(extremesOf);
  if (schema.const !== undefined) return [schema.const];
  const words = schema['enum'];
  if (Array.isArray(words)) return words as readonly Value[];
  if (schema.type === 'integer' || schema.type === 'number') return numbersOf(schema);
  if (schema.type === 'boolean') return [true, false];
  if (isDuration(schema)) return LENGTHS;
  if (schema['format'] === 'date-time') return INSTANTS;
  if (schema.type !== 'string') return OTHERS;
  const { pattern } = schema as { readonly pattern?: string };
  return pattern?.startsWith('^-?[0-9]') === true ? DECIMALS : WORDS;
}

function numbersOf(schema: JsonSchema): readonly number[] {
  const { minimum, maximum } = schema as { readonly minimum?: number; readonly maximum?: number };
  const bounds = [minimum, maximum].filter((bound) => bound !== undefined);
  // The bounds themselves are taken, so they are what finds most.
  const near = bounds.flatMap((bound) => [bound, bound, bound, bound - 1, bound + 1]);
  return [...near, ...NUMBERS, ...ODD_NUMBERS];
}

interface Leaf {
  readonly path: readonly (string | number)[];
  readonly extremes: readonly Value[];
}

/** Every value of the schema below `path`; of a list the first two entries. */
function leavesOf(schema: JsonSchema, path: Leaf['path']): readonly Leaf[] {
  const shapes = schema.anyOf ?? [schema];
  const below = shapes.flatMap(({ properties, items, additionalProperties }) => [
    ...Object.entries(properties ?? {}).flatMap(([key, of]) => leavesOf(of, [...path, key])),
    ...(items === undefined ? [] : [0, 1].flatMap((index) => leavesOf(items, [...path, index]))),
    ...(typeof additionalProperties === 'object'
      ? leavesOf(additionalProperties, [...path, 'BTCUSDT'])
      : []),
  ]);
  const plain = shapes.some(
    ({ properties, items }) => properties === undefined && items === undefined,
  );
  return plain ? [...below, { path, extremes: extremesOf(schema) }] : below;
}

/** Instruments are drawn in their short form and listed afterwards. */
const LEFT_OUT = new Set<string | number>(['instruments', 'signals']);
const LEAVES = leavesOf(scenarioJsonSchema(), []).filter(
  ({ path }) =>
    !LEFT_OUT.has(path[0] ?? '') && !path.includes('replay') && path[0] !== 'strategies',
);

/** All at one of the kinds of value, so that keys with many neighbors do not crowd out the rest. */
const SECTIONS = [...new Set(LEAVES.map(({ path }) => path[0]))];
const leaf = fc
  .constantFrom(...SECTIONS)
  .chain((section) => fc.constantFrom(...LEAVES.filter(({ path }) => path[0] === section)));
const wild: fc.Arbitrary<Wild> = leaf.chain(({ path, extremes }) =>
  fc.constantFrom(...extremes).map((value) => ({ path, value })),
);

const seconds = (least: number, most: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((count) => `${count}s`);

const order = fc
  .record({
    at: seconds(0, 4),
    side: fc.constantFrom('buy', 'sell'),
    quantity: fc.constantFrom('0.001', '0.04', '1', '12', '300'),
    kind: fc.constantFrom('market', 'market', 'peg', 'passive', 'limit', 'stop', 'direct', 'auto'),
    completion: fc.constantFrom('leave', 'catch-up'),
    pace: fc.constantFrom<Fields>(
      {},
      { duration: '4s', slices: 2 },
      { slices: 1 },
      { slices: 3, interval: '1s' },
      { duration: '6s', interval: '2s' },
    ),
  })
  .map(({ kind, pace, ...given }): Fields => {
    const type =
      kind === 'limit' || kind === 'stop' ? kind : kind.startsWith('p') ? 'limit' : 'market';
    const prices: Record<string, Fields> = {
      peg: { limitPrice: { peg: 'ask' } },
      passive: { limitPrice: { peg: 'bid', offsetTicks: -3 } },
      limit: { limitPrice: '61800.5' },
      stop: { stopPrice: '61801' },
    };
    const algo = kind === 'direct' || kind === 'auto' ? { algo: kind } : pace;
    return { ...given, type, ...prices[kind], ...algo };
  });

const fault = fc.constantFrom<Fields>(
  { kind: 'outage', paths: ['feed', 'submit', 'cancel', 'query', 'stream'], at: '2s', for: '3s' },
  { kind: 'outage', paths: ['submit', 'query'], at: '0s', for: '1h' },
  { kind: 'spread-shift', at: '1s', for: '3s', factor: 8 },
  { kind: 'halt', at: '2s', for: '2s' },
  { kind: 'reject', probability: 0.3 },
  { kind: 'rate-limit', at: '3s', retryAfter: '1s' },
  { kind: 'rate-limit', perMinute: 5 },
  { kind: 'ack-lost', probability: 0.5 },
  { kind: 'outage', at: { after: 'submit-sent', nth: 2, plus: '5ms' }, for: '2s' },
  { kind: 'halt', at: { after: 'filled' }, for: '1s' },
  { kind: 'reject', at: { after: 'canceled', symbol: 'BTCUSDT' } },
);

const latency = fc.constantFrom<Value>('0s', '5ms', '300ms', {
  lognormal: { median: '20ms', sigma: 1 },
});

const sound: fc.Arbitrary<Fields> = fc
  .record({
    duration: seconds(5, 12),
    messages: fc.integer({ min: 1, max: 12 }),
    orders: fc.array(order, { minLength: 1, maxLength: 3 }),
    faults: fc.array(fault, { maxLength: 2 }),
    feed: latency,
    query: latency,
    onSliceFailure: fc.constantFrom('stop', 'continue'),
    operator: fc.constantFrom<readonly Fields[]>(
      [],
      [],
      [{ at: '5s', do: 'cancel-slices' }],
      [{ at: '4s', do: 'kill-on' }],
    ),
  })
  .map((drawn) => ({
    name: 'wild',
    shows: 'a drawn scenario',
    instrument: { symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001', adv: '25000' },
    market: {
      synthetic: {
        model: 'random-walk',
        startPrice: '61800',
        messagesPerSecond: drawn.messages,
        ordersPerSecond: 2,
        levelsPerSide: 12,
      },
    },
    clock: { duration: drawn.duration },
    venue: { latency: { feed: drawn.feed, query: drawn.query } },
    faults: drawn.faults,
    orders: drawn.orders,
    operator: drawn.operator,
    execution: { earlyStop: { onSliceFailure: drawn.onSliceFailure } },
  }));

const wildFields: fc.Arbitrary<Fields> = fc
  .record({
    sound,
    wild: fc.array(wild, { minLength: 1, maxLength: 6 }),
    taken: fc.constantFrom(true, true, false),
    several: fc.constantFrom(false, false, true),
  })
  .map(({ sound: fields, wild: drawn, taken, several }) => {
    // Few at random, or what all of them are refused for would hide what one alone is taken for.
    const root = taken ? withTaken(fields, drawn) : withAll(fields, drawn.slice(0, 2));
    return several ? listed(root) : root;
  });

/** The text of a scenario file named `WILD_FILE`. */
export const wildScenario: fc.Arbitrary<string> = wildFields.map((fields) => stringify(fields));

const step = fc.constantFrom(...DECIMALS, '0.01', '0.05', '0.0000001', '0.000000000000001');

/** As `wildScenario`, over one of the recordings, on a grid that may not be theirs, at a time that may be. */
export const wildReplay = (recordings: readonly string[], lasts: string): fc.Arbitrary<string> =>
  fc
    .record({
      fields: wildFields,
      file: fc.constantFrom(...recordings),
      steps: fc.oneof(fc.constant({}), fc.record({ tickSize: step }), fc.record({ lotSize: step })),
      inTime: fc.constantFrom(true, true, false),
    })
    .map(({ fields, file, steps, inTime }) => {
      const market = { replay: { files: [file] } };
      const on = (instrument: Value): Value =>
        typeof instrument === 'object' && instrument !== null
          ? { ...instrument, ...steps }
          : instrument;
      const { instruments, instrument, clock, ...rest } = fields;
      const [first, ...others] = (instruments ?? []) as readonly Fields[];
      return stringify({
        ...rest,
        ...(inTime ? { clock: { duration: lasts } } : { clock }),
        ...(first === undefined
          ? { instrument: on(instrument), market }
          : { instruments: [{ ...(on(first) as Fields), market }, ...others] }),
      });
    });

export const WILD_FILE = 'wild.yaml';

function withAll(fields: Fields, values: readonly Wild[]): Fields {
  const root = structuredClone(fields);
  for (const { path, value } of values) put(root, path, value);
  return root;
}

/** With those of the values that the checks let pass, so that most of what is drawn has to run. */
const withTaken = (fields: Fields, values: readonly Wild[]): Fields =>
  values.reduce((root, value) => {
    const changed = withAll(root, [value]);
    return isTaken(stringify(changed)) ? changed : root;
  }, fields);

function isTaken(text: string): boolean {
  try {
    parseScenario(WILD_FILE, text);
    return true;
  } catch (error) {
    if (error instanceof ScenarioError) return false;
    throw error;
  }
}

/** Makes what is missing on the way; what stands in it is replaced. */
function put(root: Fields, path: Wild['path'], value: Value): void {
  let container = root as Record<string | number, Value>;
  for (const [depth, part] of path.entries()) {
    if (depth === path.length - 1) {
      container[part] = value;
      return;
    }
    const next = container[part];
    const isContainer = typeof next === 'object' && next !== null;
    if (!isContainer) container[part] = typeof path[depth + 1] === 'number' ? [] : {};
    container = container[part] as Record<string | number, Value>;
    if (Array.isArray(container) && Number(path[depth + 1]) > container.length) return;
  }
}

/** The same with a second instrument beside it. */
function listed({ instrument, market, ...rest }: Fields): Fields {
  const other = { symbol: 'ETHUSDT', tickSize: '0.01', lotSize: '0.001' };
  const synthetic = { model: 'random-walk', startPrice: '2400', messagesPerSecond: 2 };
  const first = { ...(instrument as Fields), market };
  return { ...rest, instruments: [first, { ...other, market: { synthetic } }] };
}
