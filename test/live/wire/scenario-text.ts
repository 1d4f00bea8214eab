/** A scenario as its file has it, with a generated market and a rich account; lines of YAML's flow style for what differs. */

export interface ScenarioLines {
  readonly seed?: number;
  /** Faults drawn from the seed. */
  readonly swarm?: string;
  readonly faults?: readonly string[];
  readonly orders: readonly string[];
  readonly operator?: readonly string[];
  readonly execution?: readonly string[];
  /** More of the venue. */
  readonly venue?: string;
  /** Whether a slice asks for the book before it goes. */
  readonly readsBook?: boolean;
  /** In place of a rich one. */
  readonly account?: string;
  /** In place of five minutes. */
  readonly clock?: string;
  /** Its instrument is one. */
  readonly futures?: boolean;
}

export function scenarioText(lines: ScenarioLines): string {
  const { seed = 3, faults = [], orders, operator = [], execution = [] } = lines;
  const { venue, swarm, readsBook = false } = lines;
  const off = readsBook ? '' : ' spreadBps: off, deviationBps: off, liquidityLevels: off,';
  return `name: wire
shows: a fault on the wire
seed: ${seed}
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { synthetic: { model: random-walk, startPrice: '61800', messagesPerSecond: 4, ordersPerSecond: 3 } }
clock: { ${lines.clock ?? 'duration: 5m'} }${swarm === undefined ? '' : `\nswarm: { ${swarm} }`}
venue: { account: { ${accountText(lines)} }${venue === undefined ? '' : `, ${venue}`} }
execution:
  limits: { perSymbol: [{ symbol: BTCUSDT, position: '100', orderValue: '10000000' }] }
  earlyStop: {${off} onSliceFailure: continue }
${indented(execution)}${list('faults', faults)}${list('orders', orders)}${list('operator', operator)}`;
}

const accountText = ({ account, futures = false }: ScenarioLines): string =>
  `${account ?? "cash: '10000000', positions: { BTCUSDT: '10' }"}${futures ? ', futures: true' : ''}`;

const indented = (lines: readonly string[]): string => lines.map((line) => `  ${line}\n`).join('');

const list = (key: string, items: readonly string[]): string =>
  items.length === 0 ? '' : `${key}:\n${items.map((item) => `  - { ${item} }\n`).join('')}`;

/** Market orders of 100 lots, one every five seconds. */
export const twap = (slices: number, more = ''): readonly string[] => [
  `at: 1s, side: buy, quantity: '${(slices / 10).toFixed(1)}', duration: ${slices * 5}s, slices: ${slices}, completion: catch-up${more}`,
];

/** Far from the market, until its time is over. */
export const resting = (fillTimeout: string, at = '1s'): string =>
  `at: ${at}, side: buy, quantity: '0.1', algo: direct, type: limit, limitPrice: { peg: bid, offsetTicks: -5000 }, fillTimeout: ${fillTimeout}`;

/** All that comes on the order stream is lost. */
export const DEAF = 'kind: frame-lost, probability: 1';
