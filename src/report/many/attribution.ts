/**
 * What each fault of a run cost: the run held against the same draws without it, and against those without any. What all
 * of them cost together less what each costs by itself is the remainder, told as such: faults meet, and a second one can
 * make the first dearer, or cheaper. Sums are exact: money as decimals, basis points and times as integers.
 */
import { type Decimal, addDecimal, decimal, formatDecimal } from '../../core/ground/decimal.js';
import { lengthText } from '../../core/ground/length-text.js';
import { MICROS_PER_MS } from '../../core/ground/units.js';
import type { ChildReport } from '../schema/parent-report.js';
import type { AttributionRow, Report } from '../schema/report.js';
import { roundMoney } from '../text/numbers.js';
import { filledText, movedText } from './difference.js';
import { metricOf } from './metric.js';

/** The run without one of its faults. */
export interface LeftOut {
  /** As one says it: "the 45 s outage". */
  readonly fault: string;
  readonly kind: string;
  readonly report: Report;
}

export interface AttributedRun {
  readonly report: Report;
  readonly withoutAny: Report;
  /** In the order of the scenario. */
  readonly without: readonly LeftOut[];
  /** What all orders are paid in; null where that is several. */
  readonly quoteAsset: string | null;
  /** Why the market of this run does not react to what a fault changed. */
  readonly unmoved: string;
}

/** Exact: bps in millionths, money as decimals, delay in microseconds. */
interface Cost {
  readonly bps: number | null;
  readonly money: Decimal | null;
  readonly delay: number;
}

const PER_BPS = 1_000_000;
const BPS_DIGITS = 2;
const REMAINDER = 'remainder';

export function attributionOf(run: AttributedRun): readonly AttributionRow[] {
  const { report, withoutAny, without, quoteAsset } = run;
  const total = costOf(withoutAny, report, quoteAsset);
  const singles = without.map(({ report: other }) => costOf(other, report, quoteAsset));
  const touched = without.map(({ report: other }) => touchedIn(other, report));
  const rows = without.map(({ fault, kind, report: other }, index): AttributionRow => {
    const cost = singles[index] ?? NOTHING;
    const orders = touched[index]?.size ?? 0;
    const isWhole = areWhole(other, report);
    const text = faultText(fault, { cost, orders, quoteAsset, isWhole }, whatMoved(other, report));
    return { fault, kind, ...figuresOf(cost), ordersTouched: orders, text };
  });
  const rest = singles.reduce(less, total);
  const explained = new Set(touched.flatMap((names) => [...names]));
  const unexplained = [...touchedIn(withoutAny, report)].filter((name) => !explained.has(name));
  const isWhole = areWhole(withoutAny, report);
  const told = totalText({ total, rest, quoteAsset, isWhole, faults: without.length });
  const text = `${told}; ${run.unmoved}`;
  const orders = unexplained.length;
  return [
    ...rows,
    { fault: REMAINDER, kind: null, ...figuresOf(rest), ordersTouched: orders, text },
  ];
}

const NOTHING: Cost = { bps: 0, money: { mantissa: 0n, scale: 0 }, delay: 0 };

/** What `after` cost more than `before`. */
const costOf = (before: Report, after: Report, quoteAsset: string | null): Cost =>
  less(sumsOf(before, after, quoteAsset), sumsOf(before, before, quoteAsset));

function sumsOf(against: Report, report: Report, quoteAsset: string | null): Cost {
  const bps = metricOf(report, 'shortfallBps');
  const money = quoteAsset === null ? null : moneyOf(report);
  return {
    bps: bps === null ? null : Math.round(bps * PER_BPS),
    money,
    delay: against === report ? 0 : delayBetween(against, report),
  };
}

function moneyOf({ parents }: Report): Decimal | null {
  let sum: Decimal = { mantissa: 0n, scale: 0 };
  for (const { shortfallQuote } of parents) {
    if (shortfallQuote === null) return null;
    sum = addDecimal(sum, decimal(shortfallQuote));
  }
  return sum;
}

const minus = ({ mantissa, scale }: Decimal): Decimal => ({ mantissa: -mantissa, scale });

const less = (a: Cost, b: Cost): Cost => ({
  bps: a.bps === null || b.bps === null ? null : a.bps - b.bps,
  money: a.money === null || b.money === null ? null : addDecimal(a.money, minus(b.money)),
  delay: a.delay - b.delay,
});

type Orders = ReadonlyMap<string, ChildReport>;

const ordersOf = ({ parents }: Report): Orders =>
  new Map(parents.flatMap(({ children }) => children.map((child) => [child.name, child] as const)));

/** Both runs begin at the same instant of the same market. */
function delayBetween(before: Report, after: Report): number {
  const others = ordersOf(before);
  let sum = 0;
  for (const [name, { firstFillAtMicros }] of ordersOf(after)) {
    const other = others.get(name)?.firstFillAtMicros ?? null;
    if (firstFillAtMicros !== null && other !== null) sum += firstFillAtMicros - other;
  }
  return sum;
}

