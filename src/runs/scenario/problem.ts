/**
 * What is wrong with a scenario: every problem with its place, what was found, why that is wrong and what to write
 * instead. The one error this layer throws for bad input; the program is never at fault when it is thrown.
 */

/** A key or an index, from the top of the scenario. */
export type Path = readonly (string | number)[];

export type Place =
  | { readonly kind: 'file'; readonly file: string; readonly line: number; readonly column: number }
  /** A flag of the command line, as it was typed. */
  | { readonly kind: 'flag'; readonly flag: string };

/** A problem before it has a place. `column`: offset inside the scalar at `path`. */
export interface Found {
  readonly path: Path;
  readonly what: string;
  readonly why?: string;
  readonly fix?: string;
  readonly column?: number;
}

export interface ScenarioProblem {
  readonly place: Place;
  /** Dotted, '' = the scenario as a whole. */
  readonly path: string;
  readonly what: string;
  /** Null where that is plain. */
  readonly why: string | null;
  readonly fix: string | null;
}

/** Nobody reads on after so many. */
export const PROBLEMS_SHOWN_MAX = 50;

export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly file: string;
  /** The first of them. */
  readonly problems: readonly ScenarioProblem[];
  /** How many there are. */
  readonly found: number;

  constructor(file: string, problems: readonly ScenarioProblem[], found = problems.length) {
    const shown = problems.slice(0, PROBLEMS_SHOWN_MAX);
    const more = found - shown.length;
    const rest = more > 0 ? [`… and ${more} more problem${more === 1 ? '' : 's'}`] : [];
    super([...shown.map(formatProblem), ...rest].join('\n'));
    this.file = file;
    this.problems = shown;
    this.found = found;
  }
}

export const dotted = (path: Path): string => path.join('.');

const placeText = (place: Place): string =>
  place.kind === 'flag' ? place.flag : `${place.file}:${place.line}:${place.column}`;

/** `file:line:column: path: what (why)` and the fix on a line of its own. */
export function formatProblem({ place, path, what, why, fix }: ScenarioProblem): string {
  const subject = path === '' ? '' : ` ${path}:`;
  const reason = why === null ? '' : ` (${why})`;
  const advice = fix === null ? '' : `\n  fix: ${fix}`;
  return `${placeText(place)}:${subject} ${what}${reason}${advice}`;
}
