/** Why a trade is not complete, where the venue had a part in it: in the words of what it did, not of what else it might have been. */
import { describe, expect, it } from 'vitest';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { sentText } from '../../src/report/text/order-lines.js';

const reportWith = async (fault: string) => {
  const scenario = parseScenario(
    'missing.yaml',
    `
name: missing
market: { synthetic: { model: random-walk, startPrice: '61800', messagesPerSecond: 4 } }
clock: { duration: 60s }
faults: [${fault}]
orders: [{ at: 5s, side: buy, quantity: '0.2', duration: 30s, slices: 2 }]
`,
  );
  const run = executeRun(await prepareScenario(scenario));
  run.close();
  return run.report;
};

describe('what is missing of a trade', () => {
  it.each([
    ['a part', 0.5, /^P1 .* missing \(.*\): 1 order filled, and undone by the venue in part$/],
    ['all', 1, /^P1 .* missing \(.*\): 1 order filled, and undone by the venue$/],
  ])(
    'F:FIL5 SCH-7: %s of an order that was undone is not told as a thin book',
    async (_, part, why) => {
      // Of a single execution, so that all of it is all of the order.
      const report = await reportWith(`{ kind: trade-busted, nth: 1, delay: 1s, part: ${part} }`);
      const [first] = report.parents[0]!.children;
      expect(report.verdict.trade.why).toMatch(why);
      expect(first!.reason).toMatch(/^0\.\d+ undone by the venue$/);
      expect(sentText(report.parents)).toMatch(
        /not filled: P1\/0 canceled \(0\.\d+ undone by the venue\)/,
      );
    },
  );

  it('F:FIL5 F:FIL9 SCH-7: an order that was ended short, and of which a part was undone, is short for what ended it', async () => {
    const report = await reportWith(
      '{ kind: ended-partly, nth: 1, part: 0.5 }, { kind: trade-busted, nth: 1, delay: 1s, part: 0.5 }',
    );
    expect(report.parents[0]!.children[0]!.reason).toContain('undone by the venue');
    expect(report.verdict.trade.why).toMatch(
      /: 1 order filled in part: it expired at the venue, with no more on offer$/,
    );
  });

  it('F:FIL9 SCH-7: an order that the venue ended short is not told as a self-trade', async () => {
    const report = await reportWith('{ kind: ended-partly, nth: 1, part: 0.5 }');
    expect(report.verdict.trade.why).toMatch(
      /: 1 order filled in part: it expired at the venue, with no more on offer$/,
    );
  });
});
