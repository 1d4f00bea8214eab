/** What the checkers keep by number is what a table would keep: columns, and the numbers of orders and executions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientOrderId, ExecId } from '../../../src/core/order/order.js';
import { Column } from '../../../src/sim/audit/column.js';
import { ExecutionNumbers, OrderNumbers } from '../../../src/sim/audit/numbering.js';

const index = fc.nat(500);
const written = fc.array(fc.tuple(index, fc.integer()));

describe('a column', () => {
  it('is a table with a value where nothing was set, however far it was grown', () => {
    fc.assert(
      fc.property(written, fc.constantFrom(0, -1, NaN), (cells, empty) => {
        const column = new Column(empty);
        const table = new Map<number, number>();
        for (const [at, value] of cells) {
          column.set(at, value);
          table.set(at, value);
        }
        for (let at = 0; at < 1_000; at += 1) expect(column.get(at)).toBe(table.get(at) ?? empty);
      }),
    );
  });

  it('adds to what stands there', () => {
    const column = new Column();
    expect([column.add(70, 2), column.add(70, 3), column.get(69)]).toEqual([2, 5, 0]);
  });
});

describe('numbers', () => {
  const order = fc.constantFrom('a', 'b', 'c').map((id) => id as ClientOrderId);
  const exec = fc.constantFrom('1', '2', '3').map((id) => id as ExecId);
  const row = fc.tuple(order, exec, fc.option(exec));

  it('S5: two rows have one number exactly where order, execution and what is undone are the same', () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const numbers = new ExecutionNumbers();
        const byKey = new Map<string, number>();
        for (const [clientOrderId, execId, bustOf] of rows) {
          const key = JSON.stringify([clientOrderId, execId, bustOf]);
          const expected = byKey.get(key) ?? byKey.size;
          byKey.set(key, expected);
          expect(numbers.of(clientOrderId, execId, bustOf)).toBe(expected);
        }
      }),
    );
  });

  it('orders are numbered as they are met', () => {
    const numbers = new OrderNumbers();
    expect(['a', 'b', 'a', 'c', 'b'].map((id) => numbers.of(id as ClientOrderId))).toEqual([
      0, 1, 0, 2, 1,
    ]);
  });
});
