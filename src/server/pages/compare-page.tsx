/** Two runs side by side: what was asked differently, how each came out, what each cost, and by how much they differ. */
import { type ComparedFigure, compareFigure } from '../../report/many/compare.js';
import { differenceText } from '../../report/many/difference.js';
import type { Report } from '../../report/schema/report.js';
import { headlines } from '../../report/text/verdict-words.js';
import type { AskedRow } from '../asked-rows.js';
import type { RunListing } from '../run-listing.js';
import { COMPARED, type Compared } from './compared.js';
import { type Diverged, DivergenceSection } from './divergence-section.js';
import { Layout } from './layout.js';
import { Verdicts } from './run-list.js';
import { Table } from './table.js';

export interface ComparedRun {
  readonly listing: RunListing;
  readonly report: Report;
}

interface ComparePageProps {
  readonly first: ComparedRun;
  readonly second: ComparedRun;
  readonly asked: readonly AskedRow[];
  readonly diverged: Diverged;
}

export const ComparePage = ({ first, second, asked, diverged }: ComparePageProps) => (
  <Layout title={`${first.report.scenario} against ${second.report.scenario}`}>
    <header class="head">
      <p class="crumbs">
        <a href="/">Runs</a> / Two runs
      </p>
      <h1>Two runs side by side</h1>
      <p class="lead">{sentenceOf(first, second)}</p>
      {first.listing.journalHash === second.listing.journalHash && (
        <p>Both have the same journal: they are the same run.</p>
      )}
    </header>
    <section class="card">
      <h2>What was asked differently</h2>
      <Table
        caption="What was asked differently"
        quiet
        columns={[{ label: 'What' }, ...runColumns(first, second)]}
        rows={asked.map(({ what, a, b }) => [what, a, b])}
        empty="Nothing: the same scenario, seed, orders and settings."
      />
    </section>
    <section class="card">
      <h2>What came of it</h2>
      <Table
        caption="What came of it"
        quiet
        columns={[{ label: 'What' }, ...runColumns(first, second)]}
        rows={[
          ['Verdict', <Verdicts run={first.listing} />, <Verdicts run={second.listing} />],
          ['In words', headlines(first.report).join(', '), headlines(second.report).join(', ')],
          ['Missing', missingWords(first), missingWords(second)],
          ['Engine', wrongWords(first), wrongWords(second)],
          ['Not met', failedWords(first), failedWords(second)],
        ]}
        empty=""
      />
    </section>
    <Figures first={first} second={second} />
    <DivergenceSection diverged={diverged} />
  </Layout>
);

const label = ({ listing: { scenario, seed } }: ComparedRun, letter: string): string =>
  `${letter}: ${scenario}, seed ${seed}`;

const runColumns = (first: ComparedRun, second: ComparedRun, numeric = false) => [
  { label: label(first, 'A'), href: `/runs/${first.listing.runId}`, numeric },
  { label: label(second, 'B'), href: `/runs/${second.listing.runId}`, numeric },
];

const sentenceOf = (first: ComparedRun, second: ComparedRun): string =>
  `Against A, ${differenceText('B', first.report, second.report)}.`;

const NONE = '–';

const missingWords = ({ report }: ComparedRun): string => report.verdict.trade.why ?? NONE;
const wrongWords = ({ report }: ComparedRun): string => joined(report.verdict.engine.wrong);
const failedWords = ({ report }: ComparedRun): string =>
  joined(
    report.expectations
      .filter(({ ok }) => !ok)
      .map(({ text, actual }) => `${text} (${actual ?? 'not measured'})`),
  );

const joined = (sentences: readonly string[]): string =>
  sentences.length === 0 ? NONE : sentences.join('; ');

function Figures({ first, second }: { readonly first: ComparedRun; readonly second: ComparedRun }) {
  const rows = COMPARED.map((figure) => ({
    figure,
    compared: compareFigure(figure.name, first.report, second.report),
  })).filter(({ compared: { a, b } }) => a !== null || b !== null);
  return (
    <section class="card">
      <h2>Figures</h2>
      <Table
        caption="Figures"
        quiet
        columns={[
          { label: 'Figure' },
          ...runColumns(first, second, true),
          { label: 'B less A', numeric: true },
          { label: 'Unit' },
        ]}
        rows={rows.map(({ figure, compared: { a, b, difference } }) => [
          figure.label,
          figure.text(a),
          figure.text(b),
          differenceOf(figure, { a, b, difference }),
          figure.unit,
        ])}
        levels={rows.map(({ figure, compared }) => (isSame(figure, compared) ? null : 'note'))}
        empty="Neither run measured any."
      />
    </section>
  );
}

type Values = Pick<ComparedFigure, 'a' | 'b' | 'difference'>;

/** As far as is shown. */
const isSame = ({ text }: Compared, { a, b }: Values): boolean => text(a) === text(b);

function differenceOf(figure: Compared, values: Values): string {
  const { difference } = values;
  if (difference === null) return NONE;
  if (isSame(figure, values)) return '=';
  return `${difference > 0 ? '+' : ''}${figure.text(difference)}`;
}
