/**
 * The functions a benchmark plays, out of any checkout, bundled as the product is: loaded file by file the measured code
 * would carry what the loader adds to every function, which no user runs.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Plugin, build } from 'esbuild';
import type { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import type { loadScenario } from '../../src/runs/scenario/load.js';
import type { openDatabase } from '../../src/store/database.js';
import type { ResultsStore } from '../../src/store/results-store.js';
import { ROOT } from './reference-checkout.js';

export interface Sources {
  readonly loadScenario: typeof loadScenario;
  readonly prepareScenario: typeof prepareScenario;
  readonly executeRun: typeof executeRun;
  readonly openDatabase: typeof openDatabase;
  readonly ResultsStore: typeof ResultsStore;
}

const EXPORTS = `
export { loadScenario } from './runs/scenario/load.ts';
export { prepareScenario, executeRun } from './runs/execute-run.ts';
export { openDatabase } from './store/database.ts';
export { ResultsStore } from './store/results-store.ts';
`;

/** Files are found from where a module's source lies, not from the bundle. */
const ownPlace: Plugin = {
  name: 'own-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const place = JSON.stringify(pathToFileURL(path).href);
      const contents = readFileSync(path, 'utf8').replaceAll('import.meta.url', place);
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
};

/** Of the checkout at `root`. */
export async function sourcesOf(root: string): Promise<Sources> {
  const folder = join(ROOT, 'node_modules', '.cache', 'squall-bench');
  mkdirSync(folder, { recursive: true });
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const outfile = join(folder, `${name}.${process.pid}.mjs`);
  await build({
    stdin: { contents: EXPORTS, resolveDir: join(root, 'src'), loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'error',
    plugins: [ownPlace],
  });
  const sources = (await import(pathToFileURL(outfile).href)) as Sources;
  rmSync(outfile);
  return sources;
}
