/**
 * What a campaign claims of its runs, each with what was counted, of how many, and whether it holds. What few runs say nothing
 * about is told and not judged.
 */
import type { RunCounts } from './judged-run.js';
import { DEMANDED, RESPONSES, type Response } from './sometimes.js';
import { KINDS_WANTED, type Tally } from './tally.js';

export interface Claim {
  /** Under which head it stands. */
  readonly group: 'counted' | 'size' | 'right' | 'share' | 'beside' | 'fault' | 'sometimes';
  readonly name: string;
  readonly value: (tally: Tally) => number | null;
  /** Out of how many; null = it is a count of its own. */
  readonly of: ((tally: Tally) => number) | null;
  /** What is wanted, in words; '' = nothing. */
  readonly wanted: string;
  /** Null = nothing is wanted. */
  readonly holds: ((tally: Tally) => boolean) | null;
  /** Whether the campaign fails where it does not hold. */
  readonly judged: boolean;
}

export interface ClaimsAsked {
  /** Of all scenarios. */
  readonly runs: number;
  /** Kinds that may be drawn. */
  readonly kinds: readonly string[];
  /** The bundled campaign, which is known to come past all that is demanded; or the caller says that his does. */
  readonly demands: boolean;
  /** Whatever few runs there are. */
  readonly always: boolean;
}

/** Shares of fewer runs than this say little. */
export const SHARES_FROM = 1_000;
/** What is rare is looked for from so many runs on. */
export const RARE_FROM = 5_000;

const IN_TIME_LEAST = 0.99;
const TIMEOUTS_BELOW = 0.01;
const OCCURRENCES_LEAST = 100;
const NAIVE_WRONG_LEAST = 0.1;
const SECONDS_LEAST = 600;
const EVENTS_LEAST = 20_000;
const SLICES_LEAST = 12;

export function claimsOf(asked: ClaimsAsked): readonly Claim[] {
  const rare = asked.demands && (asked.always || asked.runs >= RARE_FROM);
  return [
    ...COUNTED,
    ...SIZES,
    ...RIGHT,
    ...sharesOf(asked.always || asked.runs >= SHARES_FROM),
    ...asked.kinds.map((kind) => faultClaim(kind, rare && asked.runs >= RARE_FROM)),
    ...(asked.demands ? DEMANDED : []).map((key) => keyClaim(key, rare)),
    ...(asked.demands ? RESPONSES : []).map((response) => responseClaim(response, rare)),
  ];
}

const counted = (name: string, value: (tally: Tally) => number): Claim => ({
  group: 'counted',
  name,
  value,
  of: null,
  wanted: '',
  holds: null,
  judged: false,
});

const COUNTED: readonly Claim[] = [
  counted('runs', ({ runs }) => runs),
  counted('market events', ({ counts }) => counts.marketEvents),
  counted('slices', ({ counts }) => counts.slices),
  counted('orders', ({ counts }) => counts.orders),
  counted('executions', ({ counts }) => counts.executions),
  {
    ...counted(
      `runs in which fewer than ${KINDS_WANTED} kinds acted`,
      ({ runsOfFewKinds }) => runsOfFewKinds,
    ),
    of: ({ runs }) => runs,
  },
  {
    ...counted('orders left open, and told', ({ counts }) => counts.ordersLeftOpenTold),
    of: ({ counts }) => counts.orders,
  },
  {
    ...counted('orders open for the engine only', ({ counts }) => counts.ordersGone),
    of: ({ counts }) => counts.orders,
  },
];

function least(name: string, value: (tally: Tally) => number | null, wanted: number): Claim {
  return {
    group: 'size',
    name,
    value,
    of: null,
    wanted: `>= ${wanted}`,
    holds: (tally) => (value(tally) ?? 0) >= wanted,
    // It says how hard the runs were, not how well the engine did.
    judged: false,
  };
}

const SECONDS_PER_MINUTE = 60;

