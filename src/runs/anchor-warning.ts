/** A fault that waited for what never came, in words for the report: "the 8th submit never came: 5 were sent". */
import type { AnchorMissed } from '../sim/fault/anchors.js';
import type { AnchorLane } from '../sim/fault/moment.js';

const LANE_WORDS: Readonly<Record<AnchorLane, readonly [one: string, verb: string]>> = {
  'submit-sent': ['submit', 'sent'],
  accepted: ['acceptance', 'given'],
  filled: ['fill', 'made'],
  'cancel-sent': ['cancel', 'sent'],
  canceled: ['cancellation', 'made'],
  'query-sent': ['query', 'sent'],
};

export function anchorWarning({ kind, after, nth, symbol, came }: AnchorMissed) {
  const [one, verb] = LANE_WORDS[after];
  const of = symbol === null ? '' : ` of ${symbol}`;
  return {
    code: 'anchor-never-came',
    text: `fault ${kind} never began: the ${ordinal(nth)} ${one}${of} never came: ${came} ${came === 1 ? 'was' : 'were'} ${verb}`,
  };
}

const ENDINGS: ReadonlyMap<number, string> = new Map([
  [1, 'st'],
  [2, 'nd'],
  [3, 'rd'],
]);

/** 1st, 2nd, 3rd, 4th … 11th, 12th, 13th. */
function ordinal(nth: number): string {
  const isTeen = nth % 100 > 10 && nth % 100 < 14;
  return `${nth}${(isTeen ? undefined : ENDINGS.get(nth % 10)) ?? 'th'}`;
}
