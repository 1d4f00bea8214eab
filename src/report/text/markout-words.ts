/** The markouts of an order in a sentence: each delay with its figure, and over which share of the fills where not over all. */
import type { MarkoutBps, ParentReport } from '../schema/parent-report.js';
import { percentOf } from './numbers.js';

const NAMES: Readonly<Record<keyof MarkoutBps, string>> = {
  '100ms': '100 ms',
  '1s': '1 s',
  '5s': '5 s',
  '30s': '30 s',
  '5m': '5 min',
};

type Delay = keyof MarkoutBps;
const DELAYS = Object.keys(NAMES) as readonly Delay[];

export function markoutWords(
  { markoutBps, markoutShare }: Pick<ParentReport, 'markoutBps' | 'markoutShare'>,
  told: (bps: number) => string,
): string {
  const missing = DELAYS.filter((delay) => markoutBps[delay] === null);
  if (missing.length === DELAYS.length) return 'not measured';
  const isPart = (delay: Delay): boolean => (markoutShare[delay] ?? 1) < 1;
  const figure = (delay: Delay): readonly string[] => {
    const bps = markoutBps[delay];
    if (bps === null) return [];
    const share = isPart(delay) ? ` (${percentOf(markoutShare[delay] ?? 1)} % of it)` : '';
    return [`${NAMES[delay]} ${told(bps)}${share}`];
  };
  const hasPart = DELAYS.some((delay) => markoutBps[delay] !== null && isPart(delay));
  return [
    `bps after ${DELAYS.flatMap(figure).join(', ')}`,
    'against the mid that long after each fill, positive = cost',
    ...(hasPart ? ['"of it": what filled early enough to have that mid'] : []),
    ...(missing.length > 0
      ? [`no fill has a mid ${missing.map((delay) => NAMES[delay]).join(' or ')} after it`]
      : []),
  ].join('; ');
}
