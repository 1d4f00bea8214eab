/** One schema tells the report: what the builder writes is what it says, in its order, and nothing else is read back. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildReport } from '../../src/report/figures/build-report.js';
import { buildSeries } from '../../src/report/figures/series.js';
import { checkMetricName } from '../../src/report/many/metric.js';
import {
  StoredDocumentError,
  readReport,
  readSeries,
} from '../../src/report/schema/read-report.js';
import { reportSchema } from '../../src/report/schema/report.js';
import { unpackIntegers } from '../../src/report/schema/packed-integers.js';
import { type StoredPrices, servedSeries } from '../../src/report/schema/stored-series.js';
import { workedExample } from './support/worked-example.js';

const report = buildReport(workedExample());

/** The paths of a document's numbers, in its order. */
const numbersIn = (value: unknown, path: string): string[] => {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) =>
    numbersIn(below, path === '' ? key : `${path}.${key}`),
  );
};

describe('the schema of a report', () => {
  it('is what the builder writes, field for field and in the same order', () => {
    expect(JSON.stringify(readReport(JSON.stringify(report)))).toBe(JSON.stringify(report));
    // No signal was given, nobody looked at positions, nothing was reconciled, and every update was believed.
    const absent = ['signals', 'positions', 'reconciliation', 'skippedUpdates'];
    const keys = Object.keys(reportSchema.shape).filter((key) => !absent.includes(key));
    expect(Object.keys(report)).toEqual(keys);
    const parent = z.strictObject(reportSchema.shape.parents.unwrap().element.shape);
    // All was charged in quote currency.
    const ofParent = Object.keys(parent.shape).filter((key) => key !== 'feesCharged');
    expect(Object.keys(report.parents[0]!)).toEqual(ofParent);
    const child = parent.shape.children.unwrap().element;
    expect(Object.keys(report.parents[0]!.children[0]!)).toEqual(Object.keys(child.shape));
  });

  it('opens a report that was made before the windows of faults were kept', () => {
    const { faultWindows, ...earlier } = report;
    expect(faultWindows).toEqual([]);
    expect(readReport(JSON.stringify(earlier)).faultWindows).toEqual([]);
  });

  it('opens a report that was made before broken invariants came with what shows them', () => {
    const violation = { id: 'S2', atMicros: 1, detail: 'x' };
    const earlier = { ...report, invariants: { checks: 1, violations: [violation] } };
    const read = readReport(JSON.stringify(earlier)).invariants.violations;
    expect(read).toEqual([{ ...violation, evidence: null }]);
  });

  it('is what the builder of series writes', () => {
    const series = buildSeries(workedExample());
    const served = servedSeries(series);
    expect(readSeries(JSON.stringify(series))).toEqual(served);
    // As runs of earlier versions have them: in lists of differences, and before that as they are served.
    const lists = { ...series, prices: series.prices.map(unpacked) };
    expect(readSeries(JSON.stringify(lists))).toEqual(served);
    expect(readSeries(JSON.stringify(served))).toEqual(served);
  });

  it('refuses a packed column that was changed, and says where', () => {
    const series = buildSeries(workedExample());
    const cut = series.prices.map((prices) => ({ ...prices, bid: prices.bid.slice(1) }));
    expect(() => readSeries(JSON.stringify({ ...series, prices: cut }))).toThrow(
      /series is not one this version reads \(prices\.0\.bid: no packed column\)/,
    );
  });

  it('names every number that can be compared', () => {
    const names = numbersIn(report, '');
    expect(names.length).toBeGreaterThan(50);
    for (const name of names) expect(checkMetricName(name), name).toBeNull();
  });

  it.each([
    ['a field more', { ...report, profit: 1 }, /profit/],
    ['a field less', { ...report, detection: { orders: 1 } }, /detection/],
    ['a price that is no decimal', withPrice('1e3'), /parents\.0\.averagePrice/],
    [
      'another version',
      { ...report, schemaVersion: 7 },
      /has schemaVersion 7, and this version reads 2/,
    ],
    [
      'the version before',
      { schemaVersion: 1, runId: 'x' },
      /has schemaVersion 1, and this version reads 2/,
    ],
  ])('refuses %s, and says where', (_, damaged, place) => {
    expect(() => readReport(JSON.stringify(damaged))).toThrow(StoredDocumentError);
    expect(() => readReport(JSON.stringify(damaged))).toThrow(place);
  });

  it('says so of text that is no JSON', () => {
    expect(() => readReport('{"schemaVersion":')).toThrow(/not JSON/);
  });
});

/** Prices as builds before this one stored them. */
function unpacked(stored: StoredPrices): unknown {
  const { symbol, tickSize, fromMicros, stepMicros } = stored;
  const [steps, bid, spread] = [stored.steps, stored.bid, stored.spread].map(unpackIntegers);
  const [first = 0, ...more] = steps!.map((step) => step * stepMicros);
  return { symbol, tickSize, atMicros: [fromMicros + first, ...more], bid, spread };
}

function withPrice(averagePrice: string): unknown {
  return { ...report, parents: report.parents.map((parent) => ({ ...parent, averagePrice })) };
}
