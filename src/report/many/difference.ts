/**
 * What one change did to one run, as a sentence: what it cost, in which parts, and which order went out at another time. Two
 * runs are an example, not a proof.
 */
import { lengthText } from '../../core/ground/length-text.js';
import type { ParentReport } from '../schema/parent-report.js';
import { engineWords } from '../text/engine-words.js';
import { percentText } from '../text/numbers.js';
import type { Report } from '../schema/report.js';
import { metricOf } from './metric.js';

const BPS_DIGITS = 2;
/** Parts of the cost that are named. */
const PARTS_TOLD = 2;
/** Orders sent closer together than this went out at the same time. */
const SAME_TIME_MICROS = 1_000;

/** `change`: what the second run has that the first has not. */
export function differenceText(change: string, first: Report, second: Report): string {
  const [a, b] = [metricOf(first, 'shortfallBps'), metricOf(second, 'shortfallBps')];
  const isNaive = second.engine === 'naive' && first.engine !== 'naive';
  const costs = costText(isNaive ? 'it' : change, a, b, partsText(first, second));
  const told = [
    clientText(change, first, second),
    // What such a client says it cost is what it believes.
    isNaive ? `by its own books ${costs}` : costs,
    filledText(first, second),
    movedText(first, second),
  ];
  return told.filter((text) => text !== '').join('; ');
}

function costText(change: string, a: number | null, b: number | null, parts: string): string {
  if (a === null || b === null) return `what ${change} costs is not measured in both runs`;
  const bps = signed(b - a);
  if (bps === signed(0)) return `${change} cost nothing${parts}`;
  return b > a
    ? `${change} cost ${bps.slice(1)} bps more${parts}`
    : `${change} cost ${bps.slice(1)} bps less${parts}`;
}

const signed = (value: number): string => {
  const text = Math.abs(value).toFixed(BPS_DIGITS);
  return `${value < 0 && Number(text) > 0 ? '-' : '+'}${text}`;
};

/** Of one parent each: costs of several do not add up. A part that one of them did not measure is not told. */
function partsText({ parents }: Report, { parents: others }: Report): string {
  const [before, after] = [parents[0], others[0]];
  if (parents.length !== 1 || others.length !== 1 || !before || !after) return '';
  const parts = Object.entries(after.cost)
    .flatMap(([name, value]) => {
      const was = before.cost[name as keyof ParentReport['cost']];
      return value === null || was === null
        ? []
        : [{ name: name.replace(/Bps$/, ''), by: value - was }];
    })
    .filter(({ by }) => signed(by) !== signed(0))
    .sort((x, y) => Math.abs(y.by) - Math.abs(x.by))
    .slice(0, PARTS_TOLD)
    .map(({ name, by }) => `${name} ${signed(by)}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

export function filledText(first: Report, second: Report): string {
  const [a, b] = [metricOf(first, 'filledShare'), metricOf(second, 'filledShare')];
  if (a === null || b === null || percentText(a) === percentText(b)) return '';
  return `${percentText(b)} filled instead of ${percentText(a)}`;
}

/** FIL-12: the second run was followed by another client, and what that came to. */
function clientText(change: string, first: Report, second: Report): string {
  const words = first.engine === second.engine ? null : engineWords(second);
  return words === null ? '' : `${change} is ${words}`;
}

/** The order that went out, or was known to fill, the most earlier or later, counted from the start of its run. */
export function movedText(first: Report, second: Report): string {
  const moved = STEPS.flatMap(([words, key]) => {
    const before = timesOf(first, key);
    return [...timesOf(second, key)].map(([name, at]) => ({
      text: `${name} ${words}`,
      by: at - (before.get(name) ?? at),
    }));
  });
  const [most] = moved.sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  if (most === undefined || Math.abs(most.by) < SAME_TIME_MICROS) return '';
  return `${most.text} ${lengthText(Math.abs(most.by))} ${most.by > 0 ? 'later' : 'earlier'}`;
}

/** The first of them is told where both moved alike. */
const STEPS = [
  ['was sent', 'sentAtMicros'],
  ['was known to fill', 'firstFillAtMicros'],
] as const;

function timesOf(
  { parents, virtual }: Report,
  key: (typeof STEPS)[number][1],
): ReadonlyMap<string, number> {
  const times = parents.flatMap(({ children }) =>
    children.flatMap((child): readonly (readonly [string, number])[] => {
      const at = child[key];
      return at === null ? [] : [[child.name, at - virtual.startMicros]];
    }),
  );
  return new Map(times);
}
