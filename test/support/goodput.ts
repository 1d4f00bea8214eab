/** L9: how much of an order is executed while one kind of fault acts at its lowest rate, by the venue's own ledger. */
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import type { TruthLedger } from '../../src/core/order/truth.js';
import type { FaultKind } from '../../src/sim/fault/fault-kind.js';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';
import type { MomentSpec } from '../../src/sim/fault/moment.js';
import type { FaultParameter } from '../../src/sim/fault/parameter.js';
import { FAULT_KINDS } from '../../src/sim/fault/registry.js';
import { DRAWN_BETWEEN } from '../../src/sim/fault/swarm.js';
import { jitter, shareOf } from '../../src/core/ground/jitter.js';

/** From its moment on nothing of the symbol may be traded again: it has no rate. */
const ENDS_TRADING: ReadonlySet<string> = new Set(['symbol-changed']);
export const KINDS: readonly FaultKind[] = [...FAULT_KINDS.values()].filter(
  ({ kind }) => !ENDS_TRADING.has(kind),
);

const SLICES = 60;
/** A slice that is refused or ends short is made up for at the end: what counts is that the order is done. */
const SCENARIO = `
name: goodput
market: { synthetic: { model: random-walk, startPrice: '61800', messagesPerSecond: 3.6, ordersPerSecond: 2, throughBps: 2000 } }
clock: { duration: 3m }
orders:
  - { side: buy, quantity: '1.5', duration: 120s, slices: 30, completion: catch-up }
  - { side: sell, quantity: '1.5', duration: 120s, slices: 30, type: limit, limitPrice: { peg: bid, offsetTicks: 0 }, fillTimeout: 3s, completion: catch-up }
execution: { positionCheck: {}, reconciliation: { interval: 30s }, openOrdersCheck: { every: 10s }, earlyStop: { onSliceFailure: continue } }
`;
const ORDERED = 3_000;

export interface Goodput {
  readonly slices: number;
  /** In slices: what the venue executed of the order. */
  readonly done: number;
  /** How often the fault acted. */
  readonly acted: number;
}

export type Measure = (spec: FaultSpec | null, seed: number) => Goodput;

export async function goodputMeasure(): Promise<Measure> {
  const prepared = await prepareScenario(parseScenario('goodput.yaml', SCENARIO));
  return (spec, seed) => {
    const run = executeRun(prepared, { seed, faults: spec === null ? [] : [spec] });
    const executed = executedByUs(run.finished.ledger);
    const acted = spec === null ? 0 : (run.report.faults[spec.kind] ?? 0);
    run.close();
    return { slices: SLICES, done: (SLICES * Math.min(executed, ORDERED)) / ORDERED, acted };
  };
}

function executedByUs(ledger: TruthLedger | null): number {
  if (ledger === null) throw new Error('a simulated run has a ledger');
  const { executions, byHand } = ledger;
  return executions
    .filter(({ clientOrderId }) => byHand?.has(clientOrderId) !== true)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

/** A fault of the kind that hits as little as a swarm ever lets it; what may be left out is. */
export function leastOf(kind: FaultKind, seed: number): FaultSpec {
  const chosen = kind.exactlyOne.map(([first]) => first);
  const alone = new Set(kind.onlyWith.map(([one]) => one));
  // Without an end some last for ever.
  const ends = (name: string): boolean => name === 'for' && !alone.has(name);
  const isGiven = ([name, { required }]: [string, FaultParameter]): boolean =>
    required || chosen.includes(name) || ends(name);
  // As an order leaves: a short fault at any moment meets nothing.
  const nth = 1 + Math.floor(shareOf(jitter(seed, kind.kind, 'goodput', 0)) * SLICES);
  const at: MomentSpec = { after: 'submit-sent', nth };
  const values = Object.fromEntries(
    Object.entries(kind.parameters)
      .filter(isGiven)
      .map(([name, described]) => [name, leastValue(name, described, at)]),
  );
  return { kind: kind.kind, values };
}

/** Of a limit the most is the least of a fault. */
const MILDEST_IS_MOST: ReadonlySet<string> = new Set(['perMinute']);

function leastValue(name: string, described: FaultParameter, at: MomentSpec): unknown {
  const { type, drawn, min, choices } = described;
  const [least, most] = drawn ?? [null, null];
  switch (type) {
    case 'moment':
      return at;
    case 'share':
      return least ?? DRAWN_BETWEEN.least;
    case 'duration':
      return least ?? DRAWN_BETWEEN.shortest;
    case 'count':
      return MILDEST_IS_MOST.has(name) ? (most ?? DRAWN_BETWEEN.most) : (least ?? 1);
    case 'factor':
      return least ?? Math.max(min ?? 0, DRAWN_BETWEEN.least);
    case 'choice':
      return choices?.[0];
    case 'paths':
      return choices;
    case 'symbol':
    case 'code':
      throw new Error(`${name} is the scenario's to say: nothing is drawn for it`);
  }
}
