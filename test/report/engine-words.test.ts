/** FIL-12 in words: who followed the orders, what a naive client doubled and lost, and the entry that changes who follows. */
import { describe, expect, it } from 'vitest';
import { differenceText } from '../../src/report/many/difference.js';
import { engineWords } from '../../src/report/text/engine-words.js';
import type { ParentReport } from '../../src/report/schema/parent-report.js';
import type { Report } from '../../src/report/schema/report.js';
import { traceText } from '../../src/report/telling/trace.js';
import { failuresAnyhow } from '../../src/cli/verdict.js';
import { HandMadeJournal, runOf } from './support/hand-made-journal.js';
import { WAKE, asked, reportOf } from './support/asked-order.js';

const robust = reportOf(asked());

function naiveWith(figures: Partial<ParentReport>, more: Partial<Report> = {}): Report {
  const [parent] = robust.parents;
  if (parent === undefined) throw new Error('an order was asked for');
  return { ...robust, engine: 'naive', parents: [{ ...parent, ...figures }], ...more };
}

describe('who followed the orders', () => {
  it('FIL-12: of robust there is nothing to say', () => {
    expect([robust.engine, engineWords(robust)]).toEqual(['robust', null]);
  });

  it('FIL-12: a naive client says what it doubled and lost, by the ledger of the venue', () => {
    const wrong = naiveWith({ quantity: '1.2', executedQuantity: '1.5', filledQuantity: '1.1' });
    expect(engineWords(wrong)).toContain('it doubled 0.3: 1.5 BTCUSDT were executed of 1.2 asked');
    expect(engineWords(wrong)).toContain(
      'it lost 0.4: 1.5 BTCUSDT were executed, and it believes 1.1',
    );
    const right = naiveWith({ quantity: '1.2', executedQuantity: '1.2', filledQuantity: '1.2' });
    expect(engineWords(right)).toContain('it doubled and lost nothing this time');
    const phantom = naiveWith({ executedQuantity: '0.1', filledQuantity: '0.2' });
    expect(engineWords(phantom)).toContain('it believes 0.1 too much');
  });

  it('FIL-12: what it says it cost is told as its own books', () => {
    const other = naiveWith({ quantity: '1.2', executedQuantity: '1.5', filledQuantity: '1.1' });
    expect(differenceText('it', robust, other)).toMatch(/^it is a naive client .*by its own books/);
    expect(differenceText('it', robust, robust)).not.toContain('client');
  });

  it('FIL-12: what it breaks fails no command; what the others break does', () => {
    const violations = [{ id: 'S1', atMicros: 1, detail: '', evidence: null }];
    const broken = { invariants: { checks: 1, violations } };
    expect(failuresAnyhow(naiveWith({}, broken), [])).toEqual([]);
    expect(failuresAnyhow({ ...robust, ...broken, engine: 'plain' }, [])).toHaveLength(1);
  });

  it('FIL-12: the trace says when an operator chose another one', () => {
    const entry = {
      kind: 'engine-chosen',
      engine: 'plain',
      operator: 'me',
      reason: 'why',
    } as const;
    const told = traceText(runOf(new HandMadeJournal().step(0, WAKE, entry), { endMs: 1 }));
    expect(told).toContain('orders to come are followed by "plain", by me: why');
  });
});
