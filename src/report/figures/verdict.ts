/** The verdicts of a run: on the trade, on the engine, and on what was expected. */
import type { ExpectationResult } from '../schema/report.js';
import type { Verdict } from '../schema/verdict.js';
import { engineVerdict } from './engine-verdict.js';
import type { ReportContext } from './report-context.js';
import { tradeVerdict } from './trade-verdict.js';

export const buildVerdict = (context: ReportContext): Verdict => ({
  trade: tradeVerdict(context),
  engine: engineVerdict(context),
  expectations: tallyOf(context.run.expectations),
});

export function tallyOf(expectations: readonly ExpectationResult[]): Verdict['expectations'] {
  const held = expectations.filter(({ ok }) => ok).length;
  return { held, failed: expectations.length - held };
}
