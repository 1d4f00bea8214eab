/** Children that are done are kept flat, and nobody can tell: what is read is what was put in. */
import { describe, expect, it } from 'vitest';
import type { ClientOrderId, ExecId } from '../../../src/core/order/order.js';
import { ChildTable } from '../../../src/core/state/child-table.js';
import { flattened } from '../../../src/core/state/done-child.js';
import { evolve } from '../../../src/core/state/evolve.js';
import { initialState } from '../../../src/core/state/initial-state.js';
import type { ChildState } from '../../../src/core/state/state.js';
import type { Lots } from '../../../src/core/ground/units.js';
import { LOSSY_PLAN } from '../../support/lossy-plan.js';
import { simulateKept } from '../../support/simulate-kept.js';

const childrenOf = (table: { entries(): Iterable<readonly [ClientOrderId, ChildState]> }) => [
  ...table.entries(),
];

describe('the table of children', () => {
  it('RCV-2: reads back what a plain map would hold, after each entry of a run with faults', () => {
    const { blocks } = simulateKept(LOSSY_PLAN);
    const flat = initialState();
    const plain = { ...initialState(), children: new Map<ClientOrderId, ChildState>() };
    let flatRows = 0;
    for (const { input, entries } of blocks) {
      for (const entry of entries) {
        evolve(flat, entry, input.at);
        evolve(plain, entry, input.at);
      }
      expect(childrenOf(flat.children)).toStrictEqual(childrenOf(plain.children));
      for (const [id, child] of plain.children) {
        expect(flat.children.get(id)).toStrictEqual(child);
        expect(flat.children.get(id)).toStrictEqual(child);
      }
    }
    for (const child of plain.children.values()) flatRows += flattened(child) === null ? 0 : 1;
    expect(flatRows).toBeGreaterThan(plain.children.size / 2);
  });

  const [done] = [...simulateKept(LOSSY_PLAN).state.children.entries()].map(([, child]) => child);
  const { belief } = done!;
  const row = { execution: { ...belief.ledger.tree!.row.execution }, bustOf: 'x' as ExecId };
  it.each<[string, Partial<ChildState['belief']>]>([
    ['two ids at the venue', { venueOrderIds: [...belief.venueOrderIds, ...belief.venueOrderIds] }],
    ['something undone', { busted: 1 as Lots }],
    ['a ledger that is not the sum of its rows', { ledger: { ...belief.ledger, count: 7 } }],
    [
      'a row that undoes another',
      { ledger: { ...belief.ledger, tree: { ...belief.ledger.tree!, row } } },
    ],
    ['no cumulative quantity', { credited: [] }],
    ['another status than its key says', { status: 'canceled', filled: 0 as Lots }],
  ])('keeps a child with %s as it is', (_, changes) => {
    const odd: ChildState = { ...done!, belief: { ...belief, ...changes } };
    const table = new ChildTable([[odd.clientOrderId, odd]]);
    expect(flattened(odd)).toBeNull();
    expect(table.get(odd.clientOrderId)).toStrictEqual(odd);
    expect(flattened(done!)).not.toBeNull();
  });

  it('keeps the order in which children came to be, and forgets what is deleted', () => {
    const second = { ...done!, clientOrderId: 'b' as ClientOrderId };
    const table = new ChildTable();
    table.set('b' as ClientOrderId, second);
    table.set(done!.clientOrderId, done!);
    table.set('b' as ClientOrderId, { ...second, stage: { kind: 'working' } });
    expect(childrenOf(table).map(([id]) => id)).toEqual(['b', done!.clientOrderId]);
    expect([table.delete('b' as ClientOrderId), table.has('b' as ClientOrderId)]).toEqual([
      true,
      false,
    ]);
  });
});