const SIZES: readonly Claim[] = [
  least(
    'virtual minutes',
    ({ least: of }) => (of === null ? null : of.seconds / SECONDS_PER_MINUTE),
    SECONDS_LEAST / SECONDS_PER_MINUTE,
  ),
  least('market events', ({ least: of }) => of?.marketEvents ?? null, EVENTS_LEAST),
  least('slices', ({ least: of }) => of?.slices ?? null, SLICES_LEAST),
  least('kinds of fault switched on', ({ least: of }) => of?.kinds ?? null, KINDS_WANTED),
  least('kinds of fault that acted', ({ least: of }) => of?.kindsActing ?? null, KINDS_WANTED),
];

const none = (
  name: string,
  value: (tally: Tally) => number,
  of: (tally: Tally) => number,
): Claim => ({
  group: 'right',
  name,
  value,
  of,
  wanted: '0',
  holds: (tally) => value(tally) === 0,
  judged: true,
});

const sum = (key: keyof RunCounts) => (tally: Tally) => tally.counts[key];
const runsOf = ({ runs }: Tally): number => runs;

const RIGHT: readonly Claim[] = [
  none('fills missed', sum('fillsMissed'), sum('fills')),
  none('fills made up', sum('phantom'), sum('executions')),
  none('fills counted twice', sum('doubled'), sum('executions')),
  none('positions wrong at the end', sum('positionsWrong'), runsOf),
  none('orders left open at the end', sum('ordersLeftOpen'), sum('orders')),
  none(
    'runs that broke an invariant',
    ({ failed, violations }) =>
      failed.filter(({ failures }) => failures.some(({ sign }) => sign in violations)).length,
    runsOf,
  ),
  none('runs that crashed', ({ crashes }) => crashes, runsOf),
  none('runs that failed', ({ failed }) => failed.length, runsOf),
];

const share = (of: number, all: number): number => (all === 0 ? 0 : of / all);

const sharesOf = (judged: boolean): readonly Claim[] => [
  {
    group: 'share',
    name: 'fills detected in time',
    value: sum('fillsInTime'),
    of: sum('fills'),
    wanted: '>= 99 %',
    holds: ({ counts }) =>
      counts.fills === 0 || share(counts.fillsInTime, counts.fills) >= IN_TIME_LEAST,
    judged,
  },
  {
    group: 'share',
    name: 'timeouts of fillable orders',
    value: sum('fillableTimeouts'),
    of: sum('fillable'),
    wanted: '< 1 %',
    holds: ({ counts }) => share(counts.fillableTimeouts, counts.fillable) < TIMEOUTS_BELOW,
    judged,
  },
];

/** Of the same seeds under another engine: that what is survived here is worth surviving. */
export function besideClaim(engine: string, { runs, counts }: Tally, always: boolean): Claim {
  const { tried, triedWrong } = counts;
  const isNaive = engine === 'naive';
  return {
    group: 'beside',
    name: `${engine}: doubled or lost`,
    value: () => triedWrong,
    of: () => tried,
    wanted: isNaive ? '>= 10 %' : '',
    holds: isNaive ? () => share(triedWrong, tried) >= NAIVE_WRONG_LEAST : null,
    judged: isNaive && (always || runs >= SHARES_FROM),
  };
}

function faultClaim(kind: string, judged: boolean): Claim {
  const value = ({ faults }: Tally): number => faults[kind]?.acts ?? 0;
  return {
    group: 'fault',
    name: kind,
    value,
    of: null,
    wanted: `>= ${OCCURRENCES_LEAST}`,
    holds: (tally) => value(tally) >= OCCURRENCES_LEAST,
    judged,
  };
}

const keyClaim = (key: string, judged: boolean): Claim =>
  sometimesClaim(key, ({ reached }) => reached[key] ?? 0, judged);

/** As often as what of it was seen least. */
const responseClaim = ({ name, keys, kinds }: Response, judged: boolean): Claim =>
  sometimesClaim(
    name,
    ({ reached, faults }) =>
      Math.min(
        ...keys.map((key) => reached[key] ?? 0),
        ...kinds.map((kind) => faults[kind]?.runsActing ?? 0),
      ),
    judged,
  );

function sometimesClaim(name: string, value: (tally: Tally) => number, judged: boolean): Claim {
  return {
    group: 'sometimes',
    name,
    value,
    of: runsOf,
    wanted: '>= 1',
    holds: (tally) => value(tally) > 0,
    judged,
  };
}
