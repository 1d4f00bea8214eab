/** The verdicts a report opens with: what became of the trade and why, and whether the engine knew the truth. */
import { describe, expect, it } from 'vitest';
import { type EpochMicros, lots, ticks } from '../../src/core/ground/units.js';
import type { JournalBlock } from '../../src/core/state/journal-block.js';
import { buildReport, withExpectations } from '../../src/report/figures/build-report.js';
import type { FinishedRun } from '../../src/report/projection/finished-run.js';
import { projectRun } from '../../src/report/projection/run-fold.js';
import type { Report } from '../../src/report/schema/report.js';
import { compactText } from '../../src/report/text/compact-report.js';
import { textReport } from '../../src/report/text/text-report.js';
import { levelOf } from '../../src/report/text/verdict-words.js';
import { EngineRig } from '../support/engine-rig.js';
import { inSeconds } from '../support/simulation-plan.js';
import { WAKE, asked, reportOf } from './support/asked-order.js';
import { fourFills } from './support/four-fills.js';
import {
  type HandMadeJournal,
  type FillText,
  at,
  childId,
  parentId,
} from './support/hand-made-journal.js';
import { handMadeMarket } from './support/hand-made-market.js';
import { workedExample } from './support/worked-example.js';

const sent = (
  journal: HandMadeJournal,
  slice: number,
  terms: Parameters<HandMadeJournal['sent']>[2]['terms'] = { quantity: lots(100) },
): HandMadeJournal =>
  journal.sent(slice * 10_000, `a${slice}`, { parent: 'a', slice, terms, quote: [9_999, 10_001] });

const fill: Omit<FillText, 'id'> = { price: 10_001, quantity: 100 };
const tradeOf = (journal: HandMadeJournal, given: Partial<FinishedRun> = {}) =>
  reportOf(journal, given).verdict.trade;

const half = (): HandMadeJournal =>
  sent(asked(), 0).filled(5, 'a0', { ...fill, parent: 'a', id: 'e' });

describe('the verdict on the trade', () => {
  it('SCH-7: is complete when all that was asked was executed', () => {
    const journal = sent(half(), 1).filled(10_005, 'a1', { ...fill, parent: 'a', id: 'f' });
    expect(tradeOf(journal.closed(10_005, 'a', 'filled', { filled: 200 }))).toEqual({
      complete: true,
      missingShare: 0,
      why: null,
    });
  });

  it.each([
    ['time', 'the run ended'],
    ['data', 'the data ended'],
  ] as const)(
    'SCH-7: says that an order was still working when its %s was over',
    (ended, words) => {
      const working = half().closed(6, 'a', 'working', { filled: 100 });
      const trade = tradeOf(working, { endedWith: ended });
      expect(trade).toMatchObject({ complete: false, missingShare: 0.5 });
      expect(trade.why).toBe(`P1 0.1 BTCUSDT missing (50 %): still working when ${words}`);
    },
  );

  it('SCH-7: names an early stop with what it measured', () => {
    const journal = half()
      .step(9_000, WAKE, {
        kind: 'parent-stopped',
        parentId: parentId('a'),
        code: 'SPREAD_TOO_WIDE',
        measured: '12 bps',
        limit: '5 bps',
      })
      .closed(9_000, 'a', 'stopped_early', { filled: 100, unfilled: 100 });
    expect(tradeOf(journal).why).toContain(
      'stopped early 9 s into the run, SPREAD_TOO_WIDE (measured 12 bps, limit 5 bps)',
    );
  });

  it.each([
    ['canceled', { quantity: lots(100) }, '1 order filled nothing: no more was on offer'],
    [
      'canceled',
      { quantity: lots(100), type: 'limit', timeInForce: 'ioc', limitPrice: ticks(10_001) },
      '1 order filled nothing: no more was on offer at the limit price',
    ],
    [
      'canceled',
      { quantity: lots(100), type: 'limit', timeInForce: 'gtc', limitPrice: ticks(9_999) },
      '1 order filled nothing before its time was up: the market did not trade enough at its limit price for it',
    ],
    ['rejected', { quantity: lots(100) }, '1 order rejected (halted: no trading)'],
  ] as const)('SCH-7: says why an order ended %s without filling: %#', (status, terms, words) => {
    let journal = sent(half(), 1, terms);
    if (status === 'rejected') {
      journal = journal.step(10_010, WAKE, {
        kind: 'submit-settled',
        clientOrderId: childId('a1'),
        as: 'rejected',
        code: 'halted',
        text: 'no trading',
      });
    }
    journal = journal
      .ended(10_020, 'a1', { parent: 'a', status })
      .closed(10_020, 'a', 'completed_partial', { filled: 100, unfilled: 100 });
    expect(tradeOf(journal).why).toBe(`P1 0.1 BTCUSDT missing (50 %): ${words}`);
  });

  it('SCH-7: counts a slice that was taken back before it was sent', () => {
    const journal = half()
      .step(9_000, WAKE, {
        kind: 'slices-canceled',
        parentId: parentId('a'),
        from: 1,
        count: 1,
        reason: 'user',
      })
      .closed(9_000, 'a', 'completed_partial', { filled: 100, unfilled: 100 });
    expect(tradeOf(journal).why).toContain('1 order never sent');
  });

  it('SCH-7: says of a limit that filled in part that the market did not trade the rest at it', () => {
    const resting = { quantity: lots(100), type: 'limit', timeInForce: 'gtc' } as const;
    const journal = sent(half(), 1, { ...resting, limitPrice: ticks(9_999) })
      .filled(10_005, 'a1', { price: 9_999, quantity: 40, parent: 'a', id: 'f' })
      .ended(10_020, 'a1', { parent: 'a', status: 'canceled' })
      .closed(10_020, 'a', 'completed_partial', { filled: 140, unfilled: 60 });
    expect(tradeOf(journal).why).toBe(
      'P1 0.06 BTCUSDT missing (30 %): 1 order filled in part before its time was up: ' +
        'the market did not trade enough at its limit price for the rest',
    );
  });

  it('SCH-7: several orders are weighed by their value, a refused one leaves the share unknown', () => {
    const two = half().received(1, 'b', {
      request: { quantity: lots(600) },
      plan: { slices: 1, baseQuantity: lots(600) },
      arrivalMidTwice: 40_000,
    });
    // 0.1 of 0.2 at 100.00 and all of 0.6 at 200.00: (10 + 120) of (20 + 120).
    expect(tradeOf(two).missingShare).toBeCloseTo(130 / 140, 12);
    const problems = [{ field: 'quantity', text: 'below the minimum' }];
    const refused = half().step(2, WAKE, {
      kind: 'order-refused',
      parentId: null,
      code: 'invalid',
      problems,
    });
    const trade = tradeOf(refused);
    expect(trade).toMatchObject({ complete: false, missingShare: null });
    expect(trade.why).toContain('refused (invalid): below the minimum');
  });

  it('SIM-5: goes by what the venue executed, not by what the engine believes', () => {
    const run = fourFills();
    const executions = run.ledger!.executions.slice(0, 3);
    const report = buildReport({ ...run, ledger: { ...run.ledger!, executions } });
    expect(report.parents[0]?.filledShare).toBe(1);
    expect(report.verdict.trade).toMatchObject({ complete: false, missingShare: 0.25 });
    expect(report.verdict.trade.why).toContain('the engine believes it filled');
    const twice = [...run.ledger!.executions, run.ledger!.executions[0]!];
    const over = buildReport({ ...run, ledger: { ...run.ledger!, executions: twice } });
    expect(over.verdict.trade).toEqual({
      complete: false,
      missingShare: 0,
      why: 'P1 0.1 BTCUSDT more than asked',
    });
  });
});

