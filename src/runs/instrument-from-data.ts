/**
 * The instrument of a recorded market whose scenario does not name it whole: symbol and grid as the files show them. They
 * become defaults of the load, which are stored with the run, so that it repeats without another look.
 */
import type { Tape } from '../sim/tape/tape.js';
import { asWritten } from './scenario/as-written.js';
import { dataFilesOf } from './scenario/data-files.js';
import { valueAt } from './scenario/explain-issue.js';
import { type LoadOptions, type LoadedScenario, parseScenario } from './scenario/load.js';
import { ScenarioError } from './scenario/problem.js';

const KEYS = ['symbol', 'tickSize', 'lotSize'] as const;

/** What formats that carry no symbol call theirs. */
const UNNAMED = 'unknown';

/** As `parseScenario`. Errors: `ScenarioError`, also about market files that cannot be read. */
export async function completeScenario(
  file: string,
  text: string,
  options: LoadOptions = {},
): Promise<LoadedScenario> {
  const found = await instrumentFromData(file, text, options);
  const defaults = [...(options.defaults ?? []), ...found];
  return parseScenario(file, text, { ...options, defaults });
}

/** `key=value` of what the scenario leaves out and its files show; nothing where there is nothing to look at. */
async function instrumentFromData(
  file: string,
  text: string,
  { set = [], dataDir = null }: LoadOptions,
): Promise<readonly string[]> {
  const root = asWritten({ file, text, set });
  const missing = KEYS.filter((key) => valueAt(root, ['instrument', key]) === undefined);
  const names = valueAt(root, ['market', 'replay', 'files']);
  if (missing.length === 0 || valueAt(root, ['instruments']) !== undefined) return [];
  if (!isTexts(names)) return [];
  const { files, problems } = dataFilesOf(withFiles(names), file, dataDir);
  // What is wrong with the files is said where every scenario's are looked at.
  if (problems.length > 0) return [];
  const tape = await shownBy(file, files.flat());
  if (tape === null) return [];
  const values = { symbol: tape.symbol, tickSize: tape.tickSize, lotSize: tape.lotSize };
  if (missing.includes('symbol') && tape.symbol === UNNAMED) throw unnamed(file, tape);
  return missing.map((key) => `instrument.${key}=${JSON.stringify(values[key])}`);
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** As much of a scenario as finding its files takes. */
const withFiles = (files: readonly string[]): Parameters<typeof dataFilesOf>[0] => ({
  instrument: {
    symbol: UNNAMED,
    tickSize: '1',
    lotSize: '1',
    minNotional: '0',
    calendar: 'always-open',
    adv: null,
  },
  market: { replay: { files: [...files] } },
});

/** Null where there are none. Errors: `ScenarioError` where they cannot be read without being told what they are. */
async function shownBy(file: string, files: readonly string[]): Promise<Tape | null> {
  if (files.length === 0) return null;
  // Loaded on demand: most scenarios name their instrument.
  const [{ loadTape }, { DataError }] = await Promise.all([
    import('../data/open.js'),
    import('../data/data-error.js'),
  ]);
  try {
    return await loadTape(files);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new ScenarioError(file, [
      {
        place: { kind: 'file', file, line: 1, column: 1 },
        path: 'instrument',
        what: `is left out, and the market files do not show it: ${error.message}`,
        why: null,
        fix: 'write instrument: { symbol, tickSize, lotSize }',
      },
    ]);
  }
}

const unnamed = (file: string, { tickSize, lotSize }: Tape): ScenarioError =>
  new ScenarioError(file, [
    {
      place: { kind: 'file', file, line: 1, column: 1 },
      path: 'instrument.symbol',
      what: 'is left out, and files of this format carry no symbol',
      why: null,
      fix: `write instrument: { symbol: BTCUSDT, tickSize: "${tickSize}", lotSize: "${lotSize}" }, with the symbol it is`,
    },
  ]);
