/**
 * Where a scenario's market files are: beside the scenario, or, for the recorded ones that come with the program, under
 * the data root of the machine. A file that is missing is named with the way to say where the data is.
 */
import { isFile } from './is-file.js';
import { dirname, resolve, sep } from 'node:path';
import type { Found, Path } from './problem.js';
import { listingsOf } from './listings.js';
import type { Scenario } from './schema.js';

const DATA_DIR_VARIABLE = 'SQUALL_DATA_DIR';

/** True for `scenarios/recorded/…`, whose files are relative to the data root. */
export function isRecorded(scenarioFile: string): boolean {
  const folders = dirname(resolve(scenarioFile)).split(sep);
  return folders.some((name, index) => name === 'scenarios' && folders[index + 1] === 'recorded');
}

/** For users: how a machine comes to recorded markets. */
export const HOW_TO_GET_DATA =
  'docs/data.md names the files and their public origin; "squall data fetch binance-vision SYMBOL DATE" gets archive files';

const noRoot = (marketPath: Path): Found => ({
  path: [...marketPath, 'replay', 'files'],
  what: `no recorded market data on this machine: ${DATA_DIR_VARIABLE} is not set`,
  fix: `set it to the folder that holds the recorded data; ${HOW_TO_GET_DATA}`,
});

export interface DataFiles {
  /** For each instrument its files, absolute, in recorded order; none for a generated market. */
  readonly files: readonly (readonly string[])[];
  readonly problems: readonly Found[];
}

export function dataFilesOf(
  scenario: Pick<Scenario, 'instrument' | 'market' | 'instruments'>,
  scenarioFile: string,
  dataDir: string | null,
): DataFiles {
  const recorded = isRecorded(scenarioFile);
  const listings = listingsOf(scenario);
  const names = listings.map(({ market }) => market.replay?.files ?? []);
  if (recorded && dataDir === null) {
    const found = listings.filter((_, index) => (names[index] ?? []).length > 0);
    const problems = found.map(({ marketPath }) => noRoot(marketPath));
    return { files: names.map(() => []), problems };
  }
  const root = recorded && dataDir !== null ? dataDir : dirname(resolve(scenarioFile));
  const files = names.map((named) => named.map((file) => resolve(root, file)));
  const fix = recorded
    ? `set ${DATA_DIR_VARIABLE} to the folder that holds the recorded data (it is ${root})`
    : 'give its path relative to the folder of this scenario';
  const problems = listings.flatMap(({ marketPath }, listing) =>
    (files[listing] ?? []).flatMap((file, index): readonly Found[] =>
      isFile(file)
        ? []
        : [
            {
              path: [...marketPath, 'replay', 'files', index],
              what: `there is no file ${file}`,
              fix,
            },
          ],
    ),
  );
  return { files, problems };
}
