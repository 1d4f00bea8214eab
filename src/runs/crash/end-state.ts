/**
 * How a run ended, as far as it may not hang on how often a process began anew (L8): what became of every order, at the broker and of whoever
 * asked, of orders that nobody here placed, what is held, and what an operator still has to look at. Prices and times are none of it.
 */
import type { State } from '../../core/state/state.js';
import type { EndedRun } from '../ended-run.js';
import { storedState } from '../stored-state.js';

/** What it is about -> how it ended, in words that are the same only where the end is. */
export type EndState = ReadonlyMap<string, string>;

/** As its journal holds it. */
export function endStateOf({ finished }: EndedRun): EndState {
  const { state } = storedState(finished.blocks);
  return new Map([...ordersOf(state), ...accountOf(state), ...standingOf(state)]);
}

type Ends = readonly (readonly [about: string, end: string])[];

const ordersOf = ({ parents, children, orphans = [] }: State): Ends => [
  ...[...parents.entries()].map(
    ([id, { status, filled, exposed }]) =>
      [`the order ${id}`, `${status}, ${filled} filled, ${exposed - filled} may fill`] as const,
  ),
  ...[...children.entries()].map(
    ([id, { belief, stage, result }]) =>
      [
        `${id} at the broker`,
        `${belief.status}, ${belief.filled} filled, ${result?.outcome ?? stage.kind}`,
      ] as const,
  ),
  ...orphans.map(
    ({ found, status, cumQty }) =>
      [`the orphan ${found.venueOrderId}`, `${status}, ${cumQty} filled`] as const,
  ),
];

/** In lots. */
const accountOf = ({ exposure }: State): Ends =>
  [...exposure.entries()].map(
    ([symbol, { position, adjustment }]) =>
      [`what is held of ${symbol}`, String(position + (adjustment?.quantity ?? 0))] as const,
  );

const standingOf = ({ alerts, gate, killSwitch, breaker }: State): Ends => [
  ...[...alerts.entries()].map(([key]) => [`the alert ${key}`, 'raised'] as const),
  ['the gate', gate?.state ?? 'open'],
  ['the kill switch', killSwitch.engaged ? 'engaged' : 'disengaged'],
  ['the breaker', breaker.state],
];

const NONE = 'none';

/** A line for each thing that ended in two ways. */
export const differencesOf = (one: EndState, other: EndState): readonly string[] =>
  [...new Set([...one.keys(), ...other.keys()])]
    .filter((about) => one.get(about) !== other.get(about))
    .map((about) => `${about}: ${one.get(about) ?? NONE}, and not ${other.get(about) ?? NONE}`);
