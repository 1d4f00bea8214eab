/** Several accounts at the markets of one exchange: what they share, and that nothing of one is another's. */
import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../../../src/core/ground/decimal.js';
import { type EpochMicros, lots, ticks } from '../../../src/core/ground/units.js';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import type { TruthExecution, VenueArrival } from '../../../src/core/order/truth.js';
import type { Exchange } from '../../../src/sim/exchange/exchange.js';
import type { AccountOptions } from '../../../src/sim/exchange/venue-options.js';
import { type L2Setup, L2Venue } from '../../../src/sim/market/l2/l2-venue.js';
import { type GeneratedCase, generateCase } from '../../oracle/generated-case.js';
import { BOOK, INSTRUMENT, OPTIONS, Rig, type Row, at } from './venue-rig.js';

const CASES = 40;

const SEEDS = Array.from({ length: CASES }, (_, index) => 40_001 + index);

const DEAF = { onReport: () => undefined };

/** `many` accounts that can carry anything. */
function venuesOf(one: GeneratedCase, many: number): readonly Exchange[] {
  const options = {
    ...OPTIONS,
    profile: { ...one.profile, selfTrade: 'none' as const },
    account: { ...OPTIONS.account, cash: '1000000000' },
  };
  const own = { options, listener: DEAF };
  const first = new L2Venue({
    listings: [
      {
        instrument: { ...INSTRUMENT, symbol: 'TEST' },
        ...{ tape: one.tape, fill: one.options, halts: one.halts, quotes: [] },
      },
    ],
    ...own,
    beside: Array.from({ length: many - 1 }, () => own),
  });
  return [first, ...first.beside];
}

/** Ids that stand in one replace are of one account. */
function accountsOf(arrivals: readonly VenueArrival[], many: number): (id: string) => number {
  const roots = new Map<string, string>();
  const rootOf = (id: string): string => {
    const above = roots.get(id);
    return above === undefined ? id : rootOf(above);
  };
  for (const arrival of arrivals) {
    if (arrival.kind !== 'replace') continue;
    const [from, to] = [rootOf(arrival.clientOrderId), rootOf(arrival.newClientOrderId)];
    if (from !== to) roots.set(to, from);
  }
  // Generated ids end with a number, or with one and an r.
  return (id) => Number(/\d+/.exec(rootOf(id))?.[0] ?? 0) % many;
}

function played(one: GeneratedCase, many: number): readonly Exchange[] {
  const venues = venuesOf(one, many);
  const [first] = venues;
  const accountOf = accountsOf(one.arrivals, many);
  const to = (until: EpochMicros): void => {
    while (first!.advance(until) < until);
  };
  for (const arrival of one.arrivals) {
    to(arrival.at);
    const venue = venues[accountOf(arrival.clientOrderId)]!;
    if (arrival.kind === 'submit') venue.submit(arrival, arrival.at);
    else if (arrival.kind === 'cancel') venue.cancel(arrival, arrival.at);
    else venue.replace(arrival, arrival.at);
  }
  const last = one.tape.time[one.tape.rows - 1] ?? 0;
  to(Math.max(last, one.arrivals.at(-1)?.at ?? 0, one.halts.at(-1)?.to ?? 0) as EpochMicros);
  return venues;
}

const executed = (venues: readonly Exchange[]): readonly Omit<TruthExecution, 'seq'>[] =>
  venues
    .flatMap(({ truth }) => truth.executions)
    .map(({ seq: _, ...execution }) => execution)
    .sort((a, b) => Number(a.execId) - Number(b.execId));

/** Two accounts at one market: `rig` is the first, `other` speaks for the second. */
function rigs(
  rows: readonly Row[],
  accounts: readonly [Partial<AccountOptions>, Partial<AccountOptions>] = [{}, {}],
  selfTrade: 'none' | 'expire-maker' = 'none',
): readonly [Rig, Rig] {
  const optionsOf = (account: Partial<AccountOptions>) => ({
    ...OPTIONS,
    profile: { ...OPTIONS.profile, selfTrade },
    account: { ...OPTIONS.account, ...account },
  });
  const [rig, other] = accounts.map((account) => new Rig([...BOOK, ...rows], optionsOf(account)));
  const setup: L2Setup = {
    ...rig!.setup,
    beside: [{ options: optionsOf(accounts[1]), listener: other!.setup.listener }],
  };
  const venue = new L2Venue(setup);
  rig!.venue = venue;
  other!.venue = venue.beside[0] as L2Venue;
  return [rig!, other!];
}

const NOW = at(1_000);