/** What says that an order went otherwise. */
const traceOf = ({ status, filledQuantity, averagePrice, ...child }: ChildReport): string =>
  JSON.stringify([
    status,
    filledQuantity,
    averagePrice,
    child.sentAtMicros,
    child.firstFillAtMicros,
    child.doneAtMicros,
  ]);

function touchedIn(before: Report, after: Report): ReadonlySet<string> {
  const [others, orders] = [ordersOf(before), ordersOf(after)];
  const names = new Set([...others.keys(), ...orders.keys()]);
  return new Set(
    [...names].filter((name) => {
      const [was, is] = [others.get(name), orders.get(name)];
      return was === undefined || is === undefined || traceOf(was) !== traceOf(is);
    }),
  );
}

const figuresOf = ({
  bps,
  money,
  delay,
}: Cost): Pick<AttributionRow, 'shortfallBps' | 'shortfallQuote' | 'delayMs'> => ({
  shortfallBps: bps === null ? null : bps / PER_BPS,
  shortfallQuote: money === null ? null : formatDecimal(money),
  delayMs: delay / MICROS_PER_MS,
});

const whatMoved = (before: Report, after: Report): string =>
  [movedText(before, after), unfilledText(before, after), filledText(before, after)]
    .filter((text) => text !== '')
    .join('; ');

/** Orders that filled without the fault and not with it. */
function unfilledText(before: Report, after: Report): string {
  const orders = ordersOf(after);
  const hasFilled = (child: ChildReport | undefined): boolean =>
    child !== undefined && child.firstFillAtMicros !== null;
  const names = [...ordersOf(before)].flatMap(([name, child]) =>
    hasFilled(child) && !hasFilled(orders.get(name)) ? [name] : [],
  );
  const [first] = names;
  if (first === undefined) return '';
  return names.length === 1
    ? `${first} did not fill`
    : `${first} and ${names.length - 1} more did not fill`;
}

interface Told {
  readonly cost: Cost;
  readonly orders: number;
  readonly quoteAsset: string | null;
  /** All filled, with it and without. */
  readonly isWhole: boolean;
}

/** "the 45 s outage cost 1.2 bps, 3.40 USDT: P1/6 was sent 41 s later; 3 orders went otherwise" */
function faultText(fault: string, told: Told, moved: string): string {
  const { cost, orders } = told;
  if (orders === 0) return `${fault} cost nothing and touched no order`;
  const went = orders === 1 ? 'one order went otherwise' : `${orders} orders went otherwise`;
  const why = moved === '' ? went : `${moved}; ${went}`;
  return `${fault} ${costWords(cost, told)}: ${why}`;
}

/** Else what is missing is in the shortfall, at the mid when it was known to be, which a fault moves without a trade. */
const areWhole = (before: Report, after: Report): boolean =>
  filledText(before, after) === '' && [before, after].every(isFilled);

const isFilled = ({ parents }: Report): boolean =>
  parents.every(({ unfilledQuantity }) => decimal(unfilledQuantity).mantissa <= 0n);

/** What did not fill is in the shortfall at the final mid: less of that is nothing saved. */
function costWords(
  { bps, money }: Cost,
  { quoteAsset, isWhole }: Pick<Told, 'quoteAsset' | 'isWhole'>,
): string {
  if (bps === null) return 'cost what was not measured in both runs';
  if (isNothing(bps)) return isWhole ? 'cost nothing' : 'left the shortfall as it was';
  const [amount] = money === null ? [''] : roundMoney([formatDecimal(money).replace('-', '')]);
  const sum = money === null ? '' : `, ${amount} ${quoteAsset}`;
  const words = `${amountOf(bps)} bps${sum}`;
  if (isWhole) return `${bps > 0 ? 'cost' : 'saved'} ${words}`;
  return `${bps > 0 ? 'raised' : 'lowered'} the shortfall by ${words}`;
}

const amountOf = (bps: number): string => (Math.abs(bps) / PER_BPS).toFixed(BPS_DIGITS);
const isNothing = (bps: number): boolean => Number(amountOf(bps)) === 0;

function totalText({
  total,
  rest,
  quoteAsset,
  isWhole,
  faults,
}: {
  readonly total: Cost;
  readonly rest: Cost;
  readonly quoteAsset: string | null;
  readonly isWhole: boolean;
  readonly faults: number;
}): string {
  if (faults === 1) return 'nothing remains unexplained: it is the only fault';
  const all = `all ${faults} together ${costWords(total, { quoteAsset, isWhole })}`;
  if (total.bps === null || rest.bps === null) return all;
  const delay =
    rest.delay === 0 ? '' : `, and ${lengthText(Math.abs(rest.delay))} of delay no single one does`;
  const singles = `by themselves they come to ${signedOf(total.bps - rest.bps)} bps`;
  return isNothing(rest.bps)
    ? `${all}; single ones explain all of it${delay}`
    : `${all}; ${singles}: ${signedOf(rest.bps)} bps no single one explains${delay}`;
}

const signedOf = (bps: number): string =>
  `${bps < 0 && !isNothing(bps) ? '-' : ''}${amountOf(bps)}`;
