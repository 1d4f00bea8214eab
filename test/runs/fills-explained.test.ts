/**
 * docs/fills-explained.md against the run it goes through: every line it quotes from trace, explanation and tape is what
 * that run gives, and every price or quantity of its prose stands in one of them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatPrice, formatQuantity } from '../../src/core/ground/instrument.js';
import type { EpochMicros, Lots, Ticks } from '../../src/core/ground/units.js';
import { explain } from '../../src/report/telling/explain.js';
import { traceText } from '../../src/report/telling/trace.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { loadScenario } from '../../src/runs/scenario/load.js';
import { ROW_KIND_MASK, ROW_SELL, ROW_TRADE, type Tape } from '../../src/sim/tape/tape.js';
import { formatOffset } from '../../src/report/text/numbers.js';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/fills-explained.md'), 'utf8');

/** Odd parts of the page stand between fences; those inside a list are set in. */
const parts = page.split(/^ *```/m);
const blocks = parts
  .filter((_part, index) => index % 2 === 1)
  .map((block) =>
    block
      .split('\n')
      .slice(1, -1)
      .map((line) => line.replace(/^ {3}(?=row )/, '')),
  );
const prose = parts.filter((_part, index) => index % 2 === 0).join('\n');
const startingWith = (start: RegExp) => blocks.filter(([first = '']) => start.test(first));

const [command = ''] = startingWith(/^node /)[0] ?? [];
const prepared = await prepareScenario(
  loadScenario(join(root, /run (\S+) --trace$/.exec(command)?.[1] ?? '')),
);
const { finished, report } = executeRun(prepared);
const tape = prepared.tapesOf(prepared.loaded.scenario.seed)[0]!;

describe('docs/fills-explained.md', () => {
  it('shows one fill of each cause, each order filled in one piece', () => {
    const executions = finished.ledger?.executions ?? [];
    expect(executions.map(({ cause }) => cause)).toEqual(['taker', 'queue', 'crossed', 'through']);
    expect(executions.every(({ leaves }) => leaves === 0)).toBe(true);
    expect(report.expectations.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('quotes the trace, in its order', () => {
    const trace = traceText(finished).split('\n');
    const quoted = startingWith(/^\d\d:/).flat();
    expect(quoted.length).toBeGreaterThan(30);
    let from = 0;
    for (const line of quoted) {
      const found = trace.indexOf(line, from);
      expect(found, `not in the trace after line ${from}: ${line}`).toBeGreaterThanOrEqual(0);
      from = found + 1;
    }
  });

  it('quotes the explanation of each fill', () => {
    const explanations = startingWith(/^P\d/);
    expect(explanations.map(([first = '']) => first.split(' ')[0])).toEqual([
      'P1/0.1',
      'P2/0.1',
      'P2/1.1',
      'P2/2.1',
    ]);
    for (const lines of explanations) {
      expect(explain(finished, lines[0]?.split(' ')[0] ?? '')).toEqual({ kind: 'lines', lines });
    }
  });

  it('quotes the rows of the tape', () => {
    const rows = startingWith(/^row /).flat();
    expect(rows.length).toBeGreaterThan(5);
    for (const line of rows) expect(line).toBe(rowText(tape, Number(line.split(' ')[1])));
  });

  it('names no price and no quantity in its prose that it does not show', () => {
    const shown = blocks.flat().join('\n');
    const numbers = prose.match(/\d+\.\d+/g) ?? [];
    expect(numbers.length).toBeGreaterThan(20);
    expect(numbers.filter((number) => !shown.includes(number))).toEqual([]);
  });

  it('has no other kind of block', () => {
    const known = [/^node /, /^\d\d:/, /^P\d/, /^row /].flatMap(startingWith);
    expect(known.length).toBe(blocks.length);
  });
});

function rowText(of: Tape, row: number): string {
  const instrument = finished.instruments.get(of.symbol)!;
  const flags = of.kind[row]!;
  const sell = (flags & ROW_SELL) !== 0;
  const traded = (flags & ROW_KIND_MASK) === ROW_TRADE;
  const what = traded ? `${sell ? 'seller' : 'buyer'} traded` : sell ? 'ask' : 'bid';
  const at = formatOffset(of.time[row]! as EpochMicros, finished.virtual.start);
  const quantity = formatQuantity(instrument, (of.quantity[row]! / of.quantaPerLot) as Lots);
  const price = formatPrice(instrument, (of.price[row]! / of.quantaPerTick) as Ticks);
  return `row ${row}  ${at}  ${what} ${quantity} @ ${price}`;
}
