/**
 * A run of a campaign as what is added up over thousands of them: counts with their denominators, what was broken, and the
 * signs by which a failure is known again. Plain values, so that workers can hand them over.
 */
import type { OneSidedCode } from '../../report/figures/one-sided.js';
import type { FinishedRun } from '../../report/projection/finished-run.js';
import { projectRun } from '../../report/projection/run-fold.js';
import type { Report } from '../../report/schema/report.js';
import type { EndedRun } from '../ended-run.js';
import type { RunCrash } from '../run-crash.js';
import { type Denominators, denominatorsOf } from './denominators.js';

/** Added up over runs. */
export interface RunCounts extends Denominators {
  readonly marketEvents: number;
  readonly slices: number;
  readonly orders: number;
  readonly executions: number;
  readonly phantom: number;
  readonly doubled: number;
  /** Orders that rest at the venue at the end and are over for the engine: told to nobody, and told to an operator. */
  readonly ordersLeftOpen: number;
  readonly ordersLeftOpenTold: number;
  /** Open for the engine at the end, and over at the venue. */
  readonly ordersGone: number;
  /** 1 = something acted that makes naive clients double and lose; and 1 = this one did. */
  readonly tried: number;
  readonly triedWrong: number;
}

/** Of which a campaign tells the least of any run. */
export interface RunSize {
  readonly seconds: number;
  readonly marketEvents: number;
  readonly slices: number;
  /** Kinds of fault that were switched on, and those that acted. */
  readonly kinds: number;
  readonly kindsActing: number;
}

export interface Failure {
  /** The same for every run that fails in the same way. */
  readonly sign: string;
  readonly text: string;
}

export interface JudgedRun {
  readonly seed: number;
  /** Null where the run crashed. */
  readonly told: {
    readonly counts: RunCounts;
    readonly size: RunSize;
    /** Kind -> how often it acted; one that never did with 0. */
    readonly faults: Readonly<Record<string, number>>;
    /** What the run has come past, by the keys of the audit; nothing that it did not. */
    readonly reached: Readonly<Record<string, number>>;
    /** Broken invariants -> how often. */
    readonly violations: Readonly<Record<string, number>>;
  } | null;
  readonly failures: readonly Failure[];
  readonly wallMs: number;
}

const MICROS_PER_SECOND = 1_000_000;

export function judgedRun({
  report,
  finished,
  plan,
  strategyFailures,
}: EndedRun): Omit<JudgedRun, 'wallMs'> {
  const counts = countsOf(report, finished);
  const { faults, virtual } = report;
  const broken = byInvariant(report);
  return {
    seed: report.seed ?? 0,
    told: {
      counts,
      size: {
        // Without the phase in which it heals.
        seconds: (Math.min(virtual.endMicros, plan.end) - virtual.startMicros) / MICROS_PER_SECOND,
        marketEvents: counts.marketEvents,
        slices: counts.slices,
        kinds: Object.keys(faults).length,
        kindsActing: Object.values(faults).filter((acts) => acts > 0).length,
      },
      faults,
      reached: report.reached ?? {},
      violations: Object.fromEntries([...broken].map(([id, { count }]) => [id, count])),
    },
    failures: [
      ...[...broken].map(([id, { first }]) => ({ sign: id, text: `violates ${id}: ${first}` })),
      ...failuresOf(counts, report),
      ...strategyFailures.map(({ id, text }) => ({
        sign: 'strategy',
        text: `strategy ${id} failed: ${text}`,
      })),
    ],
  };
}

interface Broken {
  readonly count: number;
  readonly first: string;
}

function byInvariant({ invariants }: Report): ReadonlyMap<string, Broken> {
  const broken = new Map<string, Broken>();
  for (const { id, detail } of invariants.violations ?? []) {
    const { count, first } = broken.get(id) ?? { count: 0, first: detail };
    broken.set(id, { count: count + 1, first });
  }
  return broken;
}

