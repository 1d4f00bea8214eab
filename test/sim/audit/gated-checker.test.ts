/** S13, proven to fire. */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/core/state/entry.js';
import { gated } from '../../../src/sim/audit/invariants/gated.js';
import { START } from '../../support/engine-rig.js';
import { type Fed, departure, judge } from './history.js';

const told = (entry: Entry): Fed => ({ entry });
const SHUT = told({ kind: 'gate-shut', waiting: [], lateAt: START });
const OPENED = told({ kind: 'gate-opened' });
const SENT = departure(START, null);

describe('S13: what leaves after a start', () => {
  it('S13: holds before any gate, and once it is open', () => {
    expect(judge(gated, [SENT, SHUT, OPENED, SENT])).toEqual([]);
  });

  it('S13: fires on an order that leaves while it is shut', () => {
    expect(judge(gated, [SHUT, SENT, OPENED])).toEqual(['S13']);
    expect(judge(gated, [SHUT, OPENED, SHUT, SENT])).toEqual(['S13']);
  });
});
