/** Orders of a paper session that are refused for what they are. */
import { expect, it } from 'vitest';
import type { Entry } from '../../../src/core/state/entry.js';
import { refusedIn } from '../../../src/runs/paper/refused-in.js';

const refused = (code: string): Entry =>
  ({
    ...{ kind: 'order-refused', parentId: null, code },
    problems: [{ field: 'quantity', text: 'is below the minimum' }],
  }) as unknown as Entry;

it('LIV-1: an order that is refused is told of, and one that the gate turned away is not', () => {
  const entries = [refused('gate-closed'), refused('unplannable')];
  expect(refusedIn({ entries })).toEqual([
    'an order was refused (unplannable), nothing of it is sent: quantity is below the minimum',
  ]);
});
