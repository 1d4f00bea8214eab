/** What a run keeps of its faults: when each was in force, and every message it acted on. */
import { describe, expect, it } from 'vitest';
import { LINK_PATHS } from '../../../src/core/order/fault-record.js';
import { epochMicros, micros, millis, seconds } from '../../../src/core/ground/units.js';
import { FaultSet, type FaultSpec } from '../../../src/sim/fault/fault-set.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE, RESTING } from '../../contract/scripted-venue.js';
import { LinkRig, START } from '../link/link-rig.js';

const spec = (kind: string, values: FaultValues): FaultSpec => ({ kind, values });
const msOf = (at: number): number => (at - START) / 1_000;

/** Kind, symbol, from, to and acts of each window after an order every 100 ms. */
function windowsOf(specs: readonly FaultSpec[], endMs = 20_000): readonly unknown[] {
  const rig = new LinkRig(specs);
  for (let sent = 0; sent < 5; sent += 1) rig.sendAt(100 * sent, submitOf(RESTING));
  rig.run();
  const { windows } = rig.faults.record(epochMicros(START + endMs * 1_000));
  return windows.map(({ kind, symbol, from, to, acts }) => [
    kind,
    symbol,
    msOf(from),
    msOf(to),
    acts,
  ]);
}

describe('the windows of a run', () => {
  it('say what a slice can have waited for because of them, as their kind does', () => {
    const faults = [
      spec('outage', { paths: ['feed'], at: micros(0), for: seconds(1) }),
      spec('frame-lost', { at: micros(0), run: 1 }),
    ];
    const { windows } = new LinkRig(faults).faults.record(epochMicros(START + 9_000_000));
    expect(windows.map(({ kind, holds }) => [kind, holds])).toEqual([
      ['outage', ['market-data']],
      ['frame-lost', undefined],
    ]);
  });

  it.each([
    [
      'an outage: as it was written',
      spec('outage', { at: millis(90), for: millis(100), paths: ['submit'] }),
      ['outage', null, 90, 190, 1],
    ],
    [
      'a halt: of its instrument',
      spec('halt', { at: millis(90), for: millis(100) }),
      ['halt', 'BTCUSDT', 90, 190, 1],
    ],
    [
      'a spread shift nobody looked at: without an act',
      spec('spread-shift', { at: millis(90), for: millis(100), factor: 2 }),
      ['spread-shift', 'BTCUSDT', 90, 190, 0],
    ],
    [
      'a refusal at a time: until the submit it hit',
      spec('reject', { at: millis(90) }),
      ['reject', null, 90, 120, 1],
    ],
    [
      'refusals by chance: the whole run',
      spec('reject', { probability: 1 }),
      ['reject', null, 0, 20_000, 5],
    ],
    [
      'a reply of a given number: when it hit',
      spec('ack-lost', { nth: 2 }),
      ['ack-lost', null, 120, 120, 1],
    ],
    [
      'a reply of a number that never came: the whole run',
      spec('ack-lost', { nth: 9 }),
      ['ack-lost', null, 0, 20_000, 0],
    ],
  ])('%s', (_title, fault, window) => {
    expect(windowsOf([fault])).toEqual([window]);
  });

  it('a ban ends the span of the limit it came of', () => {
    const limit = spec('rate-limit', { at: millis(0), retryAfter: seconds(1), ban: millis(1_500) });
    expect(windowsOf([limit])).toEqual([
      ['rate-limit', null, 0, 120, 1],
      ['rate-limit', null, 120, 220, 1],
      ['rate-limit', null, 220, 320, 1],
      ['rate-limit', null, 320, 420, 1],
      ['rate-limit', null, 420, 1_920, 1],
    ]);
  });

  it('end with the run, and what never began is none of them', () => {
    const early = spec('outage', { at: micros(0), for: seconds(60) });
    const late = spec('outage', { at: seconds(30), for: seconds(60) });
    expect(windowsOf([early, late])).toEqual([['outage', null, 0, 20_000, 5]]);
  });
});

describe('the acts of a run', () => {
  it('are in order of time, though reports leave ahead of the clock', () => {
    const fault = { activations: () => 2, spans: () => [] };
    const faults = new FaultSet([{ kind: 'test', fault }]);
    const act = { path: 'stream', symbol: null, clientOrderId: null, message: 'report' } as const;
    for (const ms of [30, 10])
      faults.acted(fault, {
        ...act,
        at: epochMicros(START + ms * 1_000),
        leg: 'report',
        deed: 'lost',
        said: '',
      });
    const { acts } = faults.record(epochMicros(START + 100_000));
    expect(acts.map(({ kind, at }) => [kind, msOf(at)])).toEqual([
      ['test', 10],
      ['test', 30],
    ]);
  });

  const actsOf = (fault: FaultSpec): readonly unknown[] => {
    const rig = new LinkRig([fault]);
    rig.sendAt(0, submitOf(MARKETABLE));
    return rig
      .run()
      .faults.record(epochMicros(START + 20_000_000))
      .acts.map(({ at, kind, path, message, leg, deed, said }) =>
        [msOf(at), kind, path, message, leg, deed, said].join(' ').trimEnd(),
      );
  };

  it.each([
    [
      'a request lost on the way',
      spec('outage', { at: millis(0), for: millis(1) }),
      ['0 outage submit submit request lost'],
    ],
    [
      'an answer and two reports lost on the way back',
      spec('outage', { at: millis(25), for: millis(10), paths: LINK_PATHS }),
      [
        '27 outage stream report report lost accepted',
        '27 outage stream report report lost trade',
        '30 outage submit submit answer lost',
      ],
    ],
    [
      'a refusal',
      spec('reject', { at: millis(0), code: 'halted' }),
      ['20 reject submit submit request answered rejected, halted'],
    ],
    [
      'a reply lost in a shape',
      spec('ack-lost', { nth: 1, shape: 'reset' }),
      ['20 ack-lost submit submit answer lost reset'],
    ],
  ])('%s', (_title, fault, acts) => {
    expect(actsOf(fault)).toEqual(acts);
  });
});
