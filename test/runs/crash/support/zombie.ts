/**
 * Ten slices a minute apart, three of them sent, and the process stops at the fourth: before its intent is written, before the call to the broker, after
 * it, before its answer is stored. What became of each slice when another process has begun and every order is over.
 */
import { formatInstant, parseInstant } from '../../../../src/core/ground/calendar/instant.js';
import { type Micros, MICROS_PER_SECOND } from '../../../../src/core/ground/units.js';
import { LifeFiles } from '../../../../src/runs/crash/life-files.js';
import type { CrashPlan } from '../../../../src/runs/crash/lives.js';
import { prepareScenario } from '../../../../src/runs/execute-run.js';
import { parseScenario } from '../../../../src/runs/scenario/load.js';
import { type SimulationResult, simulate } from '../../../../src/runs/simulation.js';
import { planOf } from '../../../../src/runs/to-plan.js';
import type { L2Venue } from '../../../../src/sim/market/l2/l2-venue.js';

export const STOPS = [
  'before its intent',
  'before the call',
  'after the call',
  'before the answer',
] as const;
export type StopPoint = (typeof STOPS)[number];
export type Idempotency = 'forever' | 'open-only';

export interface Case {
  /** When the fourth slice is due, UTC. */
  readonly dueAt: string;
  readonly down: Micros;
  readonly stop: StopPoint;
  readonly ids: Idempotency;
}

export interface SliceEnd {
  /** First acceptance at the venue, in seconds from when the fourth slice was due; null = the venue never had it. */
  readonly acceptedAfter: number | null;
  /** How many orders the venue took for it. */
  readonly taken: number;
  readonly status: string;
}

export interface Zombie {
  readonly slices: readonly SliceEnd[];
  readonly warned: boolean;
  readonly result: SimulationResult;
}

const LEAD_SECONDS = 300;
const BEFORE_SECONDS = 180;

function scenarioOf({ dueAt, down, ids }: Omit<Case, 'stop'>, faults: string): string {
  const due = parseInstant(dueAt)!;
  const start = formatInstant(
    (due - (LEAD_SECONDS + BEFORE_SECONDS) * MICROS_PER_SECOND) as typeof due,
  );
  const minutes = Math.ceil(down / 60_000_000) + 20 * 60;
  return `
name: zombie
shows: what becomes of ten slices when the process stops at the fourth
seed: 3
instrument: { symbol: XYZ, tickSize: '0.01', lotSize: '1', calendar: nyse }
market:
  synthetic: { model: random-walk, startPrice: '618', messagesPerSecond: 0.02, changesPerMessage: 3, ordersPerSecond: 0.01 }
clock: { start: '${start}', duration: ${minutes}m }
venue: { idempotency: ${ids} }
execution: { earlyStop: { quoteMaxAge: 1h, deviationBps: off, spreadBps: off } }
faults: ${faults}
orders:
  - { at: ${LEAD_SECONDS}s, side: buy, quantity: '100', duration: 10m, slices: 10, acrossSessions: true, timeInForce: gtc }
`;
}

let venue: L2Venue | undefined;

export async function zombie(one: Case): Promise<Zombie> {
  const loaded = parseScenario('zombie.yaml', scenarioOf(one, faultOf(one)));
  const { tapesOf } = await prepareScenario(loaded);
  const { seed } = loaded.scenario;
  const plan = planOf(loaded, { tapes: tapesOf(seed), seed, strategies: [] });
  const { stop, down } = one;
  const result =
    stop === 'before the call'
      ? beforeTheCall(plan, down)
      : simulate(plan, venue === undefined ? {} : { venue });
  venue = result.venue;
  return told(result, parseInstant(one.dueAt)!);
}

const faultOf = ({ stop, down }: Case): string => {
  const at: Readonly<Record<StopPoint, string | null>> = {
    'before its intent': `${LEAD_SECONDS + BEFORE_SECONDS}s`,
    'before the call': null,
    'after the call': '{ after: submit-sent, nth: 4 }',
    'before the answer': '{ after: accepted, nth: 4 }',
  };
  return at[stop] === null
    ? '[]'
    : `[{ kind: client-killed, at: ${at[stop]}, down: ${down / MICROS_PER_SECOND}s }]`;
};

/** Stopped behind the write that holds the intent: it was durable, and never left. */
function beforeTheCall(plan: Parameters<typeof simulate>[0], down: Micros): SimulationResult {
  const files = new LifeFiles();
  let written = false;
  let stopped = false;
  const atPoint: CrashPlan['atPoint'] = (kind) => {
    if (kind !== 'after a write' || !written || stopped) return false;
    stopped = true;
    return true;
  };
  try {
    return simulate(plan, {
      crash: { atPoint, downFrom: () => down, files },
      onBlock: ({ entries }) => {
        written ||= entries.some((entry) => entry.kind === 'slice-released' && entry.slice === 3);
      },
    });
  } finally {
    files.remove();
  }
}

function told(result: SimulationResult, dueAt: number): Zombie {
  const { state, ledger } = result;
  const slices = Array.from({ length: 10 }, (): SliceEnd => ({
    acceptedAfter: null,
    taken: 0,
    status: 'pending_new',
  }));
  for (const [id, { slice, belief }] of state.children.entries()) {
    const accepted = ledger.entries.filter(
      (entry) => entry.kind === 'accepted' && entry.clientOrderId === id,
    );
    const [first] = accepted;
    slices[slice] = {
      acceptedAfter: first === undefined ? null : (first.at - dueAt) / MICROS_PER_SECOND,
      taken: accepted.length,
      status: belief.status,
    };
  }
  return {
    slices,
    warned: [...state.alerts.entries()].some(([key]) => key.startsWith('slice-overdue:')),
    result,
  };
}
