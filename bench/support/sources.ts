/**
 * The functions a benchmark plays, out of any checkout, bundled as the product is: loaded file by file the measured code
 * would carry what the loader adds to every function, which no user runs.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** Functions by the file below `src` they are in. */
const EXPORTS: Record<string, string> = {
  'runs/scenario/load.ts': 'loadScenario',
  'runs/execute-run.ts': 'prepareScenario, executeRun',
  'store/database.ts': 'openDatabase',
  'store/results-store.ts': 'ResultsStore',
};

const exportsOf = (root: string): string =>
  Object.entries(EXPORTS)
    .map(([file, names]) => `export { ${names} } from ${JSON.stringify(join(root, 'src', file))};`)
    .join('\n');

/** Files are found from where a module's source lies, not from the bundle. */
const ownPlace: Plugin = {
  name: 'own-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)));
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' };
    });
  },
};

/** The functions of the checkout at `root`, in this process. */
export async function sourcesOf(root: string): Promise<Sources> {
  const file = await bundled('sources', root, exportsOf(root));
  const sources = (await import(pathToFileURL(file).href)) as Sources;
  rmSync(file);
  return sources;
}

/**
 * The file of a program that plays a workload on the checkout at `root`, for plain Node: a loader of TypeScript in the
 * measured process would be half of the heap that its garbage collector has to look at. The process names the workload.
 */
export async function workloadProgram(root: string): Promise<string> {
  const sources = await bundled('sources', root, exportsOf(root));
  const program = await bundled(
    'program',
    root,
    `import * as sources from ${JSON.stringify(sources)};
     import { playWorkload } from ${JSON.stringify(join(ROOT, 'bench/support/play-workload.ts'))};
     await playWorkload(sources, process.argv[2]);`,
  );
  rmSync(sources);
  process.on('exit', () => {
    rmSync(program);
  });
  return program;
}

async function bundled(what: string, root: string, contents: string): Promise<string> {
  const folder = join(ROOT, 'node_modules', '.cache', 'squall-bench');
  mkdirSync(folder, { recursive: true });
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const outfile = join(folder, `${what}.${name}.${process.pid}.mjs`);
  await build({
    stdin: { contents, resolveDir: ROOT, loader: 'ts' },
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
  return outfile;
}
