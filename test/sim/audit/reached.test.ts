/** What a run has come past is counted by a closed list of keys. */
import { describe, expect, it } from 'vitest';
import { REACHED_KEYS } from '../../../src/sim/audit/reached.js';
import { simulateKept } from '../../support/simulate-kept.js';
import { inSeconds, planOf, tapeOf } from '../../support/simulation-plan.js';

describe('reached', () => {
  it('counts what a calm run comes past, and says 0 of the rest', () => {
    const { reached } = simulateKept(planOf()).audit;
    const known = new Set<string>(REACHED_KEYS);
    expect(Object.keys(reached).filter((key) => !known.has(key))).toEqual([]);
    expect(reached['outcome:submit:accepted']).toBe(6);
    expect(reached['status:filled']).toBeGreaterThanOrEqual(6);
    expect(reached['stage:done']).toBeGreaterThanOrEqual(6);
    expect(reached['outcome:submit:unknown:timeout']).toBeUndefined();
    expect(reached['branch:found-after-unknown']).toBeUndefined();
  });

  it('counts the branches of a lost acknowledgement while the stream is silent', () => {
    const silent = { paths: ['stream'], at: inSeconds(0), for: inSeconds(100) };
    const faults = [
      { kind: 'ack-lost', values: { nth: 2, shape: 'reset' } },
      { kind: 'outage', values: silent },
    ];
    const { reached } = simulateKept(planOf({ tape: tapeOf(3), faults })).audit;
    expect(reached['outcome:submit:unknown:reset']).toBe(1);
    expect(reached['stage:unknown']).toBeGreaterThan(0);
    expect(reached['branch:found-after-unknown']).toBe(1);
  });

  it('counts fills that are told before the acknowledgement', () => {
    const { reached } = simulateKept(planOf()).audit;
    expect(reached['branch:fill-before-ack']).toBeGreaterThan(0);
    expect(reached['branch:resent-after-not-sent']).toBeUndefined();
  });
});
