/**
 * The first slice in which two runs of a parent differ, in three ways, each found for itself: in what happened, in an amount or a price,
 * and in when. Two runs at a market each nearly always differ at once in the last, and hardly ever say anything by it.
 */
import { type Instrument, formatAverage, formatQuantity } from '../../core/ground/instrument.js';
import { lengthText } from '../../core/ground/length-text.js';
import type { EpochMicros, Lots } from '../../core/ground/units.js';
import type { SliceFacts, Slices } from './slice-facts.js';

export interface FirstDifference {
  readonly slice: number;
  /** What differs: "refused", "filled". */
  readonly in: string;
  /** The story of the slice in each. */
  readonly a: string;
  readonly b: string;
}

/** One run's slices, and what they are told by. */
export interface ToldRun {
  readonly slices: Slices;
  readonly startAt: EpochMicros;
  readonly instrument: Instrument;
}

export const DIFFERENCE_KINDS = ['event', 'amount', 'time'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** A slice that was never released has nothing to be compared by. */
type Trait = readonly [name: string, of: (slice: SliceFacts, run: ToldRun) => unknown];

const since = (at: EpochMicros | null, from: EpochMicros | null): number | null =>
  at === null || from === null ? null : at - from;

const TRAITS: Readonly<Record<DifferenceKind, readonly Trait[]>> = {
  event: [
    ['sent', ({ sentAt }) => sentAt !== null],
    ['acknowledged', ({ heardAt }) => heardAt !== null],
    ['refused', ({ refusals }) => refusals.join(' ')],
    ['cancel', ({ cancels }) => cancels > 0],
    ['filled', filledHow],
    ['orders', ({ orders }) => orders.length],
  ],
  amount: [
    ['quantity', (slice, { instrument }) => formatQuantity(instrument, slice.quantity as Lots)],
    ['filled quantity', (slice, { instrument }) => filledText(slice, instrument)],
    ['average price', (slice, { instrument }) => averageText(slice, instrument)],
  ],
  time: [
    ['sent', ({ sentAt }, { startAt }) => since(sentAt, startAt)],
    ['acknowledged', ({ heardAt, sentAt }) => since(heardAt, sentAt)],
    ['first fill', ({ firstFillAt, sentAt }) => since(firstFillAt, sentAt)],
    ['last fill', ({ lastFillAt, sentAt }) => since(lastFillAt, sentAt)],
  ],
};

export function firstDifference(
  kind: DifferenceKind,
  a: ToldRun,
  b: ToldRun,
): FirstDifference | null {
  for (const slice of slicesOfBoth(a.slices, b.slices)) {
    const differs = traitThatDiffers(kind, slice, [a, b]);
    if (differs === null) continue;
    return { slice, in: differs, a: storyOf(a, slice), b: storyOf(b, slice) };
  }
  return null;
}

export const slicesOfBoth = (a: Slices, b: Slices): readonly number[] =>
  [...new Set([...a.keys(), ...b.keys()])].toSorted((one, other) => one - other);

function traitThatDiffers(
  kind: DifferenceKind,
  slice: number,
  [a, b]: readonly [ToldRun, ToldRun],
): string | null {
  const [ofA, ofB] = [a.slices.get(slice), b.slices.get(slice)];
  // That it was released in one of them alone is an event.
  if (ofA === undefined || ofB === undefined) return kind === 'event' ? 'released' : null;
  return TRAITS[kind].find(([, of]) => of(ofA, a) !== of(ofB, b))?.[0] ?? null;
}

function filledHow({ filled, quantity }: SliceFacts): 'nothing' | 'partly' | 'whole' {
  if (filled === 0) return 'nothing';
  return filled < quantity ? 'partly' : 'whole';
}

const filledText = ({ filled }: SliceFacts, instrument: Instrument): string =>
  formatQuantity(instrument, filled as Lots);

/** Null where nothing filled, and where no execution says at what. */
export const averageText = (
  { notional, executed, filled }: SliceFacts,
  instrument: Instrument,
): string | null =>
  executed < BigInt(filled) ? null : formatAverage(instrument, notional, executed);

function storyOf({ slices, startAt, instrument }: ToldRun, slice: number): string {
  const facts = slices.get(slice);
  if (facts === undefined) return 'never released';
  const { sentAt, heardAt, cancels, refusals, reason, status } = facts;
  if (sentAt === null) return `not sent (${reason ?? status})`;
  const heard = since(heardAt, sentAt);
  return [
    `sent after ${lengthText(sentAt - startAt)}`,
    ...(heard === null ? [] : [`acknowledged after ${lengthText(heard)}`]),
    ...refusals.map((code) => `refused (${code === '' ? (reason ?? status) : code})`),
    ...(cancels === 0 ? [] : ['canceled by us']),
    fillStory(facts, instrument),
  ].join(', ');
}

function fillStory(facts: SliceFacts, instrument: Instrument): string {
  const how = filledHow(facts);
  if (how === 'nothing') return 'nothing filled';
  const price = averageText(facts, instrument);
  const rest = how === 'partly' ? ` of ${formatQuantity(instrument, facts.quantity as Lots)}` : '';
  return `filled ${filledText(facts, instrument)}${rest}${price === null ? '' : ` at ${price}`}`;
}
