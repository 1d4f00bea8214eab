/** What one order cost, rounded, and what it is held against: the part of the short report that has figures in it. */
import type { ParentReport } from '../schema/parent-report.js';
import { addingUp } from './adding-up.js';
import { costRows } from './cost-rows.js';
import { type Column, labeled, left, right, table } from './layout.js';
import { markoutWords } from './markout-words.js';
import { DASH, grouped, percentText, roundBps, roundMoney, shortDecimal } from './numbers.js';
import type { Page } from './page.js';

const INDENT = '  ';
/** Places that the report's figures have. */
const BPS_PRINTED = 4;

export function costLines(
  parent: ParentReport,
  quoteAsset: string,
  { label, width }: Page,
): readonly string[] {
  const { arrivalPrice, quantity } = parent;
  const against = labeled('Against', againstText(parent), label, width);
  const markouts = labeled('Markouts', markoutWords(parent, roundBps), label, width);
  if (arrivalPrice === null)
    return [
      ...labeled('Cost', 'not measured: no price at arrival', label, width),
      ...against,
      ...markouts,
    ];
  const rows = costRows(parent);
  const quotes = rows.map(({ quote }) => quote);
  const money = addingUp(quotes, roundMoney(quotes));
  const parts = addingUp(
    rows.map(({ bps }) => bps?.toFixed(BPS_PRINTED) ?? null),
    rows.map(({ bps }) => roundBps(bps)),
  );
  const columns: readonly Column[] = [
    left('Cost'),
    right('bps'),
    right(quoteAsset),
    left(
      `of ${grouped(quantity)} x ${grouped(shortDecimal(arrivalPrice))}, the mid at arrival; positive = cost`,
    ),
  ];
  const lines = table(
    columns,
    rows.map(({ part, hint }, index) => [
      `${INDENT}${part}`,
      parts[index] ?? DASH,
      money[index] ?? DASH,
      hint,
    ]),
  );
  return [...lines.map((line) => cut(line, width)), ...against, ...markouts];
}

/** The hints stand last: a narrow terminal has the figures. */
function cut(line: string, width: number): string {
  if (line.length <= width) return line;
  const room = line.slice(0, width - 1);
  return `${room.slice(0, room.lastIndexOf(' ')).trimEnd()} …`;
}

function againstText({ vsTwapBps, vsVwapBps, slippageBps, ...volume }: ParentReport): string {
  const { participationShare, makerShare } = volume;
  const bps = (value: number | null): string =>
    value === null ? 'not measured' : `${roundBps(value)} bps`;
  const share =
    participationShare === null
      ? ''
      : `; ${percentText(participationShare)} of what the market traded`;
  const made = makerShare === null ? '' : `, ${restingText(makerShare)}`;
  return `TWAP ${bps(vsTwapBps)}; VWAP ${bps(vsVwapBps)}; the mids when sent ${bps(slippageBps)}, all before fees${share}${made}`;
}

const restingText = (share: number): string =>
  share === 0 ? 'all taken' : `${percentText(share)} of it resting`;