describe('the verdict on the engine', () => {
  const evidence = { before: [], engine: '', venue: '' };
  const audited = (change: Partial<NonNullable<FinishedRun['audit']>>) => {
    const run = fourFills();
    return buildReport({ ...run, audit: { ...run.audit!, ...change } });
  };
  const { fills } = fourFills().audit!;
  const changed = (index: number, change: Partial<(typeof fills)[number]>) =>
    fills.map((one, row) => (row === index ? { ...one, ...change } : one));

  it('SIM-5: knew the truth, or nobody can say', () => {
    expect(audited({}).verdict.engine).toEqual({ knewTruth: true, wrong: [] });
    expect(reportOf(half()).verdict.engine).toEqual({ knewTruth: null, wrong: [] });
  });

  /** The first process wrote last at `downSince`, and the next one began at `gatedAt`; the third fill was made 1.66 s before it was known. */
  const lateOver = (downSince: EpochMicros | null, gatedAt: EpochMicros): string => {
    const run = fourFills();
    const projection = projectRun(run.blocks);
    const rest = { forcedAt: null, recoveringAt: null, readyAt: null, slices: 0 };
    const starts = [{ downSince, gatedAt, ...rest }];
    const reconciliation = { ...projection.reconciliation, starts };
    const { wrong } = buildReport({
      ...run,
      projection: { ...projection, reconciliation },
      audit: { ...run.audit!, fills: changed(2, { late: true }) },
    }).verdict.engine;
    return wrong[0]!;
  };

  it('SIM-5 RCV-4: a fill made while no process was up was given up by nobody', () => {
    const { at: madeAt, detectedAt } = fills[2]!;
    const before = (moment: EpochMicros, micros: number) => (moment - micros) as EpochMicros;
    const down =
      '1 fill (P1/2) made while the process was down; known up to 60 ms after it was back';
    const back = before(detectedAt!, 60_000);
    expect(lateOver(before(madeAt, 5_000), back)).toBe(down);
    expect(lateOver(null, back)).toBe(down);
    // The process that was up then has written since, or has known it itself.
    const up = '1 fill (P1/2) known only after its order had been given up, after up to 1.66 s';
    expect(lateOver(before(madeAt, -1), back)).toBe(up);
    expect(lateOver(before(madeAt, 5_000), before(detectedAt!, -1))).toBe(up);
    expect(lateOver(before(madeAt, 5_000), madeAt)).toBe(up);
  });

  it('REC-1: a start says when the process before it wrote last', () => {
    const rig = new EngineRig().order({ slices: 3, duration: inSeconds(60) });
    rig.run(1);
    const next = new EngineRig({ after: { rig, down: inSeconds(5) } });
    next.flush();
    const lastAt = rig.blocks.at(-1)!.input.at;
    const startOf = (blocks: Iterable<JournalBlock>) =>
      projectRun(blocks).reconciliation.starts.map(({ downSince }) => downSince);
    expect(startOf([...rig.blocks, ...next.blocks])).toEqual([lastAt]);
    expect(startOf(next.blocks)).toEqual([null]);
  });

  it.each([
    [
      'late',
      { fills: changed(2, { late: true }) },
      '1 fill (P1/2) known only after its order had been given up, after up to 1.66 s',
    ],
    [
      'missed',
      { fills: changed(2, { detectedAt: null }) },
      '1 fill (P1/2) never known, the first for 59.6 s',
    ],
    [
      'missed, which has no price either',
      { fills: changed(2, { detectedAt: null, pricedAt: null }) },
      '1 fill (P1/2) never known, the first for 59.6 s',
    ],
    [
      'unpriced',
      { fills: changed(2, { pricedAt: null }) },
      '1 fill (P1/2) known without its price, for up to 57.9 s',
    ],
    ['phantom', { phantom: 1 }, '1 fill that never was, booked as one'],
    ['doubled', { doubled: 2 }, '2 fills booked twice'],
    [
      'against an invariant',
      {
        violations: [
          { id: 'S2', at: at(1_000), detail: 'x', evidence },
          { id: 'S2', at: at(2_000), detail: 'y', evidence },
        ],
      },
      'invariant S2 broken 2 times, first at 00:00:01.000000',
    ],
  ] as const)('SIM-5: was wrong: %s', (_, change, words) => {
    const { engine } = audited(change).verdict;
    expect(engine.knewTruth).toBe(false);
    expect(engine.wrong).toEqual([words, 'its position was wrong for 1.71 s in all']);
  });

  it('SIM-5: what the venue did too close to the end counts against nobody', () => {
    const report = audited({
      fills: changed(3, { detectedAt: null, pricedAt: null, owed: false }),
    });
    expect(report.verdict.engine.knewTruth).toBe(true);
  });
});

