/**
 * Places for the two charts of a parent, with what they show in words: faults by name, and fills that were late or unknown.
 * The browser modules draw into them what the series of the API say; without them words, links and tables remain.
 */
import type { Child } from 'hono/jsx';
import type { ParentReport } from '../../report/schema/parent-report.js';
import type { FillMark, ParentSeries } from '../../report/schema/series.js';
import { explainUrl } from './explain-page.js';
import type { FaultBand } from './fault-bands.js';
import { count, decimalText, milliseconds, plural, since } from './format.js';

/** What the axes count in. */
export interface Units {
  readonly price: string;
  readonly quantity: string;
}

interface ChartsProps {
  readonly runId: string;
  readonly parent: ParentReport;
  readonly series: ParentSeries;
  readonly seriesUrl: string;
  readonly startMicros: number;
  readonly bands: readonly FaultBand[];
  readonly units: Units;
}

export function Charts(props: ChartsProps) {
  const { parent, series, seriesUrl, startMicros, bands, units } = props;
  const place = { parent: parent.name, url: seriesUrl, bands };
  return (
    <div class="charts">
      <Tools {...props} />
      <Chart
        kind="price"
        title={`Price and fills, ${units.price}`}
        unit={units.price}
        text={priceText(parent, series)}
        {...place}
      >
        <Key kind="band" text="bid to ask" />
        <Key kind="taker" text="fill that took" />
        <Key kind="maker" text="fill that rested" />
        <Key kind="delay" text="until the engine knew" />
        <Key kind="slice" text="slice due" />
        <BandKeys bands={bands} />
      </Chart>
      <Chart
        kind="inventory"
        title={`Filled against schedule, ${units.quantity}`}
        unit={units.quantity}
        text={inventoryText(parent, series, startMicros)}
        {...place}
      >
        <Key kind="actual" text="true" />
        <Key kind="believed" text="believed by the engine" />
        <Key kind="scheduled" text="scheduled" />
        <BandKeys bands={bands} />
      </Chart>
    </div>
  );
}

const BandKeys = ({ bands }: Pick<ChartsProps, 'bands'>) => (
  <>
    {bands.some(({ kind }) => kind !== 'halt') && <Key kind="fault" text="fault" />}
    {bands.some(({ kind }) => kind === 'halt') && <Key kind="halt" text="halt" />}
  </>
);

/** Hidden until the module that they need has come. */
function Tools({ runId, parent, series, startMicros, bands }: ChartsProps) {
  return (
    <>
      <div
        class="charts__tools"
        data-parent={parent.name}
        role="toolbar"
        aria-label={`Time shown in the charts of ${parent.name}`}
        hidden
      >
        <ToolButton act="in" label="Zoom in" />
        <ToolButton act="out" label="Zoom out" />
        <ToolButton act="left" label="Earlier" />
        <ToolButton act="right" label="Later" />
        <ToolButton act="reset" label="Reset" />
        <output aria-live="polite"></output>
        {bands.slice(0, NAMED_MAX).map(({ name, at, from, to, told }) => (
          <button type="button" class="band" data-from={from} data-to={to} title={told}>
            Show {name}, {at}
          </button>
        ))}
        <span class="muted charts__how">drag over a chart, or + − ← → and 0 here</span>
      </div>
      <Faults runId={runId} bands={bands} />
      <OddFills runId={runId} fills={series.fills} startMicros={startMicros} />
    </>
  );
}

const ToolButton = ({ act, label }: { readonly act: string; readonly label: string }) => (
  <button type="button" data-act={act}>
    {label}
  </button>
);

/** Of faults, and of fills. */
const NAMED_MAX = 20;

const Faults = ({ runId, bands }: Pick<ChartsProps, 'runId' | 'bands'>) =>
  bands.length === 0 ? (
    <></>
  ) : (
    <ul class="named" aria-label="Faults">
      {bands.slice(0, NAMED_MAX).map(({ name, from, told }) => (
        <li>
          <a href={`/runs/${runId}/events?at=${from}`}>{name}</a> {told}
        </li>
      ))}
      {bands.length > NAMED_MAX && (
        <li>
          <a href={`/runs/${runId}/events?where=fault`}>
            {plural(bands.length - NAMED_MAX, 'more fault')}
          </a>
        </li>
      )}
    </ul>
  );

