/** The addresses of comparisons: what is ticked on the list (`?run=…&run=…`), or all of a campaign. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from '@hono/zod-openapi';
import { diverge } from '../../report/divergence/diverge.js';
import { observe } from '../../report/divergence/observe.js';
import { metricOf } from '../../report/many/metric.js';
import { summaryOf } from '../../report/many/statistics.js';
import { StoredDocumentError } from '../../report/schema/read-report.js';
import type { Report } from '../../report/schema/report.js';
import type { RunSummary } from '../../store/stored-run.js';
import { runFilterQuery, runName } from '../api/parameters.js';
import { askedRows } from '../asked-rows.js';
import type { Readers } from '../dependencies.js';
import { ProblemError } from '../problem.js';
import type { RunReader } from '../run-reader.js';
import type { RunListing } from '../run-listing.js';
import { checked, given } from './asked-page.js';
import { CompareManyPage, type Distribution, type Variant } from './compare-many-page.js';
import { ComparePage, type ComparedRun } from './compare-page.js';
import type { Diverged } from './divergence-section.js';
import { type Compared, DRAWN } from './compared.js';

/** A report each is read for them. */
const COMPARED_MAX = 500;

const compareQuery = runFilterQuery
  .pick({ campaign: true })
  .extend({ run: z.array(runName).max(COMPARED_MAX) });

export function addCompareRoutes(app: OpenAPIHono, { reader, catalog }: Readers): void {
  app.get('/compare', async (context) => {
    const { run: names, campaign } = checked(compareQuery, {
      ...given(context.req.query()),
      run: context.req.queries('run') ?? [],
    });
    const listings =
      campaign === undefined
        ? names.map((name) => catalog.listing(reader.resolve(name)))
        : catalog.all({ campaign }).slice(0, COMPARED_MAX);
    const [first, second, ...more] = uniqueRuns(listings);
    if (first === undefined || second === undefined)
      throw new ProblemError('invalid-request', 'Tick two runs or more to compare them.');
    if (more.length > 0) {
      const runs = [first, second, ...more].filter(({ verdict }) => verdict !== null);
      const variants = variantsOf(runs);
      const distributions = await distributionsOf(reader, variants);
      return context.html(<CompareManyPage variants={variants} distributions={distributions} />);
    }
    const [a, b] = [comparedRun(reader, first), comparedRun(reader, second)];
    const asked = askedRows(
      { report: a.report, plan: reader.plan(first) },
      { report: b.report, plan: reader.plan(second) },
    );
    return context.html(
      <ComparePage
        first={a}
        second={b}
        asked={asked}
        diverged={divergedRuns(reader, first, second)}
      />,
    );
  });
}

const uniqueRuns = (runs: readonly RunListing[]): readonly RunListing[] => [
  ...new Map(runs.map((run) => [run.runId, run])).values(),
];

const comparedRun = (reader: RunReader, listing: RunListing): ComparedRun => ({
  listing,
  report: reader.report(listing),
});

/** Two journals: the reader keeps the one that it told last. */
function divergedRuns(reader: RunReader, first: RunSummary, second: RunSummary): Diverged {
  try {
    return reader.told(first, (a) =>
      reader.told(second, (b) => ({
        divergence: diverge(observe(a.blocks, a.instruments), observe(b.blocks, b.instruments)),
      })),
    );
  } catch (error) {
    if (error instanceof ProblemError || error instanceof StoredDocumentError)
      return { why: error.message };
    throw error;
  }
}

/** By what was asked but for the seed; the oldest first, as a sweep goes. */
function variantsOf(runs: readonly RunListing[]): readonly Variant[] {
  const variants = new Map<string, RunListing[]>();
  for (const run of runs.toSorted((a, b) => a.startedAtMicros - b.startedAtMicros)) {
    const label = [run.scenario, ...run.overrides].join(' · ');
    const own = variants.get(label);
    if (own === undefined) variants.set(label, [run]);
    else own.push(run);
  }
  return [...variants].map(([label, own]) => ({ label, runs: own }));
}

async function distributionsOf(
  reader: RunReader,
  variants: readonly Variant[],
): Promise<readonly Distribution[]> {
  // One report in memory at a time: of each only the figures stay.
  const figures = variants.map(({ label, runs }) => ({
    label,
    runs: runs.map((run) => figuresOf(reader.report(run))),
  }));
  return Promise.all(DRAWN.map((figure) => distributionOf(figure, figures)));
}

type Figures = ReadonlyMap<string, number | null>;

const figuresOf = (report: Report): Figures =>
  new Map(DRAWN.map(({ name }) => [name, metricOf(report, name)]));

async function distributionOf(
  figure: Compared,
  variants: readonly { readonly label: string; readonly runs: readonly Figures[] }[],
): Promise<Distribution> {
  const lines = variants.map(async ({ label, runs }) => {
    const values = runs.flatMap((figures) => figures.get(figure.name) ?? []);
    return { label, values, summary: values.length === 0 ? null : await summaryOf(values) };
  });
  return { figure, lines: await Promise.all(lines) };
}