describe('the sign of a report', () => {
  const green = withExpectations(buildReport(fourFills()), [
    { text: 'fillsMissed == 0', ok: true, actual: 0 },
  ]);
  const withVerdict = (change: Partial<Report['verdict']>): Report => ({
    ...green,
    verdict: { ...green.verdict, ...change },
  });

  it('is green only where trade, engine and every expectation hold', () => {
    expect(levelOf(green)).toBe('good');
    expect(textReport(green).startsWith('✓ four-fills (sim, seed 7): the trade is complete')).toBe(
      true,
    );
    const short = { complete: false, missingShare: 0.5, why: 'x' };
    const others = [
      withVerdict({ trade: short }),
      withVerdict({ engine: { knewTruth: false, wrong: ['x'] } }),
      withVerdict({ engine: { knewTruth: null, wrong: [] } }),
      withExpectations(green, [{ text: 'x == 1', ok: false, actual: 0 }]),
    ];
    expect(others.map(levelOf)).toEqual(['warn', 'warn', 'unknown', 'bad']);
    for (const report of others) {
      expect(textReport(report)).not.toContain('✓');
      expect(compactText(report, 'shows')).not.toContain('✓');
    }
  });
});

describe('an order that did not fill whole', () => {
  /** As the worked example, in a market that falls 0.20 after it: what was not bought would be cheaper now. */
  const fallen = (): Report => {
    const market = handMadeMarket([[0, 9_978, 9_982]], []);
    return buildReport({ ...workedExample(), markets: new Map([['BTCUSDT', market]]) });
  };

  it('tells the cost of what filled apart from the opportunity of what did not', () => {
    // Filled: 0.0178 of 0.2 x 100.00. The rest: 0.1 x -0.20 of 0.3 x 100.00.
    const [parent] = fallen().parents;
    expect(parent).toMatchObject({ filledCostBps: 8.9, cost: { opportunityBps: -6.6667 } });
    expect(parent!.shortfallBps).toBeLessThan(0);
    const text = textReport(fallen());
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      '8.90 bps worse than on arrival: the price 5.90 bps worse, fees 3.00 bps; 0.1 not filled',
    );
    expect(text.replaceAll(/\s+/g, ' ')).toContain('6.67 bps of the order its way');
    for (const told of [text, compactText(fallen(), 'shows')]) expect(told).not.toMatch(/\bgain/i);
  });

  it('costs of what filled are the shortfall where all of it filled', () => {
    const [parent] = buildReport(fourFills()).parents;
    expect(parent!.filledCostBps).toBe(parent!.shortfallBps);
    const empty = reportOf(sent(asked(), 0)).parents[0];
    expect(empty!.filledCostBps).toBeNull();
  });
});
