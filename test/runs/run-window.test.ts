/** What ended a run: its recorded market, or its time. */
import { describe, expect, it } from 'vitest';
import { endedWith } from '../../src/runs/run-window.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { tapeEnd } from '../../src/sim/tape/tape.js';
import { type Micros, micros, plus, seconds } from '../../src/core/ground/units.js';
import { planOf, tapeOf } from '../support/simulation-plan.js';

const scenarioOf = (market: string) =>
  parseScenario(
    's.yaml',
    `name: s
shows: what ends a run
seed: 1
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.00001", minNotional: "5" }
market: { ${market} }
orders: [{ at: 1s, side: buy, quantity: "0.01", duration: 30s, slices: 2 }]
`,
  ).scenario;
/** Only that there is such a file is asked before a market is opened. */
const RECORDED = scenarioOf('replay: { files: [package.json] }');
const GENERATED = scenarioOf('synthetic: { model: random-walk, startPrice: "61800" }');

describe('what ended a run', () => {
  const tape = tapeOf(1);
  const endingIn = (length: Micros) => {
    const plan = planOf({ tape });
    return { ...plan, end: plus(tapeEnd(tape), micros(-length)) };
  };

  it.each([
    ['the data, where the run goes on to their end', RECORDED, micros(0), 'data'],
    [
      'the data, where a duration was cut to whole seconds to fit them',
      RECORDED,
      micros(900_000),
      'data',
    ],
    ['its time, where there are data left', RECORDED, seconds(2), 'time'],
    ['its time, where the market was generated for it', GENERATED, micros(0), 'time'],
  ] as const)('%s', (_, scenario, left, ended) => {
    expect(endedWith(scenario, endingIn(left))).toBe(ended);
  });
});
