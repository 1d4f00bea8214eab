/** Many runs as distributions: by what was asked of them, one line of dots each on a common scale, and the runs as a table. */
import type { FigureSummary } from '../../report/many/statistics.js';
import type { RunListing } from '../run-listing.js';
import type { Compared } from './compared.js';
import { bps, count, percent, plural } from './format.js';
import { Layout } from './layout.js';
import { AskedFor, Verdicts } from './run-list.js';
import { Table } from './table.js';

/** Runs that were asked the same but for the seed. */
export interface Variant {
  readonly label: string;
  readonly runs: readonly RunListing[];
}

export interface Distribution {
  readonly figure: Compared;
  readonly lines: readonly {
    readonly label: string;
    readonly values: readonly number[];
    /** Null where none of its runs measured it. */
    readonly summary: FigureSummary | null;
  }[];
}

interface CompareManyProps {
  readonly variants: readonly Variant[];
  readonly distributions: readonly Distribution[];
}

export function CompareManyPage({ variants, distributions }: CompareManyProps) {
  const runs = variants.flatMap((variant) => variant.runs);
  return (
    <Layout title={`${count(runs.length)} runs compared`}>
      <header class="head">
        <p class="crumbs">
          <a href="/">Runs</a> / {plural(runs.length, 'run')}
        </p>
        <h1>{plural(runs.length, 'run')} compared</h1>
        <p class="muted">
          {plural(variants.length, 'setting')} under {plural(seedsOf(runs), 'seed')}. A dot is a
          run; the line goes from the 5th to the 95th percentile, the bar marks the mean.
        </p>
      </header>
      {distributions.filter(differs).map((distribution) => (
        <DistributionCard distribution={distribution} />
      ))}
      <Same distributions={distributions.filter((each) => !differs(each))} />
      <section class="card">
        <h2>The runs</h2>
        <Table
          caption="The runs"
          quiet
          tall
          columns={[
            { label: 'Run' },
            { label: 'Asked' },
            { label: 'Seed', numeric: true },
            { label: 'Verdict' },
            { label: 'Filled', numeric: true },
            { label: 'Cost of fills, bps', numeric: true },
          ]}
          rows={runs.map((run) => [
            <a href={`/runs/${run.runId}`}>
              {run.scenario} {run.runId}
            </a>,
            <AskedFor run={run} />,
            count(run.seed),
            <Verdicts run={run} />,
            percent(run.figures.filledShare),
            bps(run.figures.filledCostBps),
          ])}
          empty="No run fits."
        />
      </section>
    </Layout>
  );
}

const seedsOf = (runs: readonly RunListing[]): number => new Set(runs.map(({ seed }) => seed)).size;

/** In any run from another, as far as is shown. */
const differs = ({ figure, lines }: Distribution): boolean =>
  new Set(lines.flatMap(({ values }) => values.map(figure.text))).size > 1;

const Same = ({ distributions }: { readonly distributions: readonly Distribution[] }) =>
  distributions.length === 0 ? (
    <></>
  ) : (
    <section class="card">
      <h2>The same in all runs</h2>
      <ul class="notes">
        {distributions.map(({ figure, lines }) => (
          <li>
            {figure.label}: {figure.text(lines.flatMap(({ values }) => values)[0] ?? null)}{' '}
            {figure.unit}
          </li>
        ))}
      </ul>
    </section>
  );

function DistributionCard({
  distribution: { figure, lines },
}: {
  readonly distribution: Distribution;
}) {
  const values = lines.flatMap((line) => line.values);
  const scale = scaleOf(values);
  const name = figure.unit === '' ? figure.label : `${figure.label}, ${figure.unit}`;
  return (
    <section class="card">
      <h2>{name}</h2>
      <Table
        caption={name}
        quiet
        columns={[
          { label: 'Asked' },
          { label: 'Runs', numeric: true },
          { label: 'Mean', numeric: true },
          { label: '5 %', numeric: true },
          { label: '95 %', numeric: true },
          { label: `${figure.text(scale.low)} … ${figure.text(scale.high)}` },
        ]}
        rows={lines.map(({ label, values: own, summary }) => [
          label,
          count(own.length),
          figure.text(summary?.mean ?? null),
          figure.text(summary?.p5 ?? null),
          figure.text(summary?.p95 ?? null),
          <Strip values={own} summary={summary} scale={scale} />,
        ])}
        empty="No run measured it."
      />
    </section>
  );
}

interface Scale {
  readonly low: number;
  readonly high: number;
}

const scaleOf = (values: readonly number[]): Scale =>
  values.length === 0
    ? { low: 0, high: 0 }
    : { low: Math.min(...values), high: Math.max(...values) };

const WIDTH = 360;
const HEIGHT = 26;
const AIR = 8;

interface StripProps {
  readonly values: readonly number[];
  readonly summary: FigureSummary | null;
  readonly scale: Scale;
}

/** Decoration: the numbers stand beside it. */
function Strip({ values, summary, scale: { low, high } }: StripProps) {
  const x = (value: number): string =>
    (high === low ? WIDTH / 2 : AIR + ((value - low) / (high - low)) * (WIDTH - 2 * AIR)).toFixed(
      1,
    );
  const middle = HEIGHT / 2;
  return (
    <svg class="strip" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {summary !== null && (
        <line class="strip__range" x1={x(summary.p5)} x2={x(summary.p95)} y1={middle} y2={middle} />
      )}
      {values.map((value) => (
        <circle class="strip__run" cx={x(value)} cy={middle} r="4" />
      ))}
      {summary !== null && (
        <line
          class="strip__mean"
          x1={x(summary.mean)}
          x2={x(summary.mean)}
          y1="3"
          y2={HEIGHT - 3}
        />
      )}
    </svg>
  );
}
