/** S15 and S29, proven to fire. */
import { describe, expect, it } from 'vitest';
import type { Input } from '../../../src/core/state/input.js';
import type { Lots } from '../../../src/core/ground/units.js';
import { positionLimits } from '../../../src/sim/audit/invariants/limits.js';
import { singleWriter } from '../../../src/sim/audit/invariants/single-writer.js';
import { limitsWith } from '../../support/limits.js';
import {
  type Fed,
  accepted,
  departure,
  ended,
  entry,
  executed,
  judge,
  rig,
  terms,
} from './history.js';

const MEANT = entry('submit-intent');

/** Of an order over 300 lots. */
function found(position: number, held: number, history: readonly Fed[]): readonly string[] {
  const limits = limitsWith({ position: position as Lots });
  const positions = new Map([[terms.symbol, held as Lots]]);
  const { state, now } = rig;
  return judge(positionLimits, history, {
    config: { ...rig.config, limits, positions },
    state,
    now,
  });
}

describe('S15: what may be held', () => {
  const sent = [MEANT, departure()];

  it('S15: fires on an order by which the position could come to more than its limit', () => {
    expect(terms.quantity).toBe(300);
    expect(found(300, 0, sent)).toEqual([]);
    expect(found(299, 0, sent)).toEqual(['S15']);
    expect(found(300, 1, sent)).toEqual(['S15']);
    expect(found(299, -1, sent)).toEqual([]);
  });

  it('S15: what is open counts until it ends, and what has filled goes on counting', () => {
    const another = (fed: Fed): Fed =>
      'departure' in fed && fed.departure.kind === 'submit'
        ? { departure: { ...fed.departure, clientOrderId: 'another' as never } }
        : 'entry' in fed
          ? { entry: { ...fed.entry, clientOrderId: 'another' } as never }
          : fed;
    const more = sent.map(another);
    expect(found(599, 0, [...sent, accepted(), ...more])).toEqual(['S15']);
    expect(found(599, 0, [...sent, accepted(), executed(300, 0), ...more])).toEqual(['S15']);
    expect(found(599, 0, [...sent, accepted(), ended('canceled'), ...more])).toEqual([]);
    expect(found(599, 0, [...sent, ...more])).toEqual(['S15']);
    expect(found(600, 0, [...sent, accepted(), ...more])).toEqual([]);
  });

  it('S15: one that was filled and is sent again, as a question, counts once', () => {
    expect(found(300, 0, [...sent, accepted(), executed(300, 0), ...sent])).toEqual([]);
  });
});

describe('S29: one writer', () => {
  const STARTED: Fed = { input: { kind: 'started', at: rig.now } as Input };

  it('S29: fires on what the process before the last start meant', () => {
    expect(judge(singleWriter, [MEANT, departure()])).toEqual([]);
    expect(judge(singleWriter, [MEANT, STARTED, departure()])).toEqual(['S29']);
    expect(judge(singleWriter, [MEANT, STARTED, MEANT, departure()])).toEqual([]);
    expect(judge(singleWriter, [STARTED, MEANT, STARTED, departure()])).toEqual(['S29']);
  });
});
