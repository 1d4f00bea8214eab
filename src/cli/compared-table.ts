/** Two reports side by side on the terminal. */
import type { ComparedFigure } from '../report/many/compare.js';
import { figureLabel, figureText } from '../report/many/figure-words.js';
import { TEXT_WIDTH, left, right, table } from '../report/text/layout.js';
import { type TableAsked, namedTogether } from './seed-summary.js';

/** Without `full` those that are 0, or not measured, in both are named in a line each. */
export function comparedTable(
  compared: readonly ComparedFigure[],
  labels: readonly [first: string, second: string],
  { full = false, width = TEXT_WIDTH }: TableAsked = {},
): readonly string[] {
  const bothAre = (what: number | null) => (each: ComparedFigure) =>
    !full && each.a === what && each.b === what;
  const [zero, unmeasured] = [bothAre(0), bothAre(null)];
  const rows = compared
    .filter((each) => !zero(each) && !unmeasured(each))
    .map(({ name, a, b, difference }) => [
      figureLabel(name),
      ...[a, b, difference].map((value) => figureText(name, value)),
    ]);
  const namesOf = (each: readonly ComparedFigure[]) => each.map(({ name }) => name);
  const head = [left('figure'), ...labels.map(right), right('difference')];
  return [
    ...table(head, rows),
    ...namedTogether('0 in both:', namesOf(compared.filter(zero)), width),
    ...namedTogether('not measured in either:', namesOf(compared.filter(unmeasured)), width),
  ];
}
