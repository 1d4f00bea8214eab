/** A checked scenario, its opened markets and a seed -> everything a run is a function of. Pure; nothing is checked here. */
import type { BreakerConfig } from '../core/state/breaker.js';
import { DEFAULT_VENUE_POLICY, type EngineConfig } from '../core/state/config.js';
import { invariant } from '../core/ground/invariant.js';
import { type Micros, micros, plus } from '../core/ground/units.js';
import type { LatencySpec } from '../sim/random/latency-model.js';
import type { Tape } from '../sim/tape/tape.js';
import { convergenceBound } from '../sim/audit/liveness/bound.js';
import type { FillOptions } from '../sim/fills/fill-options.js';
import type { VenueOptions } from '../sim/exchange/venue-options.js';
import { limitsOfScenario, positionsOf } from './scenario/limits-of.js';
import { drawsBySymbol, listingsOf } from './scenario/listings.js';
import type { LoadedScenario } from './scenario/load.js';
import { type ScenarioAccount, accountOfScenario } from './account-of-scenario.js';
import { agendaOf } from './agenda-of.js';
import { faultsOfRun } from './faults-of-run.js';
import { runWindow } from './run-window.js';
import { feeScheduleOf, feesOf } from './scenario/fees-of.js';
import type { Scenario } from './scenario/schema.js';
import type { MeasuredLatencies } from './scenario/measured-latencies.js';
import type { LatencyField } from './scenario/venue-schema.js';
import type { SimulationPlan } from './simulation.js';
import type { RunStrategy } from './strategy-runner.js';

export interface PlanInputs {
  /** In the order of the scenario's instruments. */
  readonly tapes: readonly Tape[];
  readonly seed: number;
  readonly strategies: readonly RunStrategy[];
}

export function planOf(
  { scenario, latencies }: LoadedScenario,
  { tapes, seed, strategies }: PlanInputs,
): SimulationPlan {
  const recorded = tapes.filter(({ format }) => format !== 'generated');
  const window = runWindow(scenario, recorded);
  const { start, length } = window;
  const account = accountOfScenario(scenario, tapes, window);
  const engine = engineConfig(scenario, seed);
  const { heal } = scenario;
  const { accounts } = scenario.venue;
  return {
    seed,
    markets: listingsOf(scenario).map(({ instrument }, index) => {
      const tape = tapes[index];
      invariant(tape !== undefined, `no tape of ${instrument.symbol}`);
      return { instrument, tape, fill: fillOptions(scenario, tape) };
    }),
    drawsBySymbol: drawsBySymbol(scenario),
    start,
    end: plus(start, length),
    ...(heal === undefined ? {} : { heal: heal === 'bound' ? convergenceBound(engine) : heal }),
    venue: venueOptions(scenario, account),
    accountOrigin: account.origin,
    ...(accounts === undefined ? {} : { idleAccounts: accounts.map(({ name }) => name) }),
    latency: latencyOf(scenario, latencies),
    requestTimeout: scenario.venue.requestTimeout,
    connection: scenario.venue.connection,
    faults: faultsOfRun(scenario, { seed, length }),
    engine,
    ...agendaOf(scenario, start),
    strategies,
  };
}

export function engineConfig(scenario: Scenario, seed: number): EngineConfig {
  const { venue, execution } = scenario;
  const { earlyStop } = execution;
  return {
    mode: 'sim',
    dryRun: execution.dryRun,
    seed,
    engine: execution.engine,
    instruments: new Map(
      listingsOf(scenario).map(({ instrument }) => [instrument.symbol, instrument]),
    ),
    venue: {
      ...DEFAULT_VENUE_POLICY,
      idempotency: venue.idempotency,
      validFor: validForOf(scenario),
      visibilityLag: venue.visibilityLag,
    },
    fillDetection: execution.fillDetection,
    ...(execution.partialFills === 'accept' ? {} : { partialFills: execution.partialFills }),
    ...(execution.bustedFills === 'leave' ? {} : { bustedFills: execution.bustedFills }),
    ...(execution.repeg === undefined ? {} : { repeg: execution.repeg }),
    earlyStop: {
      ...earlyStop,
      spreadBps: orNull(earlyStop.spreadBps),
      deviationBps: orNull(earlyStop.deviationBps),
      liquidityLevels: orNull(earlyStop.liquidityLevels),
    },
    submit: execution.submit,
    slicing: execution.slicing,
    routing: execution.routing,
    ...checksOf(scenario),
    positions: positionsOf(scenario),
  };
}

