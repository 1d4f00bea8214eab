/** Many runs told to people and as JSON: over seeds as statistics, over variants with a row for each. */
import type { PairedComparison } from '../report/many/paired.js';
import type { FigureSummary } from '../report/many/statistics.js';
import { figureLabel, figureText } from '../report/many/figure-words.js';
import { left, right, table, wrap } from '../report/text/layout.js';
import { type TonedLine, plain, toned } from '../report/text/toned.js';
import type { ManyPlan } from './many-plan.js';
import { placeOf, runsOf, variantAt } from './many-plan.js';
import type { ManyResults } from './many-results.js';
import {
  NOTHING_DRAWN,
  faultsWithoutEffect,
  type TableAsked,
  nothingChanged,
  pairedTable,
  seedChangesNothing,
  seedTable,
} from './seed-summary.js';
import { seedsText } from './seeds.js';
import { tallyText, tallyTone } from './tally.js';
import { titleOf } from './title.js';

/** What a row of a variant shows. */
export const VARIANT_FIGURES = [
  'filledShare',
  'shortfallBps',
  'filledCostBps',
  'detection.meanMs',
  'fillsMissed',
  'fillsLate',
];

export interface ManyRan {
  readonly plan: ManyPlan;
  readonly results: ManyResults;
  readonly figures: ReadonlyMap<string, FigureSummary>;
  readonly against: {
    readonly name: string;
    readonly comparisons: readonly PairedComparison[];
  } | null;
}

/** `full`: every figure. Ends with an empty line. */
export const manyLines = (ran: ManyRan, asked: Required<TableAsked>): readonly TonedLine[] =>
  ran.plan.variation.key === null ? seedsRanLines(ran, asked) : variantsLines(ran, asked);

function seedsRanLines(
  { plan, results, figures, against }: ManyRan,
  asked: Required<TableAsked>,
): readonly TonedLine[] {
  const { length } = results.done;
  const first = plan.seeds?.[0] ?? 0;
  const ran = results.done.map((at) => first + at).sort((a, b) => a - b);
  const told = `${length} runs, seeds ${seedsText(ran)}: ${tallyText(results.tally.counts())}`;
  return [
    ...plain(wrap(titleOf(plan.loaded.scenario), '', '  ', asked.width)),
    ...toned(tallyTone(results.tally.counts()), wrap(told, '', '  ', asked.width)),
    ...failedLines(results, asked.width),
    ...plain(['', ...seedTable(figures, asked)]),
    ...toned('warn', faultsWithoutEffect(figures)),
    ...plain(seedChangesNothing(length, figures) ? NOTHING_DRAWN : []),
    ...plain(against === null ? [] : pairedLines(against, asked)),
    ...plain(['']),
  ];
}

const pairedLines = (
  { name, comparisons }: NonNullable<ManyRan['against']>,
  asked: Required<TableAsked>,
): readonly string[] => [
  '',
  `against ${name}, on the same draws (its figure less that above):`,
  ...pairedTable(comparisons, asked),
  ...nothingChanged(name, comparisons),
];

function variantsLines(
  { plan, results, figures }: ManyRan,
  asked: Required<TableAsked>,
): readonly TonedLine[] {
  const { variation, seeds, loaded } = plan;
  const key = variation.key ?? '';
  const many = seeds !== null && seeds.length > 1;
  const each = many ? `, seeds ${seedsText(seeds)} for each; a row is their mean` : '';
  const head = [left(key), ...VARIANT_FIGURES.map((figure) => right(figureLabel(figure)))];
  const over = key === 'clock.start' ? ['', ...seedTable(figures, asked)] : [];
  const counts = results.tally.counts();
  return [
    ...plain([`${loaded.scenario.name}: ${results.done.length} runs over ${key}${each}`]),
    ...toned(tallyTone(counts), [tallyText(counts)]),
    ...failedLines(results, asked.width),
    ...plain(['', ...table(head, variantRows(plan, results)), ...over, '']),
  ];
}

const failedLines = (results: ManyResults, width: number): readonly TonedLine[] =>
  toned(
    'bad',
    results.failed.lines().flatMap((line) => wrap(line, '', '  ', width)),
  );

/** Of the variants that ran. */
function variantRows(plan: ManyPlan, results: ManyResults): readonly (readonly string[])[] {
  const done = new Set(results.done);
  return plan.variation.variants.flatMap(({ label }, variant) => {
    const own = (plan.seeds ?? [0]).map((seed) => placeOf(plan, variant, seed));
    const ran = own.filter((at) => done.has(at));
    if (ran.length === 0) return [];
    const texts = VARIANT_FIGURES.map((figure) =>
      figureText(figure, meanOf(ran.map((at) => results.figure(figure).get(at) ?? null))),
    );
    return [[label, ...texts]];
  });
}

/** Of those that were measured, added up in the order they are given. */
function meanOf(values: readonly (number | null)[]): number | null {
  const measured = values.filter((value) => value !== null);
  if (measured.length === 0) return null;
  return measured.reduce((sum, value) => sum + value, 0) / measured.length;
}

/** The `summary` of what is printed as JSON. */
export const manySummary = (all: readonly ManyRan[]) => ({
  runs: all.reduce((sum, { results }) => sum + results.done.length, 0),
  scenarios: all.map(summaryOf),
  variants: all.flatMap(variantsOf),
});

const summaryOf = ({ plan, results, figures, against }: ManyRan) => ({
  scenario: plan.loaded.scenario.name,
  asked: runsOf(plan),
  ...results.tally.counts(),
  figures: Object.fromEntries(figures),
  seedChangesNothing:
    plan.variation.key === null && seedChangesNothing(results.done.length, figures),
  failedExpectations: results.failed.lines(),
  against: against === null ? null : { name: against.name, comparisons: against.comparisons },
});

/** Which run is of which variant. */
function variantsOf({ plan, results }: ManyRan) {
  if (plan.variation.key === null) return [];
  const scenario = plan.loaded.scenario.name;
  return results.ids().map(([at, runId]) => ({ scenario, set: variantAt(plan, at)?.set, runId }));
}
