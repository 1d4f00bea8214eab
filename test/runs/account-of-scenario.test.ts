/** The account a scenario does not describe (F19), and what becomes of orders that a described one cannot carry. */
import { beforeAll, describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { fidelityOf } from '../../src/runs/fidelity/sheet.js';
import { prepareScenario } from '../../src/runs/execute-run.js';
import { simulate } from '../../src/runs/simulation.js';
import { planOf } from '../../src/runs/to-plan.js';
import { highestPrice } from '../../src/sim/tape/highest-price.js';
import { lowestPrice } from '../../src/sim/tape/lowest-price.js';
import { priceAt } from '../../src/sim/tape/price-at.js';
import type { Tape } from '../../src/sim/tape/tape.js';

const scenario = (rest: string): string => `
name: account
shows: what the account holds
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 60s }
${rest}`;
const SELL = "orders: [{ side: sell, quantity: '0.6', duration: 30s, slices: 3 }]";
const BUY = "orders: [{ side: buy, quantity: '0.6', duration: 30s, slices: 3 }]";

let tape: Tape;
beforeAll(async () => {
  tape = (await prepareScenario(parseScenario('a.yaml', scenario(SELL)))).tapesOf(1)[0]!;
});

const planned = (rest: string, changes: Partial<Tape> = {}) =>
  planOf(parseScenario('a.yaml', scenario(rest)), {
    tapes: [{ ...tape, ...changes }],
    seed: 1,
    strategies: [],
  });
const codes = (rest: string, changes: Partial<Tape> = {}): readonly string[] =>
  simulate(planned(rest, changes)).ledger.entries.flatMap((entry) =>
    'code' in entry ? [entry.code] : [],
  );

describe('the account of a scenario', () => {
  it('F19: left out, it holds what the sales need, and no cash', () => {
    const { account } = planned(SELL).venue;
    expect(account).toMatchObject({ cash: '0', shorting: false, leverage: 1 });
    expect([...account.positions]).toEqual([['BTCUSDT', 600]]);
    expect(codes(SELL)).toEqual([]);
  });

  it('F19: left out, it holds the cost of the buys at the highest price, fee and 5 % on top', () => {
    const { account, start } = { ...planned(BUY).venue, start: planned(BUY).start };
    const highest = highestPrice(tape, start, start + 60_000_000) / 10;
    const needed = 0.6 * highest * 1.0005 * 1.05;
    expect(Number(account.cash)).toBeGreaterThanOrEqual(needed - 1e-6);
    expect(Number(account.cash)).toBeLessThan(needed + 0.01 + 1e-6);
    expect(account.positions.size).toBe(0);
    expect(codes(BUY)).toEqual([]);
  });

  it('F19: a limit order needs its limit, and strategies have a million on top', () => {
    const limited = `orders: [{ side: buy, quantity: '1', type: limit, limitPrice: '50000', algo: direct }]
venue: { fees: { makerBps: 0, takerBps: 0 } }`;
    expect(planned(limited).venue.account.cash).toBe('52500');
    const strategy = 'strategies: [{ id: one, module: ./one.ts }]';
    expect(planned(strategy).venue.account.cash).toBe('1000000');
  });

  it('F19: futures are sold short unasked, and their sales need no position', () => {
    const { account } = planned(SELL, { venueKind: 'usdm' }).venue;
    expect(account.positions.size).toBe(0);
    expect([...account.derivatives]).toEqual(['BTCUSDT']);
  });

  it('F19: left out, a future has margin, fee and the way from highest to lowest price, 5 % on top', () => {
    const { venue, start } = planned(SELL, { venueKind: 'usdm' });
    const span = [start, start + 60_000_000] as const;
    const highest = highestPrice(tape, ...span) / 10;
    const lowest = lowestPrice(tape, ...span)! / 10;
    const needed = 0.6 * (highest / 5 + highest * 0.0005 + highest - lowest) * 1.05;
    expect(venue.account).toMatchObject({ marginLeverage: 5, leverage: 1 });
    expect(Number(venue.account.cash)).toBeGreaterThanOrEqual(needed - 1e-6);
    expect(Number(venue.account.cash)).toBeLessThan(needed + 0.01 + 1e-6);
    for (const orders of [BUY, SELL]) expect(codes(orders, { venueKind: 'usdm' })).toEqual([]);
  });

  it('F19: an account made from the orders refuses none of them and is never liquidated, on any market', async () => {
    const of = (side: string, leverage: number): string =>
      scenario(`orders:
  - { side: ${side}, quantity: '2', duration: 50s, slices: 10 }
  - { side: ${side}, quantity: '1', type: limit, limitPrice: { peg: mid, offsetTicks: 3 }, duration: 40s, slices: 4 }
venue: { fees: { makerBps: 3, takerBps: 10 }, account: { leverage: ${leverage}, futures: true } }`)
        .replace("'61800' }", "'6180', volatilityBps: 3000, stepTicksMax: 10 }")
        .replace('shows:', 'seed: 1\nshows:');
    for (const side of ['buy', 'sell']) {
      for (const leverage of [1, 5, 125]) {
        const loaded = parseScenario('a.yaml', of(side, leverage));
        const { tapesOf } = await prepareScenario(loaded);
        for (const seed of [1, 2, 3]) {
          const plan = planOf(loaded, { tapes: tapesOf(seed), seed, strategies: [] });
          const { ledger } = simulate(plan);
          const refused = ledger.entries.filter(
            (entry) => 'code' in entry && entry.code === 'insufficient-balance',
          );
          expect(refused).toEqual([]);
          expect(ledger.liquidations).toBeUndefined();
          expect(ledger.executions.length).toBeGreaterThan(5);
        }
      }
    }
  });

  it('F19: a future needs its worth over leverage as cash, 5 unless the scenario says otherwise', () => {
    // 0.6 at some 61,800 is 37,080: 7,416 at 5, 3,708 at 10.
    const of = (account: string): readonly string[] =>
      codes(`${SELL}\nvenue: { account: { ${account} } }`, { venueKind: 'usdm' });
    expect(of("cash: '7600'")).toEqual([]);
    expect(of("cash: '7300'")).toEqual(['insufficient-balance']);
    expect(of("cash: '3850', leverage: 10")).toEqual([]);
    expect(of("cash: '3600', leverage: 10")).toEqual(['insufficient-balance']);
  });

  it('F19: a future given at the start was entered at what it traded at then', () => {
    const { venue, start } = planned(
      `${SELL}\nvenue: { account: { positions: { BTCUSDT: '-1' } } }`,
      { venueKind: 'usdm' },
    );
    expect([...venue.account.entryPrices]).toEqual([['BTCUSDT', priceAt(tape, start)]]);
    expect(planned(SELL).venue.account.entryPrices.size).toBe(0);
  });

  it('F19: a future held over a funding time pays it, and the sheet tells what it came to', () => {
    const at = (venue: string, clock: string): readonly string[] => {
      const text = scenario(`${BUY}\nvenue: { ${venue} }`).replace('{ duration: 60s }', clock);
      const plan = planOf(parseScenario('a.yaml', text), {
        tapes: [{ ...tape, venueKind: 'usdm' }],
        seed: 1,
        strategies: [],
      });
      return fidelityOf(plan, simulate(plan)).unrealistic.filter((one) => one.includes('funding'));
    };
    // The market of this file begins with 2024: what is held at midnight is what was held before.
    const overMidnight = "{ start: '2023-12-31T23:59:30Z', duration: 60s }";
    const held = "account: { positions: { BTCUSDT: '0.5' } }";
    expect(at(held, '{ duration: 60s }')).toEqual([]);
    const [missing] = at(held, overMidnight);
    expect(missing).toMatch(
      /^the funding of 2024-01-01 00:00 UTC is missing: 0\.5 BTCUSDT were held/,
    );
    const [paid, rate] = at(`${held}, fundingBps: 2`, overMidnight);
    expect(paid).toMatch(/^the funding of 2024-01-01 00:00 UTC cost 6\.1\d+ USDT on 0\.5 BTCUSDT;/);
    expect(rate).toMatch(/^funding has one rate at all times/);
    expect(at(`${held}, fundingBps: -2`, overMidnight)[0]).toContain('brought 6.1');
  });

  it('F19: spot sells no more than the position that is given', () => {
    const poor = `${SELL}\nvenue: { account: { positions: { BTCUSDT: '0.5' } } }`;
    const { ledger } = simulate(planned(poor));
    expect(ledger.executions.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(400);
    expect(codes(poor)).toEqual(['insufficient-balance']);
    expect(codes(`${SELL}\nvenue: { account: { positions: {}, shorting: true } }`)).toEqual([]);
  });

  it('F19: a buy beyond the cash is refused, with leverage beyond what is lent too', () => {
    const cash = (more: string): readonly string[] =>
      codes(`${BUY}\nvenue: { account: { cash: '20000'${more} } }`);
    expect(cash('')).toEqual(['insufficient-balance']);
    expect(cash(', leverage: 2')).toEqual([]);
  });

  it('F17, F19: the sheet says who gave cash and positions', () => {
    const options = (rest: string) => {
      const plan = planned(rest);
      return fidelityOf(plan, simulate(plan)).options;
    };
    expect(options(BUY)).toMatchObject({
      'account.cashFrom': 'orders',
      'account.positionsFrom': 'orders',
    });
    expect(options(`${BUY}\nvenue: { account: { cash: '99999', positions: {} } }`)).toMatchObject({
      'account.cashFrom': 'scenario',
      'account.positionsFrom': 'scenario',
    });
  });
});
