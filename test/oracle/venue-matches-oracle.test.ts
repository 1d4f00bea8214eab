/**
 * The simulated venue against the oracle on generated tapes: the same requests at the same instants must give each
 * order the same executions, at the same times, from the same trades, and the same end. A failure prints the first
 * difference of a case cut down to a few rows.
 */
import { afterAll, describe, expect, it } from 'vitest';
import type { FillOptions } from '../../src/sim/fills/fill-options.js';
import type { TruthLedger } from '../../src/core/order/truth.js';
import type { SelfTrade } from '../../src/sim/fills/self-trade.js';
import { L2Venue } from '../../src/sim/market/l2/l2-venue.js';
import { draws, firstCase, isLongRun } from '../support/test-seed.js';
import { type Difference, checkAgainstOracle, explainDifference, rowLine } from './check.js';
import { type GeneratedCase, generateCase } from './generated-case.js';
import { withSmallAccount, withSmallMargin } from './small-account.js';
import { minimize } from './minimize.js';
import { ledgerOf, oracleOptionsOf } from './run-venue.js';
import { joinedRequests } from './several-own.js';

/** In a third of them no replace is refused for what some are. */
const CASES = 1_000;
/** Tapes for whatever else is compared; the long run draws others each round. */
const VARIED = draws(300);

/** Seeds beyond the first thousand on which the two once differed, when no order joined another. */
const FOUND = [1_410, 2_618, 2_722, 3_485, 9_877, 10_832, 18_896];

const seeds = Array.from({ length: CASES }, (_, index) => index + firstCase(1));

/** Often enough that a rule about it is tried hundreds of times. */
const ONE_IN_SIX = 1 / 6;

const varied = seeds.slice(0, VARIED);

/** A tape is drawn once for all that is compared on it, and is written to by nobody. */
const cases = new Map<number, GeneratedCase>();
function drawnCase(seed: number): GeneratedCase {
  const one = cases.get(seed) ?? generateCase(seed);
  cases.set(seed, one);
  return one;
}
afterAll(() => {
  cases.clear();
});

const ledger = (one: GeneratedCase) => ledgerOf((setup) => new L2Venue(setup), one);
const differencesOf = (one: GeneratedCase, of = ledger(one)): Difference[] =>
  checkAgainstOracle(one.tape, oracleOptionsOf(one), of);

function explain(name: string, one: GeneratedCase): string {
  const small = minimize(one, (smaller) => differencesOf(smaller).length > 0);
  const first = differencesOf(small)[0]!;
  const rows = Array.from({ length: small.tape.rows }, (_, row) => rowLine(small.tape, row));
  return [
    `${name}: ${JSON.stringify(small.options)} ${JSON.stringify(small.profile)} halts ${JSON.stringify(small.halts)}`,
    `quanta per tick ${small.tape.quantaPerTick}, per lot ${small.tape.quantaPerLot}`,
    explainDifference(small.tape, ledger(small), first),
    'all rows:',
    ...rows,
    'top rows:',
    ...topLines(small.tape),
  ].join('\n');
}

function topLines({ top }: GeneratedCase['tape']): string[] {
  return Array.from({ length: top?.rows ?? 0 }, (_, row) => {
    const { before, time, bid, bidQuantity, ask, askQuantity } = top!;
    const said = `${bidQuantity[row]} @ ${bid[row]}, ${askQuantity[row]} @ ${ask[row]}`;
    return `  at ${time[row]} before row ${before[row]}: ${said}`;
  });
}

/** @returns what `told` says of each venue's ledger, for what else a test expects of these tapes. */
function expectNoDifference<T = null>(
  caseOf: (seed: number) => GeneratedCase,
  of: readonly number[],
  told: (played: TruthLedger) => T = () => null as T,
): readonly T[] {
  const differing: number[] = [];
  const ledgers = of.map((seed) => {
    const one = caseOf(seed);
    const played = ledger(one);
    if (differencesOf(one, played).length > 0) differing.push(seed);
    return told(played);
  });
  const [worst] = differing;
  expect(
    worst === undefined ? '' : explain(`seed ${worst}`, caseOf(worst)),
    `cases that differ: ${differing.join(' ')}`,
  ).toBe('');
  return ledgers;
}

const refusedForMoney = ({ entries }: TruthLedger): number =>
  entries.filter((entry) => 'code' in entry && entry.code === 'insufficient-balance').length;
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
const share = (of: readonly boolean[]): number => of.filter(Boolean).length / of.length;

