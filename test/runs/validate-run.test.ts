/** What `validate` accepts, `run` runs: values that used to pass the checks and end the run as a crash. */
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/runs/scenario/load.js';

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
