/** One parent order: what it cost and against what, its charts, its orders and its fills. */
import type { ParentReport } from '../../report/schema/parent-report.js';
import { Charts, NoCharts, type Units } from './charts.js';
import type { FaultBand } from './fault-bands.js';
import { CostTable } from './cost-table.js';
import {
  bps,
  count,
  decimalColumn,
  decimalText,
  milliseconds,
  percent,
  plural,
  words,
} from './format.js';
import { explainUrl } from './explain-page.js';
import { ChildrenTable, FillsTable } from './order-tables.js';
import { Badge } from './table.js';
import type { RunSeries } from '../../report/schema/series.js';

interface ParentProps {
  readonly runId: string;
  readonly parent: ParentReport;
  readonly series: RunSeries | null;
  readonly seriesUrl: string;
  readonly startMicros: number;
  readonly bands: readonly FaultBand[];
  readonly units: Units;
}

export function ParentSection(props: ParentProps) {
  const { runId, parent, series, startMicros } = props;
  const own = series?.parents.find(({ parentId }) => parentId === parent.parentId);
  const fills = own?.fills ?? [];
  return (
    <section class="card" aria-labelledby={`order-${parent.name}`}>
      <header class="card__head">
        <h2 id={`order-${parent.name}`}>
          <span class={`side side--${parent.side}`}>{parent.side}</span>{' '}
          {decimalText(parent.quantity, 8)} {parent.symbol}
        </h2>
        <p class="muted">
          <a href={explainUrl(runId, parent.name)}>{parent.name}</a> · {planWords(parent)} ·
          strategy {parent.strategy}
        </p>
        <Badge level={STATUS_LEVELS.get(parent.status) ?? 'plain'}>{words(parent.status)}</Badge>
      </header>
      {parent.stop !== null && (
        <p class="notice">
          Stopped early: {words(parent.stop.code)}, {parent.stop.measured} against a limit of{' '}
          {parent.stop.limit}.
        </p>
      )}
      <div class="columns">
        <CostTable parent={parent} />
        <Against parent={parent} />
      </div>
      {own === undefined ? <NoCharts fills={fills.length} /> : <Charts {...props} series={own} />}
      <h3>Orders</h3>
      <ChildrenTable runId={runId} parent={parent} startMicros={startMicros} />
      <h3>Fills</h3>
      <FillsTable runId={runId} parent={parent} fills={fills} startMicros={startMicros} />
    </section>
  );
}

const STATUS_LEVELS: ReadonlyMap<string, string> = new Map([
  ['filled', 'good'],
  ['completed_partial', 'warn'],
  ['stopped_early', 'warn'],
  ['failed', 'bad'],
]);

function planWords({ algo, type, slices }: ParentReport): string {
  const name = algo === 'twap' ? 'TWAP' : algo;
  return slices.planned > 1
    ? `${name}, ${plural(slices.planned, `${type} slice`)}`
    : `${name}, ${type}`;
}

/** What the average price is held against, and how the fills came about. */
function Against({ parent }: { readonly parent: ParentReport }) {
  const { averagePrice, arrivalPrice, twap, vwap } = parent;
  const [average, arrival, byTime, byVolume] = decimalColumn([
    averagePrice,
    arrivalPrice,
    twap,
    vwap,
  ]);
  return (
    <table class="facts">
      <caption>Prices and execution</caption>
      <tbody>
        <Fact name="Average price" value={average} />
        <Fact name="Arrival mid" value={arrival} />
        <Fact name="TWAP of the interval" value={byTime} note={versus(parent.vsTwapBps)} />
        <Fact name="VWAP of the interval" value={byVolume} note={versus(parent.vsVwapBps)} />
        <Fact name="Filled" value={percent(parent.filledShare)} note={sliceWords(parent)} />
        <Fact
          name="Maker share"
          value={percent(parent.makerShare)}
          note={`participation ${percent(parent.participationShare)}`}
        />
        <Fact
          name="Fees"
          value={decimalText(parent.feesQuote)}
          note={parent.feesEstimated ? 'partly estimated' : ''}
        />
        <Fact
          name="Markout after 1 s"
          value={bps(parent.markoutBps['1s'])}
          note={`bps; ${markoutWords(parent)}`}
        />
        <Fact name="Took" value={milliseconds(parent.elapsedMs)} />
      </tbody>
    </table>
  );
}

/** The other delays. */
const markoutWords = ({ markoutBps }: ParentReport): string =>
  (['100ms', '5s', '30s', '5m'] as const)
    .map((delay) => `${delay} ${bps(markoutBps[delay])}`)
    .join(', ');

const versus = (value: number | null): string =>
  value === null ? '' : `${value > 0 ? '+' : ''}${bps(value)} bps`;

/** Only the ends that slices came to. */
function sliceWords({ slices }: ParentReport): string {
  const ends = ['partial', 'blocked', 'skipped', 'canceled', 'failed', 'open'] as const;
  const odd = ends.filter((end) => slices[end] > 0).map((end) => `${count(slices[end])} ${end}`);
  return [`${count(slices.filled)} of ${plural(slices.planned, 'slice')}`, ...odd].join(', ');
}

interface FactProps {
  readonly name: string;
  readonly value: string | undefined;
  readonly note?: string;
}

const Fact = ({ name, value, note = '' }: FactProps) => (
  <tr>
    <th scope="row">{name}</th>
    <td class="number">{value}</td>
    <td class="muted">{note}</td>
  </tr>
);