/** A probabilistic queue has each power in turn. */
const QUEUES: Readonly<Record<string, (seed: number) => FillOptions['queue']>> = {
  back: () => ({ kind: 'back' }),
  probabilistic: (seed) => ({ kind: 'probabilistic', power: ([1, 2, 3] as const)[seed % 3]! }),
  none: () => ({ kind: 'none' }),
};

/** Every seed with one of the models, three in a row with the same; in a long run with each. */
const seedsWith = (queue: string): readonly number[] => {
  const names = Object.keys(QUEUES);
  const isPlayed = (nth: number): boolean => names[Math.floor(nth / 3) % names.length] === queue;
  return seeds.filter((_, nth) => isLongRun || isPlayed(nth));
};

function caseWith(queue: string, seed: number): GeneratedCase {
  const one = drawnCase(seed);
  return { ...one, options: { ...one.options, queue: QUEUES[queue]!(seed) } };
}

/** The same market, its quantities told in tenths of a lot. */
function inTenths(one: GeneratedCase): GeneratedCase {
  const { tape } = one;
  const quantity = tape.quantity.map((quanta) => quanta * 10);
  const inTens = (quanta: Float64Array): Float64Array => quanta.map((each) => each * 10);
  const top = tape.top && {
    ...tape.top,
    bidQuantity: inTens(tape.top.bidQuantity),
    askQuantity: inTens(tape.top.askQuantity),
  };
  return { ...one, tape: { ...tape, quantity, quantaPerLot: 10, top } };
}

const PREVENTING: readonly SelfTrade[] = ['expire-maker', 'expire-taker', 'expire-both'];

const meeting = (seed: number, selfTrade: SelfTrade): GeneratedCase => {
  const one = drawnCase(seed);
  return { ...one, profile: { ...one.profile, selfTrade } };
};

const hasExpired = ({ entries }: TruthLedger): boolean =>
  entries.some(({ kind }) => kind === 'expired');

describe('the venue and the oracle', () => {
  it.each(Object.keys(QUEUES))(
    `SIM-5, S30, F3-F9, F13: ${CASES} generated tapes, shared out among the queues, give the same executions and ends as the rules' text, queue %s`,
    (queue) => {
      expectNoDifference((seed) => caseWith(queue, seed), seedsWith(queue));
    },
    60_000,
  );

  it(`F19: nor do ${VARIED} tapes with an account that refuses what it cannot carry`, () => {
    const poor = (seed: number): GeneratedCase => withSmallAccount(drawnCase(seed), seed);
    expect(sum(expectNoDifference(poor, varied, refusedForMoney))).toBeGreaterThan(VARIED);
  });

  it(`F19: nor do ${VARIED} tapes of a future with little margin, of which one in six liquidates the account`, () => {
    const poor = (seed: number): GeneratedCase => withSmallMargin(drawnCase(seed), seed);
    const made = expectNoDifference(poor, varied, (played) => ({
      refused: refusedForMoney(played),
      isLiquidated: played.liquidations !== undefined,
    }));
    expect(sum(made.map(({ refused }) => refused))).toBeGreaterThan(VARIED);
    expect(share(made.map(({ isLiquidated }) => isLiquidated))).toBeGreaterThan(ONE_IN_SIX);
  });

  it.each(PREVENTING)(
    `F19: nor do ${VARIED} tapes whose own orders meet, on one in six at least, self-trade %s`,
    (mode) => {
      const met = expectNoDifference((seed) => meeting(seed, mode), varied, hasExpired);
      expect(share(met)).toBeGreaterThan(ONE_IN_SIX);
    },
    60_000,
  );

  it('SIM-5: nor do tapes differ on which the two once did', () => {
    expectNoDifference((seed) => generateCase(seed, 0), FOUND);
  });

  it('F7: dust somewhere on a tape, which makes the quantum finer, changes no order', () => {
    const outcome = (one: GeneratedCase): string[] =>
      ledger(one).executions.map(
        ({ at, clientOrderId, price, quantity, cause }) =>
          `${at} ${clientOrderId} ${quantity} @ ${price} ${cause}`,
      );
    const wholeLots = varied.map(drawnCase).filter(({ tape }) => tape.quantaPerLot === 1);
    expect(wholeLots.length).toBeGreaterThan(VARIED / 2);
    for (const one of wholeLots) expect(outcome(inTenths(one))).toEqual(outcome(one));
  });

  it('F7: one request in six comes to stand behind an own order at its price', () => {
    let joined = 0;
    let requests = 0;
    for (const seed of varied) {
      const { arrivals, entries, executions } = ledger(drawnCase(seed));
      joined += joinedRequests({ arrivals, entries, executions });
      requests += arrivals.length;
    }
    expect(joined / requests).toBeGreaterThan(ONE_IN_SIX);
  });
});
