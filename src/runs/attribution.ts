/**
 * The reliability cost of a run: it is run again without all of its faults, and without each of them, on the same draws: a
 * fault keeps the name of its draws whichever others are left out. What each cost goes into its report.
 */
import { attributionOf } from '../report/many/attribution.js';
import type { Report } from '../report/schema/report.js';
import type { FaultSpec } from '../sim/fault/fault-set.js';
import type { EndedRun } from './ended-run.js';
import { type PreparedScenario, executeRunUntil } from './execute-run.js';
import { faultNames } from './fault-names.js';

/** Events of all further runs together up to which it is done unasked: less than a second. Counted, so that any machine does the same. */
const EVENTS_UNASKED = 4_000_000;

/** Further runs: none without faults; of a single one, the run without any is the run without it. */
export const furtherRuns = (faults: number): number => (faults < 2 ? faults : faults + 1);

/** Whether it is done though nobody asked: not where modules of a user's would run again and again. */
export function isAttributedUnasked({ plan, report }: EndedRun): boolean {
  const runs = furtherRuns(plan.faults.length);
  const events = report.performance.marketEvents ?? Infinity;
  return runs > 0 && (plan.strategies ?? []).length === 0 && runs * events <= EVENTS_UNASKED;
}

/** The run with what its faults cost in its report; null where `signal` was raised. */
export async function attributed(
  signal: AbortSignal,
  prepared: PreparedScenario,
  run: EndedRun,
): Promise<EndedRun | null> {
  const { plan, report } = run;
  const { seed } = plan;
  const faults = named(plan.faults);
  if (faults.length === 0) return run;
  const tapes = plan.markets.map(({ tape }) => tape);
  const sameMarket = { ...prepared, tapesOf: () => tapes };
  const reports: Report[] = [];
  for (const left of selections(faults)) {
    const other = await executeRunUntil(signal, sameMarket, { seed, faults: left });
    if (other === null) return null;
    reports.push(other.report);
    other.close();
  }
  const names = faultNames(faults);
  const [withoutAny = report, ...others] = reports;
  const without = faults.map(({ kind }, index) => ({
    fault: names[index] ?? kind,
    kind,
    report: others[index] ?? withoutAny,
  }));
  const { quoteAsset, unmoved } = marketOf(run, faults);
  const attribution = attributionOf({ report, withoutAny, without, quoteAsset, unmoved });
  return run.withReport({ ...report, attribution });
}

/** Each with the name of its draws, which does not move when others are left out. */
const named = (faults: readonly FaultSpec[]): readonly FaultSpec[] =>
  faults.map((fault, index) => ({ ...fault, place: fault.place ?? index }));

/** Without any, then without each. */
const selections = (faults: readonly FaultSpec[]): readonly (readonly FaultSpec[])[] =>
  faults.length === 1 ? [[]] : [[], ...faults.map((_, index) => faults.toSpliced(index, 1))];

/** Kinds that change what the client sees, and not the market. */
const SEEN_ONLY: ReadonlySet<string> = new Set([
  'spread-shift',
  'quote-frozen',
  'flash-move',
  'drought',
  'crossed-book',
  'depth-gap',
  'bad-number',
]);

function marketOf(
  { plan, finished }: EndedRun,
  faults: readonly FaultSpec[],
): { readonly quoteAsset: string | null; readonly unmoved: string } {
  const assets = new Set([...finished.instruments.values()].map(({ quoteAsset }) => quoteAsset));
  const [asset = null] = assets;
  const recorded = plan.markets.some(({ tape }) => tape.format !== 'generated');
  const market = `the ${recorded ? 'recorded' : 'generated'} market is the same in each of these runs and does not react to ours`;
  const seen = [...new Set(faults.map(({ kind }) => kind))].filter((kind) => SEEN_ONLY.has(kind));
  const shown =
    seen.length === 0
      ? ''
      : `; ${seen.join(', ')} changed what the engine saw, not the book at the venue`;
  return { quoteAsset: assets.size === 1 ? asset : null, unmoved: market + shown };
}
