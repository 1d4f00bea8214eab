/** Orders that live on though the engine calls them over, and fill nothing: the run is judged by them all the same. */
import { describe, expect, it } from 'vitest';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';
import { simulate } from '../../src/runs/simulation.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';

const TAPE = tapeOf(3, { durationSeconds: 120, messagesPerSecond: 6 });
/** Far below the market: it fills nothing. */
const RESTING = order({
  quantity: '0.2',
  slices: 2,
  duration: inSeconds(60),
  type: 'limit',
  limitPrice: '30000',
  timeInForce: 'gtc',
  fillTimeout: inSeconds(20),
});

const played = (...faults: readonly FaultSpec[]) =>
  simulate(planOf({ tape: TAPE, orders: [[2, RESTING]], faults })).audit;

describe('an order that rests though it is taken for over', () => {
  it('SIM-5 F:FIL4: is seen where the venue told an end that was none, and no fill is missed', () => {
    const { oneSided, fills } = played({ kind: 'false-end', values: { nth: 1, says: 'canceled' } });
    expect(fills).toEqual([]);
    expect(oneSided).toMatchObject([{ openFor: 'venue', owed: true, leaves: 100 }]);
  });

  it('SIM-5: none is where the venue tells the truth', () => {
    expect(played().oneSided).toEqual([]);
  });
});
