/**
 * FIL-7: what the venue says we hold before an order, so that its change can be told afterwards. Asked once an instrument,
 * while nothing of it is under way; an order waits for the answer as it waits for depth, and goes on without one.
 */
import type { EpochMicros } from '../ground/units.js';
import { exposureInAll } from '../state/expose.js';
import type { Asker, Step } from '../state/step.js';
import { heldUntil } from '../guard/rate-limit.js';

/** Nothing of the instrument may fill: what is held stands still. */
export function isQuiet({ state }: Step, symbol: string): boolean {
  const { buying, selling, openOrders } = exposureInAll(state, symbol);
  return buying === 0 && selling === 0 && openOrders === 0;
}

export function askFirstPosition(step: Step, symbol: string, asker: Asker): void {
  const known = step.state.positions?.find((watch) => watch.symbol === symbol)?.offset ?? null;
  const { positionCheck, reconciliation } = step.config;
  const isChecked = positionCheck !== undefined || reconciliation !== undefined;
  const isWanted = isChecked && known === null;
  if (
    !isWanted ||
    !isQuiet(step, symbol) ||
    heldUntil(step.state, step.at, 'read-positions') !== null
  )
    return;
  askPositions(step, [symbol], asker);
}

/** One question for all: the answer has every instrument. `nextAt`: it is of the whole account, and not waited for any longer. */
export function askPositions(
  step: Step,
  symbols: readonly string[],
  asker: Asker,
  nextAt?: EpochMicros,
): void {
  const readId = step.state.nextReadId;
  step.ask({ kind: 'read-positions' }, asker);
  const of = symbols.map((symbol) => ({
    symbol,
    ours: exposureInAll(step.state, symbol).position,
  }));
  step.emit({ kind: 'positions-asked', readId, of, ...(nextAt === undefined ? {} : { nextAt }) });
}
