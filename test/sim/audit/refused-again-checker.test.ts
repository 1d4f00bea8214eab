/** S22, the checker of orders refused in the same words: proven to fire. */
import { describe, expect, it } from 'vitest';
import { type EpochMicros, plus } from '../../../src/core/ground/units.js';
import { refusedAgain } from '../../../src/sim/audit/invariants/refused-again.js';
import { START } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';
import { type Fed, entry, id, judge } from './history.js';

describe('S22: an order refused three times', () => {
  const at = (seconds: number): EpochMicros => plus(START, inSeconds(seconds));
  const sent = (seconds: number): Fed => ({ ...entry('submit-intent'), at: at(seconds) });
  const refused = (seconds: number): Fed => ({
    input: {
      kind: 'outcome',
      at: at(seconds),
      effect: 'submit',
      clientOrderId: id,
      attempt: 1,
      outcome: { kind: 'rejected', code: 'no-cash', text: '' },
    },
  });
  const thrice = [0, 1, 2].flatMap((second) => [sent(second), refused(second)]);

  it('S22: holds when it is sent a minute later, and once it was taken in between', () => {
    const taken = entry('submit-settled', { as: 'accepted' });
    expect(judge(refusedAgain, [...thrice, sent(62)])).toEqual([]);
    expect(judge(refusedAgain, [...thrice, taken, sent(3)])).toEqual([]);
    expect(judge(refusedAgain, [...thrice.slice(2), sent(3)])).toEqual([]);
  });

  it('S22: fires when it is sent earlier, and when two are sent at once', () => {
    expect(judge(refusedAgain, [...thrice, sent(61)])).toEqual(['S22']);
    expect(judge(refusedAgain, [...thrice, sent(62), sent(62)])).toEqual(['S22']);
  });
});
