/**
 * F:PRC8: a process that begins on a file with another configuration than the one before it. Whatever would make something else of the file, or trade one of
 * its orders twice, is refused before anything is written or sent.
 */
import { formatQuantity } from '../core/ground/instrument.js';
import type { EpochMicros, Lots } from '../core/ground/units.js';
import type { EngineConfig } from '../core/state/config.js';
import type { Agenda } from '../runs/assembly.js';
import {
  type OrderChanged,
  gridsChanged,
  ordersChanged,
  symbolsMissing,
} from '../runs/paper/changed-since.js';
import type { StoredEngine } from '../runs/paper/stored-engine.js';
import type { LoadedScenario } from '../runs/scenario/load.js';
import { type Found, ScenarioError } from '../runs/scenario/problem.js';
import type { EngineStore } from '../store/engine-store.js';
import { ConfigurationError } from './failure.js';

interface Begun {
  readonly agenda: Agenda;
  readonly engine: EngineConfig;
  readonly store: Pick<EngineStore, 'grids'>;
  /** As it was named. */
  readonly state: string;
  readonly at: EpochMicros;
}

/** Errors: `ConfigurationError`, and `ScenarioError` for an order that was changed. */
export function checkChanged(
  loaded: LoadedScenario,
  earlier: StoredEngine,
  { agenda, engine, store, state, at }: Begun,
): void {
  const [missing] = symbolsMissing(earlier.state, engine);
  if (missing !== undefined)
    throw new ConfigurationError(
      `${state} has orders of ${missing}, and ${loaded.file} no such instrument: what is heard of them could not be booked\n` +
        '  fix: put the instrument back, or name another file with --state',
    );
  const [grid] = gridsChanged(store.grids(), engine);
  if (grid !== undefined)
    throw new ConfigurationError(
      `${state} counts ${grid.symbol} in ticks of ${grid.stored.tickSize} and lots of ${grid.stored.lotSize}, ` +
        `and ${loaded.file} in ticks of ${grid.now.tickSize} and lots of ${grid.now.lotSize}: its orders would be other amounts\n` +
        '  fix: end the session on the grid that it was begun on, or name another file with --state',
    );
  const changed = ordersChanged(agenda, earlier, at, engine);
  if (changed.length === 0) return;
  const told = changed.map((one) => loaded.locate(otherOrder(state, one, engine)));
  throw new ScenarioError(loaded.file, told);
}

/** Traded beside the one of the file it would be traded twice. */
function otherOrder(
  state: string,
  { index, known: { request, status, filled } }: OrderChanged,
  { instruments }: EngineConfig,
): Found {
  const instrument = instruments.get(request.symbol);
  const shown = (lots: Lots): string =>
    instrument === undefined ? String(lots) : formatQuantity(instrument, lots);
  return {
    path: ['orders', index],
    what: `is not the order that ${state} has under its key "${request.idempotencyKey}"`,
    why: `${request.side} ${shown(request.quantity)} ${request.symbol}, ${shown(filled)} filled, ${status}: both would be traded`,
    fix: 'put it back as it was; or give it an idempotencyKey of its own, if it is another order; or name another file with --state',
  };
}
