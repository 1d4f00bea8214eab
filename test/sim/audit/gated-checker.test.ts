/** S13, proven to fire. */
import { describe, expect, it } from 'vitest';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import type { Entry } from '../../../src/core/state/entry.js';
import { gated } from '../../../src/sim/audit/invariants/gated.js';
import { START } from '../../support/engine-rig.js';
import { type Fed, departure, judge, rig } from './history.js';

const told = (entry: Entry): Fed => ({ entry });
const heard = (answer: ReadAnswer): Fed => ({
  input: { at: START, kind: 'answer', readId: 1, answer },
});
const STARTED: Fed = { input: { at: START, kind: 'started' } };
const SHUT = told({ kind: 'gate-shut', waiting: [], lateAt: START });
const LIST = heard({ kind: 'open-orders', orders: [], nextCursor: null });
const HISTORY = heard({ kind: 'history', orders: [], nextCursor: null });
const POSITIONS = heard({ kind: 'positions', positions: [] });
const RECOVERED = told({ kind: 'recovery-begun', resumed: [], invalid: [] });
const OPENED = told({ kind: 'gate-opened' });
const ALL = [LIST, HISTORY, POSITIONS, RECOVERED, OPENED] as const;
const SENT = departure(START, null);

describe('S13: what leaves after a start', () => {
  it('S13: holds before any gate, and once it is open', () => {
    expect(judge(gated, [SENT, STARTED, SHUT, ...ALL, SENT])).toEqual([]);
  });

  it('S13: fires on an order that leaves while it is shut', () => {
    expect(judge(gated, [STARTED, SHUT, SENT, ...ALL])).toEqual(['S13']);
    expect(judge(gated, [STARTED, SHUT, ...ALL, STARTED, SHUT, SENT])).toEqual(['S13']);
  });

  it('S13 REC-1: fires on a gate that opens before all was read to its end since the start, and before recovery', () => {
    const [intent] = rig.entries('submit-intent');
    const sent = told(intent!);
    expect(judge(gated, [sent, STARTED, SHUT, ...ALL])).toEqual([]);
    for (const missing of ALL.slice(0, -1)) {
      const heardOf = ALL.filter((one) => one !== missing);
      expect(judge(gated, [sent, STARTED, SHUT, ...heardOf])).toEqual(['S13']);
    }
    expect(judge(gated, [sent, ...ALL.slice(0, -2), STARTED, SHUT, RECOVERED, OPENED])).toEqual([
      'S13',
    ]);
    const half = heard({ kind: 'history', orders: [], nextCursor: '500' });
    const more = [LIST, half, POSITIONS, RECOVERED, OPENED];
    expect(judge(gated, [sent, STARTED, SHUT, ...more])).toEqual(['S13']);
  });

  it('S13 REC-3: holds where somebody forces it open', () => {
    const forced = told({ kind: 'gate-forced', operator: 'me', reason: 'no time' });
    expect(judge(gated, [STARTED, SHUT, forced, SENT])).toEqual([]);
  });
});
