/** One parent order in the terminal report: result, cost split, comparison, children. */
import { costRows } from './cost-rows.js';
import { lengthText } from '../../core/ground/length-text.js';
import { MICROS_PER_MS, type EpochMicros } from '../../core/ground/units.js';
import type { ChildReport, ParentReport } from '../schema/parent-report.js';
import { type Column, labeled, left, right, table } from './layout.js';
import { markoutWords } from './markout-words.js';
import {
  formatOffset,
  DASH,
  alignedDecimals,
  bpsText,
  percentText,
  shortDecimal,
} from './numbers.js';
import type { Page } from './page.js';

const INDENT = '    ';
const CHILDREN_SHOWN = 24;

export function parentText(
  parent: ParentReport,
  start: EpochMicros,
  { page, quoteAsset }: { readonly page: Page; readonly quoteAsset: string },
): readonly string[] {
  const line = (label: string, text: string): readonly string[] =>
    labeled(`${INDENT}${label}`, text, page.label, page.width);
  return [
    heading(parent, page),
    ...line('filled', filledText(parent)),
    ...line('slices', slicesText(parent)),
    ...(parent.stop === null ? [] : line('stopped', stopText(parent.stop, start))),
    '',
    ...costText(parent, quoteAsset),
    ...(isPart(parent) ? line('of which', apartText(parent)) : []),
    '',
    ...line('against', againstText(parent)),
    ...line('markouts', markoutWords(parent, bpsText)),
    ...line('volume', volumeText(parent)),
    ...(parent.children.length === 0 ? [] : ['', ...childrenText(parent.children, start)]),
  ];
}

/** What it was on the left, what became of it on the right. */
function heading(parent: ParentReport, { width }: Page): string {
  const { name, side, quantity, symbol, algo, type, strategy, status } = parent;
  const what = `${name.padEnd(4)}${side} ${quantity} ${symbol} by ${algo}, ${type}, strategy ${strategy}`;
  return what.padEnd(width - status.length - 1) + ` ${status}`;
}

function filledText(parent: ParentReport): string {
  const { filledQuantity, quantity, filledShare, averagePrice, elapsedMs, unfilledQuantity } =
    parent;
  const price = averagePrice === null ? '' : ` at ${shortDecimal(averagePrice)}`;
  const time =
    elapsedMs === null
      ? ', still working when the run ended'
      : ` in ${lengthText(elapsedMs * MICROS_PER_MS)}`;
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

function stopText(
  { code, atMicros, measured, limit }: NonNullable<ParentReport['stop']>,
  start: EpochMicros,
): string {
  const time = formatOffset(atMicros as EpochMicros, start);
  return `${code} at ${time}: measured ${measured}, limit ${limit}`;
}

function costText(parent: ParentReport, quoteAsset: string): readonly string[] {
  const { arrivalPrice, quantity } = parent;
  if (arrivalPrice === null) return [`${INDENT}cost          not measured: no price at arrival`];
  const columns: readonly Column[] = [
    left('cost'),
    right('bps'),
    right(quoteAsset),
    left(`of ${quantity} x ${shortDecimal(arrivalPrice)}, the mid at arrival; positive = cost`),
  ];
  const rows = costRows(parent);
  const money = alignedDecimals(rows.map(({ quote }) => quote));
  return table(
    columns,
    rows.map(({ part, bps, hint }, index) => [part, bpsText(bps), money[index] ?? DASH, hint]),
    INDENT,
  );
}

/** Of an order that did not fill whole: the sum above mixes what was paid with what was not bought. */
const isPart = ({ filledCostBps, unfilledQuantity }: ParentReport): boolean =>
  filledCostBps !== null && Number(unfilledQuantity) > 0;

const apartText = ({ filledCostBps, filledQuantity }: ParentReport): string =>
  `the ${filledQuantity} filled cost ${bpsText(filledCostBps)} bps of their own value at arrival, fees included; ` +
  'the rest is opportunity';

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
  left('order'),
  left('sent after'),
  right('quantity'),
  right('filled'),
  right('average'),
  right('slip bps'),
  right('polls'),
  left('status'),
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
