/** What each fault cost, in sentences: on one screen what cost something, in full each that touched an order, and the remainder. */
import type { AttributionRow, Report } from '../schema/report.js';
import { labeled } from './layout.js';
import type { Page } from './page.js';

/** Sentences on one screen. */
const DEAREST = 2;
/** Of a basis point: what is told as 0.00 cost nothing. */
const NOTHING = 0.005;

const weightOf = ({ shortfallBps }: AttributionRow): number => Math.abs(shortfallBps ?? 0);
const lines = (texts: readonly string[], { label, width }: Page): readonly string[] =>
  texts.flatMap((text, index) => labeled(index === 0 ? 'Their cost' : '', text, label, width));

/** On one screen. */
export function attributionLines({ attribution }: Report, page: Page): readonly string[] {
  if (attribution === null) return [];
  const faults = attribution.filter(({ kind }) => kind !== null);
  const dear = faults
    .filter((row) => weightOf(row) >= NOTHING)
    .toSorted((a, b) => weightOf(b) - weightOf(a));
  const remainder = attribution.filter((row) => row.kind === null && weightOf(row) >= NOTHING);
  const left = faults.length - Math.min(dear.length, DEAREST);
  return lines(
    [
      ...dear.slice(0, DEAREST).map(({ text }) => text),
      ...(left === 0 ? [] : [leftText(left, faults.length, dear.length > DEAREST)]),
      ...remainder.map(({ text }) => text),
    ],
    page,
  );
}

function leftText(left: number, all: number, dearer: boolean): string {
  if (dearer) return `${left} more cost less (--full)`;
  if (left < all)
    return `the other ${left === 1 ? 'one' : left} cost nothing by ${left === 1 ? 'itself' : 'themselves'}`;
  return left === 1 ? 'nothing' : `nothing: none of the ${left} by itself`;
}

/** Each that touched an order, how many did not, and the remainder. */
export function fullAttributionLines({ attribution }: Report, page: Page): readonly string[] {
  if (attribution === null) return [];
  const faults = attribution.filter(({ kind }) => kind !== null);
  const touching = faults.filter(({ ordersTouched }) => ordersTouched > 0);
  const idle = faults.length - touching.length;
  const told = [
    ...touching.map(({ text }) => text),
    ...(idle === 0 ? [] : [`${idle} of ${faults.length} touched no order`]),
    ...attribution.filter(({ kind }) => kind === null).map(({ text }) => text),
  ];
  return lines(told, page);
}