interface OddFillsProps {
  readonly runId: string;
  readonly fills: readonly FillMark[];
  readonly startMicros: number;
}

/** Fills of which the engine did not know as it should have. */
function OddFills({ runId, fills, startMicros }: OddFillsProps) {
  const odd = fills.filter(
    ({ atMicros, knownAtMicros, late }) => late || atMicros === null || knownAtMicros === null,
  );
  if (odd.length === 0) return <></>;
  return (
    <ul class="named" aria-label="Late and unknown fills">
      {odd.slice(0, NAMED_MAX).map((fill) => (
        <li>
          <a href={explainUrl(runId, fill.name)}>{fill.name}</a> {oddWords(fill, startMicros)}
        </li>
      ))}
      {odd.length > NAMED_MAX && (
        <li>{plural(odd.length - NAMED_MAX, 'more fill')} in the table</li>
      )}
    </ul>
  );
}

function oddWords({ atMicros, knownAtMicros }: FillMark, start: number): string {
  if (atMicros === null) return 'booked, and never made by the venue';
  if (knownAtMicros === null) return `filled at ${since(atMicros, start)} and never known`;
  return `filled at ${since(atMicros, start)} and known ${milliseconds((knownAtMicros - atMicros) / 1_000)} later: too late`;
}

interface ChartProps {
  readonly kind: 'price' | 'inventory';
  readonly title: string;
  readonly unit: string;
  readonly text: string;
  readonly parent: string;
  readonly url: string;
  readonly bands: readonly FaultBand[];
  readonly children?: Child;
}

function Chart({ kind, title, unit, text, parent, url, bands, children }: ChartProps) {
  const drawn = bands.map(({ name, kind: fault, from, to }) => ({ name, kind: fault, from, to }));
  return (
    <figure
      class="chart"
      data-chart={kind}
      data-parent={parent}
      data-series={url}
      data-unit={unit}
      data-bands={JSON.stringify(drawn)}
    >
      <figcaption>
        <strong>{title}</strong>
        <ul class="keys">{children}</ul>
      </figcaption>
      <div class="chart__plot" role="img" aria-label={text}>
        <p class="muted chart__waiting">
          The chart needs JavaScript; the tables below say the same.
        </p>
      </div>
      <p class="muted chart__readout"></p>
      <p class="muted chart__text">{text}</p>
    </figure>
  );
}

function priceText({ symbol, side }: ParentReport, { fills }: ParentSeries): string {
  if (fills.length === 0) return `Best bid and ask of ${symbol}; nothing was filled.`;
  let [low, high] = [Infinity, -Infinity];
  for (const { price } of fills) {
    low = Math.min(low, price);
    high = Math.max(high, price);
  }
  const [from, to] = [decimalText(String(low)), decimalText(String(high))];
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

type KeyKind = keyof typeof MARKS;

const Key = ({ kind, text }: { readonly kind: KeyKind; readonly text: string }) => (
  <li>
    <svg class={`key key--${kind}`} viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">
      {MARKS[kind]}
    </svg>
    {text}
  </li>
);

const line = <line x1="1" y1="6" x2="23" y2="6" />;
const box = <rect x="1" y="1" width="22" height="10" />;
const MARKS = {
  band: <rect x="1" y="2" width="22" height="8" />,
  taker: <circle cx="12" cy="6" r="4" />,
  maker: <circle cx="12" cy="6" r="4" />,
  delay: line,
  slice: <line x1="12" y1="0" x2="12" y2="12" />,
  actual: line,
  believed: line,
  scheduled: line,
  fault: box,
  halt: box,
} as const;

/** For a run without series. */
export const NoCharts = ({ fills }: { readonly fills: number }) => (
  <p class="muted">The run recorded no series to draw ({count(fills)} fills are in the API).</p>
);
