/** What a scenario expects of the venue's truth, asked where a session's own file and the venue's ledger meet: at the end of the venue. */
import { type Expectation, judgedBy } from '../report/many/expectation.js';
import { isSimulatedOnly } from '../report/many/simulated-only.js';
import type { ClientAudit } from '../runs/paper/client-audit.js';

/** Figures that can be told from the two. */
const KNOWN: ReadonlyMap<string, (audit: ClientAudit) => number> = new Map(
  Object.entries({
    fillsMissed: ({ missed }: ClientAudit) => missed,
    'truth.fillsMissed': ({ missed }: ClientAudit) => missed,
    fillsDoubled: ({ doubled }: ClientAudit) => doubled,
    'truth.fillsDoubled': ({ doubled }: ClientAudit) => doubled,
    fillsPhantom: ({ phantom }: ClientAudit) => phantom,
    'truth.fillsPhantom': ({ phantom }: ClientAudit) => phantom,
    ordersLeftOpen: ({ leftOpen }: ClientAudit) => leftOpen,
    'truth.ordersLeftOpen': ({ leftOpen }: ClientAudit) => leftOpen,
    'truth.executions': ({ executions }: ClientAudit) => executions,
    'truth.ordersAccepted': ({ orders }: ClientAudit) => orders,
    // Of the invariants those that hold between a journal and a ledger.
    invariantViolations: ({ findings }: ClientAudit) => findings.length,
  }),
);

export interface TruthJudged {
  readonly lines: readonly string[];
  readonly failed: number;
}

/** Of those that need no truth whoever has traded there has said what came of them. */
export function judgedByTruth(
  expectations: readonly Expectation[],
  audit: ClientAudit,
): TruthJudged {
  let failed = 0;
  const lines = expectations
    .filter(({ name }) => isSimulatedOnly(name))
    .map((expectation) => {
      const figure = KNOWN.get(expectation.name);
      if (figure === undefined)
        return `expects ${expectation.text}: not judged, only a simulated run measures it`;
      const { text, ok, actual } = judgedBy(expectation, figure(audit));
      if (!ok) failed += 1;
      return ok ? `as expected: ${text}` : `EXPECTED ${text}, it is ${actual ?? 'not measured'}`;
    });
  return { lines, failed };
}
