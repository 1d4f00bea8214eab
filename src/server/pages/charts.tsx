/**
 * Places for the two charts of a parent, with what they show in words. The browser module draws into them what the series
 * of the API say; without it the words and the tables remain.
 */
import type { Child } from 'hono/jsx';
import type { ParentReport } from '../../report/schema/parent-report.js';
import { count, decimalText, plural, since } from './format.js';
import type { ParentSeries } from '../../report/schema/series.js';

interface ChartsProps {
  readonly parent: ParentReport;
  readonly series: ParentSeries;
  readonly seriesUrl: string;
  readonly startMicros: number;
}

export function Charts({ parent, series, seriesUrl, startMicros }: ChartsProps) {
  const place = { parent: parent.name, url: seriesUrl };
  return (
    <div class="charts">
      <Chart kind="price" title="Price and fills" text={priceText(parent, series)} {...place}>
        <Key kind="band" text="bid to ask" />
        <Key kind="taker" text="fill that took" />
        <Key kind="maker" text="fill that rested" />
        <Key kind="delay" text="until the engine knew" />
        <Key kind="slice" text="slice due" />
      </Chart>
      <Chart
        kind="inventory"
        title="Filled against schedule"
        text={inventoryText(parent, series, startMicros)}
        {...place}
      >
        <Key kind="actual" text="true" />
        <Key kind="believed" text="believed by the engine" />
        <Key kind="scheduled" text="scheduled" />
      </Chart>
    </div>
  );
}

interface ChartProps {
  readonly kind: 'price' | 'inventory';
  readonly title: string;
  readonly text: string;
  readonly parent: string;
  readonly url: string;
  readonly children?: Child;
}

const Chart = ({ kind, title, text, parent, url, children }: ChartProps) => (
  <figure class="chart" data-chart={kind} data-parent={parent} data-series={url}>
    <figcaption>
      <strong>{title}</strong>
      <ul class="keys">{children}</ul>
    </figcaption>
    <div class="chart__plot" role="img" aria-label={text}>
      <p class="muted chart__waiting">The chart needs JavaScript; the tables below say the same.</p>
    </div>
    <p class="muted chart__text">{text}</p>
  </figure>
);

function priceText({ symbol, side }: ParentReport, { fills }: ParentSeries): string {
  if (fills.length === 0) return `Best bid and ask of ${symbol}; nothing was filled.`;
  const prices = fills.map(({ price }) => price);
  const from = decimalText(String(Math.min(...prices)));
  const to = decimalText(String(Math.max(...prices)));
  const range = from === to ? `at ${from}` : `between ${from} and ${to}`;
  const verb = side === 'buy' ? 'bought' : 'sold';
  return `Best bid and ask of ${symbol}, and ${plural(fills.length, 'fill')}: ${verb} ${range}.`;
}

function inventoryText(
  { quantity, symbol }: ParentReport,
  { actual, believed }: ParentSeries,
  start: number,
): string {
  const last = (column: readonly number[]): string => decimalText(String(column.at(-1) ?? 0), 8);
  const end = since(believed.atMicros.at(-1) ?? null, start);
  return `Of ${decimalText(quantity, 8)} ${symbol}, ${last(actual.quantity)} were filled and the engine believed ${last(believed.quantity)}${believed.atMicros.length === 0 ? '' : ` at ${end}`}.`;
}

type KeyKind = 'band' | 'taker' | 'maker' | 'delay' | 'slice' | 'actual' | 'believed' | 'scheduled';

const Key = ({ kind, text }: { readonly kind: KeyKind; readonly text: string }) => (
  <li>
    <svg class={`key key--${kind}`} viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">
      {MARKS[kind]}
    </svg>
    {text}
  </li>
);

const line = <line x1="1" y1="6" x2="23" y2="6" />;
const MARKS = {
  band: <rect x="1" y="2" width="22" height="8" />,
  taker: <circle cx="12" cy="6" r="4" />,
  maker: <circle cx="12" cy="6" r="4" />,
  delay: line,
  slice: <line x1="12" y1="0" x2="12" y2="12" />,
  actual: line,
  believed: line,
  scheduled: line,
} as const;

/** For a run without series. */
export const NoCharts = ({ fills }: { readonly fills: number }) => (
  <p class="muted">The run recorded no series to draw ({count(fills)} fills are in the API).</p>
);