export function crashedRun({ facts, message }: RunCrash): Omit<JudgedRun, 'wallMs'> {
  const [first = ''] = message.split('\n');
  return {
    seed: facts.seed,
    told: null,
    failures: [{ sign: `crash: ${first.replaceAll(/\d+/g, 'N')}`, text: `crashed: ${first}` }],
  };
}

function countsOf(report: Report, finished: FinishedRun): RunCounts {
  const { ledger, audit, faultRecord } = finished;
  const projection = finished.projection ?? projectRun(finished.blocks);
  const judged =
    ledger === null || audit === null
      ? NOTHING_JUDGED
      : denominatorsOf({
          ledger,
          audit,
          children: projection.children,
          windows: faultRecord.windows,
          ...(finished.shownAt === undefined ? {} : { shownAt: finished.shownAt }),
        });
  return {
    ...judged,
    marketEvents: report.performance.marketEvents ?? 0,
    slices: report.parents.reduce((sum, { slices }) => sum + slices.planned, 0),
    orders: report.performance.orders,
    executions: report.truth.executions ?? 0,
    ...wrongOf(report),
    tried: isTried(report) ? 1 : 0,
    triedWrong: isTried(report) && (judged.fillsMissed > 0 || doubles(report)) ? 1 : 0,
  };
}

type WrongCounts = Pick<
  RunCounts,
  'phantom' | 'doubled' | 'ordersLeftOpen' | 'ordersLeftOpenTold' | 'ordersGone'
>;

function wrongOf({ truth, detection, warnings }: Report): WrongCounts {
  const warned = (code: OneSidedCode): number =>
    warnings.filter((warning) => warning.code === code).length;
  return {
    phantom: (truth.fillsPhantom ?? 0) + (detection.falsePositives ?? 0),
    doubled: truth.fillsDoubled ?? 0,
    ordersLeftOpen: warned('order-left-open'),
    ordersLeftOpenTold: warned('order-left-open-told'),
    ordersGone: warned('order-gone'),
  };
}

/** Lost acknowledgements (F:SUB2), late acceptance (F:SUB3), dropped frames (F:STR1). */
const TRYING = ['ack-lost', 'late-arrival', 'frame-lost'];

const isTried = ({ faults }: Report): boolean => TRYING.some((kind) => (faults[kind] ?? 0) > 0);

/** The venue took a slice twice, or executed more than was asked for. */
const doubles = ({ invariants, parents }: Report): boolean =>
  (invariants.violations ?? []).some(({ id }) => id === 'S3') ||
  parents.some(({ executedShare }) => (executedShare ?? 0) > 1);

const NOTHING_JUDGED: Denominators = {
  fills: 0,
  fillsInTime: 0,
  fillsMissed: 0,
  fillable: 0,
  fillableTimeouts: 0,
  positionsWrong: 0,
};

function failuresOf(
  { fillsMissed, phantom, doubled, positionsWrong, ordersLeftOpen }: RunCounts,
  { expectations }: Report,
): readonly Failure[] {
  const wrong: readonly (readonly [sign: string, count: number, text: string])[] = [
    ['missed', fillsMissed, 'fills missed'],
    ['phantom', phantom, 'fills made up, or orders believed fuller than they were'],
    ['doubled', doubled, 'fills counted twice'],
    ['position', positionsWrong, 'positions wrong at the end'],
    ['left-open', ordersLeftOpen, 'orders taken for over that rest at the venue'],
  ];
  return [
    ...wrong
      .filter(([, count]) => count > 0)
      .map(([sign, count, text]) => ({ sign, text: `${count} ${text}` })),
    ...expectations
      .filter(({ ok }) => !ok)
      .map(({ text, actual }) => ({
        sign: `expects ${text}`,
        text: `expected ${text}, it is ${actual ?? 'not measured'}`,
      })),
  ];
}
