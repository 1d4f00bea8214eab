/** A broken invariant comes with what shows it: what happened up to it, and both views of what it is about. */
import { describe, expect, it } from 'vitest';
import type { Broker } from '../../../src/core/ports.js';
import { RecentEvents } from '../../../src/sim/audit/evidence.js';
import { eventText } from '../../../src/sim/audit/event-words.js';
import { plus } from '../../../src/core/ground/units.js';
import { START } from '../../support/engine-rig.js';
import { simulateKept } from '../../support/simulate-kept.js';
import { inSeconds, planOf } from '../../support/simulation-plan.js';
import { type Fed, accepted, id } from './history.js';

/** Orders leave on the other side than the engine meant. */
const flip = (broker: Broker): Broker => ({
  reports$: broker.reports$,
  send: (command, mayLeave) => {
    if (command.kind !== 'submit') broker.send(command, mayLeave);
    else broker.send({ ...command, terms: { ...command.terms, side: 'sell' } }, mayLeave);
  },
});

describe('the evidence of a broken invariant', () => {
  const { audit } = simulateKept(planOf(), { wrapBroker: flip });
  const [first] = audit.violations;

  it('S0: tells what the engine believed and what was true at the venue', () => {
    expect(first?.id).toBe('S0');
    expect(first?.evidence.engine).toMatch(/^submitted, 0 of \d+ lots filled, stage sending/);
    expect(first?.evidence.venue).toMatch(/^1 accepted for \d+ lots, 0 lots filled in 0 execut/);
  });

  it('S0: ends with the event that broke it, behind the request and the intent it came of', () => {
    const told = first!.evidence.before.map(({ side, text }) => `${side} ${text.split(' ')[0]}`);
    expect(told.at(-1)).toBe('venue accepted');
    expect(told.indexOf('engine submit-intent')).toBeGreaterThanOrEqual(0);
    expect(told.indexOf('wire submit')).toBeGreaterThan(told.indexOf('engine submit-intent'));
    const times = first!.evidence.before.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  it('S0: knows of the venue only what had happened by then', () => {
    const later = audit.violations.at(-1)!.evidence;
    expect(audit.violations.length).toBeGreaterThan(2);
    expect(later.venue).not.toBe(first?.evidence.venue);
    expect(later.before.length).toBeLessThanOrEqual(20);
  });
});

describe('recent events', () => {
  it('keeps the last twenty, oldest first', () => {
    const recent = new RecentEvents();
    for (let second = 0; second < 25; second += 1) {
      const at = plus(START, inSeconds(second));
      recent.note(at, 'told', { kind: 'feed', status: 'up', at });
    }
    const told = recent.told();
    expect(told).toHaveLength(20);
    expect(told[0]?.at).toBe(plus(START, inSeconds(5)));
    expect(told.at(-1)?.at).toBe(plus(START, inSeconds(24)));
  });

  it('tells an event by its kind and its fields, those within it one level down', () => {
    const { truth } = accepted() as Extract<Fed, { truth: unknown }>;
    const text = eventText(truth);
    expect(text).toContain(`accepted clientOrderId=${id}`);
    expect(text).toContain('terms.side=buy');
    expect(text).not.toContain('seq');
  });
});