/** What is asked for by its key alone. */
function checksOf(scenario: Scenario): Partial<EngineConfig> {
  const { execution } = scenario;
  return {
    ...(execution.limits === undefined
      ? {}
      : { limits: limitsOfScenario(scenario, execution.limits) }),
    ...(execution.requestBudget === undefined ? {} : { requestBudget: execution.requestBudget }),
    ...(execution.dedup === undefined ? {} : { dedup: execution.dedup }),
    ...(execution.breaker === undefined ? {} : { breaker: breakerOf(scenario, execution.breaker) }),
    ...(execution.fillAlerts === undefined ? {} : { fillAlerts: execution.fillAlerts }),
    ...(execution.positionCheck === undefined ? {} : { positionCheck: execution.positionCheck }),
    ...(execution.openOrdersCheck === undefined
      ? {}
      : { openOrdersCheck: execution.openOrdersCheck }),
    ...(execution.reconciliation === undefined ? {} : { reconciliation: execution.reconciliation }),
    ...(execution.orphans === undefined
      ? {}
      : { orphans: { cancelAfter: orNull(execution.orphans.cancelAfter) } }),
    ...(execution.restart === undefined ? {} : { restart: execution.restart }),
  };
}

const breakerOf = (
  { venue }: Scenario,
  { equity, ...rest }: NonNullable<Scenario['execution']['breaker']>,
): BreakerConfig => ({ ...rest, equity: equity ?? venue.account.cash ?? null });

const orNull = <T extends number>(value: T | 'off'): T | null => (value === 'off' ? null : value);

const validForOf = ({ venue }: Scenario): Micros | null =>
  venue.validFor === 'none' ? null : venue.validFor;

function venueOptions(scenario: Scenario, { account }: ScenarioAccount): VenueOptions {
  const { fees, idempotency, visibilityLag, stopAlreadyThrough, selfTrade } = scenario.venue;
  return {
    profile: { stopAlreadyThrough, selfTrade },
    fees: feesOf(fees),
    feeSchedule: feeScheduleOf(fees),
    account,
    idempotency,
    validFor: validForOf(scenario),
    visibilityLag,
  };
}

/** How old a print may be and still be unknown to a book row, milliseconds (F3). */
const SETTLE_MS = { spot: 2, generated: 2, usdm: 1, coinm: 1 } as const;

function fillOptions({ venue: { fill } }: Scenario, tape: Tape): FillOptions {
  const { queue, power, through, refill, halfLife, lateDiffs, top, hidden, stopTrigger } = fill;
  const settleMs = fill.settleMs ?? SETTLE_MS[tape.venueKind];
  return {
    queue: queue === 'probabilistic' ? { kind: queue, power } : { kind: queue },
    through,
    refill: refill === 'half-life' ? { kind: refill, halfLife } : { kind: refill },
    lateDiffs,
    settle: micros(Math.round(settleMs * 1_000)),
    top: tape.top === null ? 'diffs' : (top ?? 'ticker'),
    hidden,
    stopTrigger,
  };
}

function latencyOf(
  { venue: { latency } }: Scenario,
  measured: MeasuredLatencies,
): SimulationPlan['latency'] {
  const { feed, submit, cancel, ack, query, stream } = latency;
  const inOrder = [...measured].map(
    ([path, samples]) => [path, { kind: 'recorded', samples }] as const,
  );
  return {
    feed: latencySpec(feed),
    submit: latencySpec(submit),
    ...(cancel === undefined ? {} : { cancel: latencySpec(cancel) }),
    ack: latencySpec(ack),
    query: latencySpec(query),
    stream: latencySpec(stream),
    ...Object.fromEntries(inOrder),
  };
}

function latencySpec(field: LatencyField): LatencySpec {
  if (typeof field === 'number') return { kind: 'constant', latency: field };
  if ('lognormal' in field) return { kind: 'lognormal', ...field.lognormal };
  return { kind: 'empirical', samples: field.empirical };
}
