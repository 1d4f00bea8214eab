/** The table of fault kinds: descriptors, what they take and refuse. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { epochMicros, millis } from '../../../src/core/ground/units.js';
import { faultProblems } from '../../../src/sim/fault/fault-kind.js';
import { type FaultSpec, NO_FAULTS, buildFaults } from '../../../src/sim/fault/fault-set.js';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import { entryOf } from '../../../src/core/state/client-words.js';
import type { LinkRequest } from '../../../src/sim/link/messages.js';
import { submitOf } from '../../contract/broker-rig.js';
import { RESTING } from '../../contract/scripted-venue.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { FAULT_KINDS } from '../../../src/sim/fault/registry.js';

const START = epochMicros(0);
const problems = (kind: string, values: FaultValues): readonly string[] =>
  faultProblems(FAULT_KINDS.get(kind)!, values).map(
    ({ parameter, text }) => `${parameter} ${text}`,
  );

const RUN = { seed: 1, start: START, firstSymbol: 'BTCUSDT' };

describe('kinds of faults', () => {
  it('SIM-3: each is in a file of its name, and names what it is of the catalogue', () => {
    const catalogue = readFileSync('docs/rules/faults.md', 'utf8');
    for (const { kind, ids } of FAULT_KINDS.values()) {
      expect(existsSync(`src/sim/fault/${kind}.ts`)).toBe(true);
      expect(ids.length).toBeGreaterThan(0);
      for (const id of ids) expect(catalogue).toContain(`### F:${id} `);
    }
  });

  it('descriptors are plain: they survive being written down', () => {
    for (const { parameters } of FAULT_KINDS.values()) {
      expect(JSON.parse(JSON.stringify(parameters))).toEqual(parameters);
    }
  });

  it.each([
    ['outage', { at: 0, for: 1 }],
    ['outage', { at: 0, for: 1, paths: ['feed', 'stream'] }],
    ['spread-shift', { at: 0, for: 1, factor: 2.5, shape: 'ramp' }],
    ['halt', { at: 0, for: 1, newOrders: 'queue' }],
    ['reject', { probability: 1, code: '-1013' }],
    ['reject', { at: 5 }],
    ['rate-limit', { perMinute: 60, retryAfter: 1, ban: 9 }],
    ['ack-lost', { nth: 1, shape: '5xx' }],
    ['ack-lost', { at: 0, for: 1 }],
    ['ack-lost', { probability: 0, nth: null }],
  ])('takes %s %j', (kind, values) => {
    expect(problems(kind, values)).toEqual([]);
    expect(() => buildFaults([{ kind, values }], RUN)).not.toThrow();
  });

  it.each([
    ['outage', {}, ['at is missing', 'for is missing']],
    ['outage', { at: -1, for: 1 }, ['at must not be below nothing']],
    ['outage', { at: 0.5, for: 1 }, ['at must be a length of time']],
    ['outage', { at: 0, for: 0 }, ['for must be longer than nothing']],
    [
      'outage',
      { at: 0, for: 1, paths: [] },
      ['paths must be a list of feed, submit, cancel, query, stream'],
    ],
    [
      'outage',
      { at: 0, for: 1, paths: ['fed'] },
      ['paths must be a list of feed, submit, cancel, query, stream'],
    ],
    ['outage', { at: 0, for: 1, path: 1 }, ['path is not a parameter of outage']],
    ['spread-shift', { at: 0, for: 1, factor: 0.5 }, ['factor must be at least 1']],
    ['spread-shift', { at: 0, for: 1, factor: 101 }, ['factor must be at most 100']],
    ['spread-shift', { at: 0, for: 1, factor: NaN }, ['factor must be a number']],
    [
      'spread-shift',
      { at: 0, for: 1, factor: 2, shape: 'hump' },
      ['shape must be one of step, ramp'],
    ],
    ['reject', { probability: 2 }, ['probability must be at most 1']],
    ['reject', {}, ['probability|nth|at exactly one of these must be given']],
    [
      'reject',
      { probability: 1, code: 'a b' },
      ['code must be a word of letters, digits, _ and -'],
    ],
    [
      'ack-lost',
      { probability: 1, nth: 1 },
      ['probability|nth|at exactly one of these must be given'],
    ],
    ['ack-lost', { nth: 0 }, ['nth must be at least 1']],
    ['ack-lost', { nth: 1, for: 5 }, ['for means nothing without at']],
  ])('refuses %s %j', (kind, values, expected) => {
    expect(problems(kind, values)).toEqual(expected);
    expect(() => buildFaults([{ kind, values }], RUN)).toThrow(expected[0]);
  });

  it('draws by the place it is given: one left out moves no draw of another', () => {
    const draws = (specs: readonly FaultSpec[], fault: number): readonly boolean[] => {
      const set = buildFaults(specs, RUN).requestArrives[fault]!;
      return Array.from({ length: 40 }, (_, index) => {
        const id = `order-${index}` as ClientOrderId;
        const request = { ...entryOf(submitOf(RESTING), START), clientOrderId: id };
        const sent = { request, path: 'submit', sentAt: START, nth: 1 } as LinkRequest;
        return set.requestArrives(sent, START) !== null;
      });
    };
    const values = { probability: 0.5 };
    const both = [
      { kind: 'reject', values, place: 0 },
      { kind: 'reject', values, place: 1 },
    ];
    expect(draws(both.slice(1), 0)).toEqual(draws(both, 1));
    expect(draws(both, 0)).not.toEqual(draws(both, 1));
  });

  it('an unknown kind is our own error by now', () => {
    expect(() => buildFaults([{ kind: 'outrage', values: {} }], RUN)).toThrow(/unknown kind/);
  });

  it('counts by kind, a kind that never acted with 0', () => {
    const values = { at: millis(1), for: millis(1) };
    const set = buildFaults(
      [
        { kind: 'halt', values },
        { kind: 'outage', values },
        { kind: 'halt', values },
      ],
      RUN,
    );
    expect([...set.activations(epochMicros(5_000))]).toEqual([
      ['halt', 2],
      ['outage', 0],
    ]);
    expect(NO_FAULTS.activations(START).size).toBe(0);
    expect(NO_FAULTS.quoteLensOf('BTCUSDT')).toBeNull();
  });
});
