/** What a venue may leave out of its words without lying: quantity, status, its own time, a fee on the stream. */
import type { ExecutionReport } from '../../src/core/order/execution-report.js';
import type { EffectOutcome, ReadAnswer } from '../../src/core/order/outcome.js';

/** `pick` decides what; of an order's status the word is left out too. */
export function answerWithout(answer: ReadAnswer, pick: number): ReadAnswer {
  if (answer.kind !== 'order' || answer.order === null) return answer;
  const { order } = answer;
  const wordless = pick % 5 === 1;
  return {
    kind: 'order',
    order: {
      ...order,
      cumQty: pick % 3 === 0 ? null : order.cumQty,
      status: wordless ? null : order.status,
      venueWord: wordless ? '' : order.venueWord,
      venueTime: pick % 2 === 0 ? null : order.venueTime,
    },
  };
}

export function reportWithout(report: ExecutionReport, pick: number): ExecutionReport {
  const { execution } = report;
  return {
    ...report,
    cumQty: pick % 3 === 0 ? null : report.cumQty,
    execution: execution !== null && pick % 4 === 0 ? { ...execution, fee: null } : execution,
  };
}

export const outcomeWithout = (outcome: EffectOutcome, pick: number): EffectOutcome =>
  outcome.kind === 'accepted' && pick % 2 === 0
    ? { ...outcome, status: null, cumQty: null, venueTime: null }
    : outcome;