describe('several accounts at one exchange', () => {
  it('F16: whoever sends which order, all of them fill as if one account had sent them', () => {
    let shared = 0;
    for (const seed of SEEDS) {
      const one = generateCase(seed);
      const venues = played(one, 3);
      const together = executed(venues);
      expect(together, `seed ${seed}`).toEqual(executed(played(one, 1)));
      if (venues.filter(({ truth }) => truth.executions.length > 0).length > 1) shared += 1;
    }
    expect(shared).toBeGreaterThan(CASES / 3);
  });

  it('what is asked of one account shows nothing of another, be the ids equal', () => {
    const [rig, other] = rigs([]);
    rig.buy(1, 'same', 101, 4);
    rig.buy(2, 'mine', 99, 1);
    other.buy(3, 'same', 98, 2);
    expect(rig.status('same')).toBe('filled 4/4');
    expect(other.status('same')).toBe('accepted 0/2');
    expect(other.status('mine')).toBe('not found');
    expect(other.cancel(4, 'mine')).toMatchObject({ code: 'order-not-found' });
    const { venue } = other;
    expect(venue.positions()).toEqual([]);
    expect(venue.truth.executions).toEqual([]);
    expect(venue.executionsOf('same' as ClientOrderId, NOW)).toEqual([]);
    expect(
      venue.openOrders(10, null, NOW).orders.map(({ clientOrderId }) => clientOrderId),
    ).toEqual(['same']);
    expect(venue.history(at(0), 10, null, NOW).orders).toHaveLength(1);
    expect(formatDecimal(venue.cash())).toBe('1000000');
    expect(other.reports.map(({ venueOrderId }) => venueOrderId)).toEqual(['3']);
    expect(rig.reports.map(({ venueOrderId }) => venueOrderId)).toEqual(['1', '1', '2']);
  });

  it('what one account takes of the book is gone for the next, and no two trade with each other', () => {
    const [rig, other] = rigs([]);
    rig.market(1, 'a', 8);
    other.market(2, 'b', 8);
    expect(rig.fills).toEqual(['a: 8@101 taker at 1']);
    expect(other.fills).toEqual(['b: 2@101 taker at 2', 'b: 6@102 taker at 2']);
    rig.buy(3, 'rests', 100, 5);
    other.sell(4, 'crosses', 100, 5);
    expect([rig.status('rests'), other.status('crosses')]).toEqual([
      'accepted 0/5',
      'accepted 0/5',
    ]);
  });

  it('F19: only the own order is in the way where orders of ours may not meet', () => {
    const [rig, other] = rigs([], [{}, {}], 'expire-maker');
    rig.buy(1, 'mine', 100, 5);
    other.sell(2, 'passes', 100, 5);
    expect(rig.status('mine')).toBe('accepted 0/5');
    rig.sell(3, 'meets', 100, 5);
    expect(rig.status('mine')).toBe('expired 0/5');
    expect(other.status('passes')).toBe('accepted 0/5');
  });

  it('one account that cannot pay stands in nobody else’s way', () => {
    const poor = { cash: '0', shorting: false };
    const [rig, other] = rigs([], [poor, {}]);
    expect(rig.market(1, 'a', 1)).toMatchObject({ code: 'insufficient-balance' });
    expect(other.market(2, 'a', 1)).toMatchObject({ kind: 'accepted' });
  });

  it('F19: each account is liquidated by its own margin, and two by one print', () => {
    const long = (cash: string): Partial<AccountOptions> => ({
      ...{ cash, shorting: false, derivatives: new Set(['TEST']), marginLeverage: 5 },
      positions: new Map([['TEST', lots(5)]]),
      entryPrices: new Map([['TEST', ticks(100)]]),
    });
    // As in liquidation.test.ts, for half the position: 0.00055 of cash is short at 0.98, 0.0005 at 0.99.
    const rows: readonly Row[] = [
      [10, 'sold', 99, 1],
      [20, 'sold', 98, 1],
    ];
    const closed = ([rig, other]: readonly [Rig, Rig], ms: number) => {
      rig.to(ms);
      return [rig, other].map(({ venue }) =>
        (venue.truth.liquidations ?? []).map(({ clientOrderId }) => clientOrderId),
      );
    };
    const one = rigs(rows, [long('1'), long('0.0005')]);
    expect(closed(one, 15)).toEqual([[], ['autoclose-1']]);
    expect(one[0].venue.position('TEST')).toBe(5);
    expect(one[1].venue.position('TEST')).toBe(0);
    expect(closed(rigs(rows, [long('0.00055'), long('0.00055')]), 15)).toEqual([[], []]);
    const both = rigs(rows, [long('0.00055'), long('0.00055')]);
    expect(closed(both, 25)).toEqual([['autoclose-1'], ['autoclose-2']]);
  });

  it('F19: a fill of one account in the instant in which a print takes the margin of another loses nobody’s', () => {
    const future = { derivatives: new Set(['TEST']), marginLeverage: 5, shorting: false };
    const held = { positions: new Map([['TEST', lots(5)]]) };
    const entryPrices = new Map([['TEST', ticks(100)]]);
    const poor = { ...future, ...held, entryPrices, cash: '0.0005' };
    const rows: readonly Row[] = [
      [10, 'sold', 98, 30],
      [11, 'bid', 97, 50],
    ];
    const [rich, other] = rigs(rows, [{ ...future, cash: '1' }, poor]);
    rich.buy(1, 'filled by the print', 98, 3);
    rich.to(20);
    expect(rich.status('filled by the print')).toBe('filled 3/3');
    expect(other.venue.truth.liquidations).toHaveLength(1);
  });
});
