/**
 * A scenario file to a checked `Scenario`, or a `ScenarioError` with every problem found and its place. Reads the file
 * and looks whether its market files exist; reads no environment, and no market data.
 */
import { resolve } from 'node:path';
import type { Expectation } from '../../report/many/expectation.js';
import { applyDefaults } from './as-written.js';
import { crossChecks, expectationsOf } from './cross-checks.js';
import {
  type Found,
  PROBLEMS_SHOWN_MAX,
  type Path,
  type Place,
  type ScenarioProblem,
  ScenarioError,
  dotted,
} from './problem.js';
import { dataFilesOf } from './data-files.js';
import { type MeasuredLatencies, measuredLatencies } from './measured-latencies.js';
import { type ScenarioDocument, readDocument } from './document.js';
import { type Explained, explainIssue } from './explain-issue.js';
import { scenarioJsonSchema } from './scenario-json-schema.js';
import { applyGeneratedProfile } from './generated-profile.js';
import { type Override, applyOverride, parseOverride } from './override.js';
import { type Scenario, scenarioSchema } from './schema.js';
import { readWritten } from './read-written.js';
import { DEFAULT_WORK_LIMITS, type WorkLimits } from './work-limits.js';

export interface LoadOptions {
  /** `key=value`, put over the file's values before they are checked. */
  readonly set?: readonly string[];
  /** As `set`, for values the file leaves out: the configuration of the machine. */
  readonly defaults?: readonly string[];
  /** Data root of recorded scenarios; null where the machine names none. */
  readonly dataDir?: string | null;
  /** Beyond it a run is refused; null = however much it is. */
  readonly limits?: WorkLimits | null;
}

/** A scenario that was found to be sound, with what is needed to run and to repeat it. */
export interface LoadedScenario {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  readonly set: readonly string[];
  readonly defaults: readonly string[];
  readonly dataDir: string | null;
  readonly limits: WorkLimits | null;
  readonly scenario: Scenario;
  readonly expectations: readonly Expectation[];
  /** For each instrument the absolute paths of the market to replay; none for a generated one. */
  readonly marketFiles: readonly (readonly string[])[];
  /** What `venue.latency.recorded` holds; empty without it. */
  readonly latencies: MeasuredLatencies;
  /** A problem found later, with its place in the file. */
  readonly locate: (found: Found) => ScenarioProblem;
}

export function loadScenario(file: string, options: LoadOptions = {}): LoadedScenario {
  return parseScenario(file, readText(file), options);
}

/** As `loadScenario`, for text already at hand; `file` names it and says where relative paths start. */
export function parseScenario(
  file: string,
  text: string,
  options: LoadOptions = {},
): LoadedScenario {
  const { set = [], defaults = [], dataDir = null, limits = DEFAULT_WORK_LIMITS } = options;
  const document = readDocument(file, text);
  applyDefaults(document.value, defaults);
  const overrides = overridesOf(file, set, document.value);
  applyGeneratedProfile(document.value);
  const locate = locator(document, overrides);
  const parsed = scenarioSchema.safeParse(document.value);
  if (!parsed.success) {
    const { explained, found } = explainSome(parsed.error.issues, document.value);
    throw new ScenarioError(file, inOrder(explained.map(locate)), found);
  }
  const scenario = parsed.data;
  const { files, problems } = dataFilesOf(scenario, file, dataDir);
  const measured = measuredLatencies(scenario, file);
  const found = [...crossChecks(scenario), ...problems, ...measured.problems];
  if (found.length > 0) {
    const some = found.slice(0, EXPLAINED_MAX);
    throw new ScenarioError(file, inOrder(some.map(locate)), found.length);
  }
  return {
    file: resolve(file),
    text,
    set,
    defaults,
    dataDir,
    limits,
    scenario,
    expectations: expectationsOf(scenario).expectations,
    marketFiles: files,
    latencies: measured.latencies,
    locate,
  };
}

/** Problems put into words, from which the first ones of the file are shown. */
const EXPLAINED_MAX = 4 * PROBLEMS_SHOWN_MAX;

type Issues = readonly Parameters<typeof explainIssue>[0][];

/** The first of them in words, and how many there are. */
function explainSome(
  issues: Issues,
  root: unknown,
): { readonly explained: readonly Explained[]; readonly found: number } {
  const explained: Explained[] = [];
  let found = 0;
  for (const issue of issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.length : 1;
    found += keys;
    if (explained.length >= EXPLAINED_MAX) continue;
    const some =
      issue.code === 'unrecognized_keys'
        ? { ...issue, keys: issue.keys.slice(0, EXPLAINED_MAX) }
        : issue;
    const words = explainIssue(some, { root, schema: scenarioJsonSchema() });
    explained.push(...words);
    // One issue may be several problems.
    found += Math.max(0, words.length - keys);
  }
  return { explained, found };
}

/** The text of a file that a person wrote; `name`: what it is, for messages. Errors: `ScenarioError`. */
export function readText(file: string, name = 'scenario'): string {
  try {
    return readWritten(file);
  } catch (error) {
    throw new ScenarioError(file, [
      {
        place: { kind: 'file', file, line: 1, column: 1 },
        path: '',
        what: `the ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        why: null,
        fix: null,
      },
    ]);
  }
}

function overridesOf(file: string, set: readonly string[], root: unknown): readonly Override[] {
  const overrides: Override[] = [];
  const problems: ScenarioProblem[] = [];
  for (const typed of set) {
    const override = parseOverride(typed);
    const problem = 'flag' in override ? applyOverride(root, override) : override;
    if ('flag' in override) overrides.push(override);
    if (problem !== null) problems.push(problem);
  }
  if (problems.length > 0) throw new ScenarioError(file, problems);
  return overrides;
}

type Locatable = Found | Explained;

/** A value of the command line is at its flag, everything else in the file. */
function locator(document: ScenarioDocument, overrides: readonly Override[]) {
  return (found: Locatable): ScenarioProblem => {
    const { path, what } = found;
    const flag =
      overrides.findLast((override) => startsWith(path, override.path)) ??
      maker(document, overrides, path);
    return {
      place: flag === undefined ? placeIn(document, found) : { kind: 'flag', flag: flag.flag },
      path: dotted(path),
      what,
      why: found.why ?? null,
      fix: found.fix ?? null,
    };
  };
}

const startsWith = (path: Path, first: Path): boolean =>
  first.every((part, index) => path[index] === part);

/** The flag that made the part of the scenario `path` is about, where the file has no such part. */
function maker(
  document: ScenarioDocument,
  overrides: readonly Override[],
  path: Path,
): Override | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length);
    if (document.has(part)) return undefined;
    const made = overrides.findLast((override) => startsWith(override.path, part));
    if (made !== undefined) return made;
  }
  return undefined;
}

function placeIn(document: ScenarioDocument, found: Locatable): Place {
  const { path } = found;
  if ('atKey' in found && found.atKey) return document.placeOfKey(path);
  const place = document.placeOf(path);
  const column = 'column' in found ? (found.column ?? 0) : 0;
  if (column === 0 || place.kind === 'flag') return place;
  return { ...place, column: place.column + column + document.quoteWidthAt(path) };
}

/** From the top of the file to its end; flags first. */
const inOrder = (problems: readonly ScenarioProblem[]): readonly ScenarioProblem[] =>
  problems.toSorted((a, b) => orderOf(a.place) - orderOf(b.place));

const LINE_WIDTH = 1_000_000;
const orderOf = (place: Place): number =>
  place.kind === 'flag' ? 0 : place.line * LINE_WIDTH + place.column;
