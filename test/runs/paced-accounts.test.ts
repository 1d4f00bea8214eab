/** The accounts of a venue in real time, on a clock that a test moves: links and faults are each one's own, the market is everybody's. */
import { describe, expect, it } from 'vitest';
import type { Clock, TimerHandle } from '../../src/core/ground/clock.js';
import { type EpochMicros, type Micros, lots, plus, seconds } from '../../src/core/ground/units.js';
import type { ClientOrderId } from '../../src/core/order/order.js';
import type { SubmitRequest } from '../../src/core/order/venue-message.js';
import type { OpenedAccount } from '../../src/runs/venue/paced-account.js';
import { PacedVenue } from '../../src/runs/venue/paced-venue.js';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';
import { inSeconds, planOf } from '../support/simulation-plan.js';

/** A venue with so many accounts, `seconds` after its start as the test says. */
class Stood {
  readonly venue: PacedVenue;
  readonly #start: EpochMicros;
  #now: EpochMicros;

  constructor(faults: readonly FaultSpec[], many: number) {
    const plan = planOf({ faults });
    this.#start = plan.start;
    this.#now = plan.start;
    const clock: Clock = {
      now: () => this.#now,
      schedule: () => ({}) as TimerHandle,
      cancel: () => undefined,
    };
    const accounts = Array.from({ length: many }, (_, nth): OpenedAccount => ({
      options: plan.venue.account,
      seed: plan.seed + nth,
    }));
    this.venue = new PacedVenue(plan, { clock, speed: 1 }, accounts);
  }

  to(after: number): this {
    this.#now = plus(this.#start, inSeconds(after));
    this.venue.catchUp();
    return this;
  }

  /** What a market order came to, once it is known. */
  buys(account: number, id: string): { kind?: string; code?: string } {
    const request: SubmitRequest = {
      ...{ kind: 'submit', clientOrderId: id as ClientOrderId, validUntil: null },
      sentAt: this.#now,
      terms: {
        ...{ symbol: 'BTCUSDT', side: 'buy', quantity: lots(3), type: 'market', limitPrice: null },
        ...{ stopPrice: null, timeInForce: 'ioc', postOnly: false },
      },
    };
    const told = {};
    this.venue.accounts[account]!.ask(request, (reply) => Object.assign(told, reply));
    return told;
  }
}

/** Three orders of the first account, with time between them. */
function threeOrders(stood: Stood): readonly object[] {
  const told = [2, 4, 6].map((after, nth) => stood.to(after).buys(0, `a-${nth}`));
  stood.to(60);
  return told;
}

const FOR: Micros = seconds(5);

describe('accounts of a paced venue', () => {
  it('SIM-4: one that does nothing changes nothing for another, whatever faults there are', () => {
    const faults = [
      { kind: 'ack-lost', values: { probability: 0.5, shape: 'timeout' } },
      { kind: 'frame-lost', values: { probability: 0.5 } },
      { kind: 'halt', values: { at: inSeconds(3), for: inSeconds(0.5), newOrders: 'queue' } },
    ];
    const [alone, beside] = [new Stood(faults, 1), new Stood(faults, 3)];
    expect(threeOrders(beside)).toEqual(threeOrders(alone));
    const [one, other] = [alone, beside].map(({ venue }) => venue.accounts[0]!);
    expect(other!.truth.entries).toEqual(one!.truth.entries);
    expect(other!.truth.entries.length).toBeGreaterThan(5);
    expect(other!.faultRecord()).toEqual(one!.faultRecord());
    expect(beside.venue.accounts[1]!.truth.entries).toEqual([]);
  });

  it('F:SUB2: a fault that counts counts each account’s messages', () => {
    const stood = new Stood([{ kind: 'ack-lost', values: { nth: 2, shape: 'reset' } }], 2).to(2);
    const told = [
      [0, 'a'],
      [0, 'b'],
      [1, 'a'],
      [1, 'b'],
    ].map(([account, id]) => stood.buys(account as number, id as string));
    stood.to(4);
    expect(told.map(({ kind }) => kind)).toEqual(['accepted', 'lost', 'accepted', 'lost']);
    expect(stood.venue.faultStates().map(({ acts }) => acts)).toEqual([2]);
    stood.venue.turnFault(0, false);
    expect(stood.venue.faultStates().map(({ isOn }) => isOn)).toEqual([false]);
  });

  it('F:MD9: a halt that hangs on an event of one account is everybody’s, and a second one adds to it', () => {
    const at = { after: 'filled' };
    const stood = new Stood([{ kind: 'halt', values: { at, for: FOR, newOrders: 'refuse' } }], 2);
    const first = stood.to(2).buys(0, 'a');
    stood.to(2.02);
    const other = stood.buys(1, 'a');
    stood.to(4);
    expect(first.kind).toBe('accepted');
    expect(other).toMatchObject({ kind: 'rejected', code: 'halted' });
    // Afterwards the other's own first execution brings its own halt.
    const later = stood.to(9).buys(1, 'b');
    stood.to(10);
    const again = stood.buys(0, 'b');
    stood.to(11);
    expect([later.kind, again.code]).toEqual(['accepted', 'halted']);
  });
});
