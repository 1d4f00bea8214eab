/** One parent order in the terminal report: result, cost split, comparison, children. */
import type { EpochMicros } from '../../core/ground/units.js';
import type { ChildReport, CostBps, CostQuote, ParentReport } from '../schema/parent-report.js';
import { type Column, TEXT_WIDTH, labeled, table } from './layout.js';
import {
  formatOffset,
  DASH,
  alignedDecimals,
  bpsText,
  percentText,
  shortDecimal,
} from './numbers.js';

const INDENT = '    ';
const LABEL = 14;
const CHILDREN_SHOWN = 24;

/** Part, its figures, and the question it answers. */
const COST_ROWS: readonly (readonly [string, keyof CostBps, keyof CostQuote, string])[] = [
  ['delay', 'delayBps', 'delay', 'the market moved before the first slice'],
  ['timing', 'timingBps', 'timing', 'it moved while the slices waited for their turn'],
  ['spread', 'spreadBps', 'spread', 'half the spread: paid when taking, earned when resting'],
  ['impact', 'impactBps', 'impact', 'depth walked, drift until the fill, improvement'],
  ['fees', 'feesBps', 'fees', 'commissions'],
  ['opportunity', 'opportunityBps', 'opportunity', 'what was not filled, at the final mid'],
];

export function parentText(
  parent: ParentReport,
  start: EpochMicros,
  quoteAsset: string,
): readonly string[] {
  return [
    heading(parent),
    ...labeled(`${INDENT}filled`, filledText(parent), LABEL),
    ...labeled(`${INDENT}slices`, slicesText(parent), LABEL),
    ...stopText(parent, start),
    '',
    ...costText(parent, quoteAsset),
    '',
    ...labeled(`${INDENT}against`, againstText(parent), LABEL),
    ...labeled(`${INDENT}volume`, volumeText(parent), LABEL),
    ...(parent.children.length === 0 ? [] : ['', ...childrenText(parent.children, start)]),
  ];
}

/** What it was on the left, what became of it on the right. */
function heading({
  name,
  side,
  quantity,
  symbol,
  algo,
  type,
  strategy,
  status,
}: ParentReport): string {
  const what = `${name.padEnd(4)}${side} ${quantity} ${symbol} by ${algo}, ${type}, strategy ${strategy}`;
  return what.padEnd(TEXT_WIDTH - status.length - 1) + ` ${status}`;
}

function filledText(parent: ParentReport): string {
  const { filledQuantity, quantity, filledShare, averagePrice, elapsedMs, unfilledQuantity } =
    parent;
  const price = averagePrice === null ? '' : ` at ${shortDecimal(averagePrice)}`;
  const time = elapsedMs === null ? ', still working at the end' : ` in ${elapsedMs / 1_000} s`;
  const rest = unfilledQuantity === '0' ? '' : `, ${unfilledQuantity} unfilled`;
  return `${filledQuantity} of ${quantity} (${percentText(filledShare)})${price}${rest}${time}`;
}

function slicesText({ slices }: ParentReport): string {
  const { planned, sent, ...outcomes } = slices;
  const counts = Object.entries(outcomes)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${outcome === 'dryRun' ? 'dry run' : outcome}`);
  return `${planned} planned, ${sent} sent: ${counts.length === 0 ? 'none' : counts.join(', ')}`;
}

function stopText({ stop }: ParentReport, start: EpochMicros): readonly string[] {
  if (stop === null) return [];
  const time = formatOffset(stop.atMicros as EpochMicros, start);
  return labeled(
    `${INDENT}stopped`,
    `${stop.code} at ${time}: measured ${stop.measured}, limit ${stop.limit}`,
    LABEL,
  );
}

function costText(parent: ParentReport, quoteAsset: string): readonly string[] {
  const { arrivalPrice, quantity, shortfallBps, shortfallQuote, cost, costQuote } = parent;
  if (arrivalPrice === null) return [`${INDENT}cost          not measured: no price at arrival`];
  const columns: readonly Column[] = [
    { title: 'cost', align: 'left' },
    { title: 'bps', align: 'right' },
    { title: quoteAsset, align: 'right' },
    {
      title: `of ${quantity} x ${shortDecimal(arrivalPrice)}, the mid at arrival; positive = cost`,
      align: 'left',
    },
  ];
  const money = alignedDecimals([
    ...COST_ROWS.map(([, , part]) => costQuote[part]),
    shortfallQuote,
  ]);
  const rows = [
    ...COST_ROWS.map(([name, bps, , what]) => ({ name, bps: cost[bps], what })),
    { name: 'shortfall', bps: shortfallBps, what: 'the sum' },
  ];
  return table(
    columns,
    rows.map(({ name, bps, what }, index) => [name, bpsText(bps), money[index] ?? DASH, what]),
    INDENT,
  );
}

function againstText({
  vsTwapBps,
  twap,
  vsVwapBps,
  vwap,
  slippageBps,
  finalMid,
}: ParentReport): string {
  const against = (name: string, bps: number | null, price: string | null): string =>
    price === null || bps === null
      ? `${name} not measured`
      : `${name} ${shortDecimal(price)}: ${bpsText(bps)} bps`;
  const final = finalMid === null ? '' : `; final mid ${shortDecimal(finalMid)}`;
  return (
    `${against('TWAP', vsTwapBps, twap)}; ${against('VWAP', vsVwapBps, vwap)}; ` +
    `the mids when sent: ${slippageBps === null ? 'not measured' : `${bpsText(slippageBps)} bps`}${final}`
  );
}

function volumeText({ participationShare, makerShare, takerShare }: ParentReport): string {
  const liquidity =
    makerShare === null
      ? ''
      : `; ${percentText(makerShare)} made, ${percentText(takerShare)} taken`;
  const share =
    participationShare === null
      ? 'share of the market not measured'
      : `${percentText(participationShare)} of what the market traded meanwhile`;
  return share + liquidity;
}

const CHILD_COLUMNS: readonly Column[] = [
  { title: 'order', align: 'left' },
  { title: 'sent after', align: 'left' },
  { title: 'quantity', align: 'right' },
  { title: 'filled', align: 'right' },
  { title: 'average', align: 'right' },
  { title: 'slip bps', align: 'right' },
  { title: 'polls', align: 'right' },
  { title: 'status', align: 'left' },
];

function childrenText(children: readonly ChildReport[], start: EpochMicros): readonly string[] {
  const shown = children.slice(0, CHILDREN_SHOWN);
  const rows = shown.map((child) => [
    child.name,
    child.sentAtMicros === null ? DASH : formatOffset(child.sentAtMicros as EpochMicros, start),
    child.quantity,
    child.filledQuantity,
    child.averagePrice === null ? DASH : shortDecimal(child.averagePrice),
    bpsText(child.slippageBps, 2),
    String(child.polls),
    child.outcome === null || child.outcome === child.status
      ? child.status
      : `${child.status} (${child.outcome})`,
  ]);
  const more = children.length - shown.length;
  return [
    ...table(CHILD_COLUMNS, rows, INDENT),
    ...(more === 0 ? [] : [`${INDENT}... and ${more} more (--json has all)`]),
  ];
}
