/** The scenario of a reduced run: the slices that are left keep their size, their pace and, where they stood, their times. */
import { type Instrument, formatQuantity, parseQuantity } from '../../core/ground/instrument.js';
import { type Micros, lots, micros } from '../../core/ground/units.js';
import type { FaultSpec } from '../../sim/fault/fault-set.js';
import { writtenDuration } from './written-fault.js';
import { writtenOut } from './written-scenario.js';
import { listingOf } from '../scenario/listings.js';
import type { LoadedScenario } from '../scenario/load.js';
import type { ScenarioOrder } from '../scenario/schema.js';
import type { Reduced } from './reduced.js';

type Written = Record<string, unknown>;

/** All of it. `faults`: as they were drawn. */
export function whole(
  { scenario }: LoadedScenario,
  { faults, seed }: { readonly faults: readonly FaultSpec[]; readonly seed: number },
): Reduced {
  return {
    faults: faults.map((fault, place) => ({ ...fault, place: fault.place ?? place })),
    firstSlice: 0,
    slices: sliceable(scenario) ? (scenario.orders[0]?.slices ?? 1) : 1,
    operator: scenario.operator.map((_, at) => at),
    tail: null,
    seed,
  };
}

/** What can be reduced without working out a plan: a TWAP that says how many slices and over what time. */
function sliceable({ orders }: LoadedScenario['scenario']): boolean {
  const [order] = orders;
  return order?.algo === 'twap' && order.slices !== undefined && order.duration !== undefined;
}

export function reducedScenario(loaded: LoadedScenario, reduced: Reduced): Written {
  const { faults, seed, operator, tail } = reduced;
  const { scenario } = loaded;
  const value = writtenOut(loaded, { faults, seed });
  const commands = (value['operator'] ?? []) as readonly unknown[];
  const { order, over } = reducedOrder(loaded, reduced);
  const rest = (value['orders'] ?? []) as readonly Written[];
  const clock = (value['clock'] ?? {}) as Written;
  return {
    ...value,
    ...(tail === null ? {} : { clock: { ...clock, duration: writtenDuration(end(over, tail)) } }),
    orders: order === null ? rest : [{ ...rest[0], ...order }, ...rest.slice(1)],
    ...(scenario.operator.length === 0
      ? {}
      : { operator: commands.filter((_, at) => operator.includes(at)) }),
  };
}

const end = (over: Micros, tail: Micros): Micros => micros(over + tail);

interface ReducedOrder {
  /** Null = as it is. */
  readonly order: Written | null;
  /** When its last slice is over. */
  readonly over: Micros;
}

function reducedOrder({ scenario }: LoadedScenario, reduced: Reduced): ReducedOrder {
  const [order] = scenario.orders;
  const instrument = listingOf(scenario, order?.symbol)?.instrument;
  if (order === undefined || instrument === undefined || !sliceable(scenario))
    return { order: null, over: micros((order?.at ?? 0) + (order?.duration ?? 0)) };
  return slicesOf(order, instrument, reduced);
}

function slicesOf(
  { at: begins, quantity, slices: all = 1, duration: lasts = micros(0) }: ScenarioOrder,
  instrument: Instrument,
  { firstSlice, slices }: Reduced,
): ReducedOrder {
  const total = parseQuantity(instrument, quantity);
  if (typeof total === 'string' || slices === all)
    return { order: null, over: micros(begins + lasts) };
  const interval = Math.floor(lasts / all);
  const at = micros(begins + firstSlice * interval);
  const duration = micros(slices * interval);
  return {
    order: {
      at: writtenDuration(at),
      quantity: formatQuantity(instrument, lots(Math.floor(total / all) * slices)),
      duration: writtenDuration(duration),
      slices,
    },
    over: micros(at + duration),
  };
}
