/** F:PRC8: what may not change from one process of a session to the next, since the file would mean something else, or trade an order twice. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { EngineConfig } from '../../../src/core/state/config.js';
import { type Micros, plus, seconds } from '../../../src/core/ground/units.js';
import { agendaOf } from '../../../src/runs/agenda-of.js';
import type { Agenda } from '../../../src/runs/assembly.js';
import { executeRun, prepareScenario } from '../../../src/runs/execute-run.js';
import {
  gridsChanged,
  ordersChanged,
  symbolsMissing,
} from '../../../src/runs/paper/changed-since.js';
import { type StoredEngine, storedEngine } from '../../../src/runs/paper/stored-engine.js';
import { parseScenario } from '../../../src/runs/scenario/load.js';
import { engineConfig } from '../../../src/runs/to-plan.js';
import type { JournalBlock } from '../../../src/core/state/journal-block.js';

const scenario = (orders: string): string => `
name: two
market: { synthetic: { model: random-walk, startPrice: '61800', messagesPerSecond: 2 } }
clock: { duration: 60s }
orders:
${orders}`;
const FIRST = "  - { side: buy, quantity: '0.3', duration: 20s, slices: 2 }\n";
const SECOND = "  - { side: buy, quantity: '0.3', duration: 10m, slices: 60 }\n";

let blocks: readonly JournalBlock[];
let config: EngineConfig;
let start: Agenda['orders'][number]['at'];
const agendaFor = (orders: string): Agenda => ({
  ...agendaOf(parseScenario('s.yaml', scenario(orders)).scenario, start),
  strategies: [],
});
const storedFor = (agenda: Agenda): StoredEngine => storedEngine({ blocks: () => blocks }, agenda)!;
const changed = (orders: string, later = 0) => {
  const agenda = agendaFor(orders);
  const stored = storedFor(agenda);
  const at = plus(stored.endedAt, (later * seconds(1)) as Micros);
  return ordersChanged(agenda, stored, at, config).map(({ index, known }) => [index, known.status]);
};

beforeAll(async () => {
  const loaded = parseScenario('s.yaml', scenario(FIRST + SECOND));
  const ended = executeRun(await prepareScenario(loaded));
  blocks = [...ended.finished.blocks];
  start = ended.finished.virtual.start;
  config = engineConfig(loaded.scenario, 1);
  ended.close();
});

describe('an order of the scenario', () => {
  it('F:PRC8 TWAP-5: that the file knows as it is, or does not know, is none that was changed', () => {
    expect(changed(FIRST + SECOND)).toEqual([]);
    expect(
      changed(`${FIRST}${SECOND}  - { side: sell, quantity: '0.1', slices: 1, duration: 5s }\n`),
    ).toEqual([]);
    expect(changed(FIRST)).toEqual([]);
  });

  it('F:PRC8 TWAP-5: whose key names another one of the file is: that goes on, or is of today', () => {
    expect(changed(FIRST + SECOND.replace('60', '50'))).toEqual([[1, 'working']]);
    expect(changed(FIRST.replace('slices: 2', 'slices: 3') + SECOND)).toEqual([[0, 'filled']]);
    // One that was put before the others takes their numbers for its key.
    expect(
      changed(`  - { side: sell, quantity: '0.1', slices: 1, duration: 5s }\n${FIRST}`),
    ).toEqual([
      [0, 'filled'],
      [1, 'working'],
    ]);
  });

  it('F:PRC8 TWAP-5: of another day takes nobody’s key, but that of one which still goes on', () => {
    const both = FIRST.replace('slices: 2', 'slices: 3') + SECOND.replace('60', '50');
    expect(changed(both, 90_000)).toEqual([[1, 'working']]);
  });

  it('F:PRC8: with a key of its own is another order', () => {
    const own = SECOND.replace('slices: 60', 'slices: 50, idempotencyKey: again');
    expect(changed(FIRST + own)).toEqual([]);
  });
});

describe('an instrument of the file', () => {
  it('F:PRC8: that the configuration does not know any more is missing', () => {
    const { state } = storedFor(agendaFor(FIRST));
    expect(symbolsMissing(state, config)).toEqual([]);
    expect(symbolsMissing(state, { instruments: new Map() })).toEqual(['BTCUSDT']);
  });

  it('F:PRC8: on another grid would make other amounts of its orders; the same in other words is the same', () => {
    const { tickSize, lotSize } = config.instruments.get('BTCUSDT')!;
    const noted = (more: object) => new Map([['BTCUSDT', { tickSize, lotSize, ...more }]]);
    expect(gridsChanged(noted({}), config)).toEqual([]);
    expect(gridsChanged(noted({ lotSize: `${lotSize}00` }), config)).toEqual([]);
    expect(gridsChanged(noted({ lotSize: '1' }), config)).toMatchObject([
      { symbol: 'BTCUSDT', stored: { lotSize: '1' }, now: { lotSize } },
    ]);
    expect(gridsChanged(noted({ tickSize: '7' }), config)).toHaveLength(1);
    expect(gridsChanged(noted({}), { instruments: new Map() })).toEqual([]);
  });
});
