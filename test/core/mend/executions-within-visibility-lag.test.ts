/**
 * Executions, their prices and their fees are asked for as long as the venue may still hide them: a second without the
 * order stream must not leave a parent without a cost, or with half its fees as if that were all.
 */
import { filter } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { addDecimal, decimal, formatDecimal } from '../../../src/core/ground/decimal.js';
import { DEFAULT_EARLY_STOP } from '../../../src/core/state/config.js';
import type { Entry } from '../../../src/core/state/entry.js';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import type { Broker } from '../../../src/core/ports.js';
import { type KeptSimulation, simulateKept } from '../../support/simulate-kept.js';
import { EngineRig, executionOf } from '../../support/engine-rig.js';
import { inSeconds, order, planOf } from '../../support/simulation-plan.js';
import { lots } from './late-parents.js';

const entriesOf = <K extends Entry['kind']>(
  { blocks }: Pick<KeptSimulation, 'blocks'>,
  kind: K,
): readonly Extract<Entry, { kind: K }>[] =>
  blocks
    .flatMap(({ entries }) => entries)
    .filter((entry): entry is Extract<Entry, { kind: K }> => entry.kind === kind);

/** Every true execution is booked by its id, and the last results add up to the true fees. */
function allKnown(result: KeptSimulation): void {
  const booked = entriesOf(result, 'fill-booked').map(({ row }) => row.execution.execId);
  const trueIds = result.ledger.executions.map(({ execId }) => execId);
  expect(booked.toSorted()).toEqual(trueIds.toSorted());
  const results = new Map(
    entriesOf(result, 'fill-result').map((entry) => [entry.clientOrderId, entry.result]),
  );
  let fees = decimal('0');
  for (const { averagePrice, feesQuote, feesEstimated, filled } of results.values()) {
    if (filled === 0) continue;
    expect(averagePrice).not.toBeNull();
    expect(feesEstimated).toBe(false);
    fees = addDecimal(fees, decimal(feesQuote ?? 'unknown'));
  }
  const charged = result.ledger.executions.reduce(
    (sum, { fee }) => addDecimal(sum, decimal(fee.amount)),
    decimal('0'),
  );
  expect(Number(formatDecimal(fees))).toBeCloseTo(Number(formatDecimal(charged)), 8);
  expect(result.ledger.executions.length).toBeGreaterThan(0);
}

describe.each([0, 10, 30])('a venue that shows an order to queries %i s late', (lag) => {
  const orders = [[5, order({ slices: 3, duration: inSeconds(30) })]] as const;
  const venue = { visibilityLag: inSeconds(lag) };

  it('FIL-13 F:STR1: one second without the order stream leaves no parent without a cost', () => {
    const outage = (at: number) => ({
      kind: 'outage',
      values: { paths: ['stream'], at: inSeconds(at), for: inSeconds(1) },
    });
    const result = simulateKept(planOf({ orders, venue, faults: [4.5, 14.5, 24.5].map(outage) }));
    expect(entriesOf(result, 'fill-booked')[0]?.source).toBe('poll');
    allKnown(result);
  });

  it('FIL-13 F:STR1: a frame lost among others leaves no parent with a part of its fees', () => {
    let n = 0;
    const everyOther = (broker: Broker): Broker => ({
      send: broker.send.bind(broker),
      reports$: broker.reports$.pipe(
        filter(
          (input) =>
            input.kind !== 'execution-report' ||
            input.report.execType !== 'trade' ||
            (n += 1) % 2 === 0,
        ),
      ),
    });
    const wide = [[5, order({ slices: 3, duration: inSeconds(30), quantity: '3' })]] as const;
    const engine = { earlyStop: { ...DEFAULT_EARLY_STOP, liquidityLevels: null } };
    const result = simulateKept(planOf({ orders: wide, venue, engine }), {
      wrapBroker: everyOther,
    });
    expect(result.ledger.executions.length).toBeGreaterThan(6);
    allKnown(result);
  });
});

describe('a fill whose fee nobody has said yet', () => {
  /** Filled on the stream, the commission left out. */
  function bare(lag: number): EngineRig {
    const rig = new EngineRig({ config: { venue: { visibilityLag: inSeconds(lag) } } }).order({
      slices: 1,
      duration: inSeconds(60),
    });
    rig.accept();
    const execution = { ...executionOf('a', 600, rig.now), fee: null };
    rig.report({ execType: 'trade', status: 'filled', cumQty: lots(600), execution });
    rig.flush();
    return rig;
  }
  /** Asked whenever it is asked for, the history has the fee from so many seconds on. */
  function history(rig: EngineRig, seconds: number, feeFrom: number): void {
    const execution = executionOf('a', 600, rig.now);
    const told = { ...execution, fee: { asset: 'USDT', amount: '12' } };
    for (let n = 0; n < seconds * 2; n += 1) {
      const [read] = rig.pendingOf('read-executions');
      const known = n >= feeFrom * 2 ? told : { ...execution, fee: null };
      if (read !== undefined) rig.answer(read, { kind: 'executions', executions: [known] });
      rig.run(0.5);
    }
  }

  it.each([10, 30])('FIL-13 F:FIL6: is asked for while a lag of %i s lasts', (lag) => {
    const rig = bare(lag);
    history(rig, lag + 15, lag - 1);
    const last = rig.entries('fill-result').at(-1);
    expect(last?.result).toMatchObject({ feesQuote: '12', feesEstimated: false });
    expect(rig.entries('fill-booked')).toHaveLength(1);
    expect(rig.parent().status).toBe('filled');
  });

  it('FIL-13 F:FIL6: is estimated and says so when the lag is over and none was told', () => {
    const rig = bare(10);
    history(rig, 60, 1_000);
    const last = rig.entries('fill-result').at(-1);
    expect(last).toMatchObject({ final: true, result: { feesQuote: '36', feesEstimated: true } });
    expect(rig.parent().status).toBe('filled');
    expect(rig.pendingOf('read-executions')).toEqual([]);
  });
});

describe('a history that is slower than it says', () => {
  /** Filled in full by a word with a total; its execution is nowhere yet. */
  function withoutExecution(): EngineRig {
    const rig = new EngineRig().order({ slices: 1, duration: inSeconds(60) });
    rig.accept();
    rig.report({ status: 'filled', cumQty: lots(600), leaves: lots(0) });
    rig.flush();
    return rig;
  }
  const shown = (rig: EngineRig): ReadAnswer => ({
    kind: 'executions',
    executions: [executionOf('a', 600, rig.now)],
  });

  it('FIL-13: a venue without a lag is asked five times before a fill goes without its price', () => {
    const rig = withoutExecution();
    for (let empty = 0; empty < 4; empty += 1) {
      rig.notFound('read-executions');
      expect(rig.alerts()).toEqual([]);
      while (rig.pendingOf('read-executions').length === 0) rig.run(0.25);
    }
    rig.answer('read-executions', shown(rig));
    expect(rig.alerts()).toEqual([]);
    expect(rig.child().result?.feesQuote).toBe('0.01');
  });
});
