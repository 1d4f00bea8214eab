/**
 * Counts lines in the files that Node loads natively (native-sources.ts) and tells them as lines of the sources: Vitest's own
 * provider, which would leave out whatever lies below node_modules. To ask V8 for its counts takes longer than to count, and
 * they stay until they are asked for: a worker asks only after a test file that may be its last.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import inspector from 'node:inspector/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import v8 from '@vitest/coverage-v8';
import type { CoverageProviderModule, Reporter } from 'vitest/node';
import { NativeSources } from './native-sources.js';

const native = new NativeSources(resolve(import.meta.dirname, '../..'));
const NATIVE_URL = pathToFileURL(native.folder).href;
/** Names the file that is there from when a worker's next test file may be its last. */
const NEARLY_DONE = 'SQUALL_TESTS_NEARLY_DONE';

const NOT_THESE =
  'lines are counted in a whole run of the sources as they are\n  fix: npx vitest run --coverage, without SQUALL_MUTANT';

const session = new inspector.Session();
let isCounting = false;

interface Text {
  code: string;
  map?: unknown;
}

/** What of a run of Vitest is asked here. */
interface Run {
  readonly config: { readonly maxWorkers: number; readonly watch: boolean };
  readonly projects: readonly unknown[];
  readonly reporters: Reporter[];
}

/** What of Vitest's provider is told where the counted files come from. */
interface Provider {
  initialize: (run: Run) => void;
  isIncluded: (file: string, root?: string) => boolean;
  getSources: (url: string, ...rest: unknown[]) => Promise<Text>;
}

/**
 * Says when the tests are nearly done. A worker that has no next file has seen all but those begun in other workers
 * begin: once no more are left than there are workers, any may be a worker's last. Of several projects each has workers
 * of its own, which may end at any time.
 */
function nearlyDone({ config, projects }: Run): Reporter {
  const mark = join(native.folder, `../nearly-done.${process.pid}`);
  process.env[NEARLY_DONE] = mark;
  const margin = 2 * config.maxWorkers;
  let left = 0;
  const marked = (): void => {
    if (left <= margin || projects.length > 1) writeFileSync(mark, '');
  };
  return {
    onTestRunStart(files) {
      rmSync(mark, { force: true });
      left = files.length;
      marked();
    },
    onTestModuleQueued() {
      left -= 1;
      marked();
    },
    onTestRunEnd() {
      rmSync(mark, { force: true });
    },
  };
}

const MAP = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/;

function nativeText(file: string): Text {
  const code = readFileSync(file, 'utf8');
  const encoded = MAP.exec(code)?.[1];
  if (encoded === undefined) throw new Error(`no source map in ${file}`);
  return { code, map: JSON.parse(Buffer.from(encoded, 'base64').toString()) as unknown };
}

const provider: CoverageProviderModule = {
  async startCoverage() {
    if (isCounting) return;
    isCounting = true;
    session.connect();
    await session.post('Profiler.enable');
    // How often, not only whether: what did not happen (no `else`) shows in numbers alone.
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  },

  async takeCoverage() {
    if (!existsSync(process.env[NEARLY_DONE] ?? '')) return undefined;
    const { result } = await session.post('Profiler.takePreciseCoverage');
    return {
      result: result
        .filter(({ url }) => url.startsWith(NATIVE_URL))
        .map((script) => ({ ...script, startOffset: 0 })),
    };
  },

  async getProvider() {
    const own = (await v8.getProvider()) as unknown as Provider;
    const { initialize, isIncluded, getSources } = own;
    own.initialize = (run) => {
      if (run.config.watch || (process.env['SQUALL_MUTANT'] ?? '') !== '')
        throw new Error(NOT_THESE);
      initialize.call(own, run);
      run.reporters.push(nearlyDone(run));
    };
    own.isIncluded = (file, root) =>
      file.startsWith(native.folder) || isIncluded.call(own, file, root);
    own.getSources = async (url, ...rest) =>
      url.startsWith(NATIVE_URL)
        ? nativeText(fileURLToPath(url))
        : getSources.call(own, url, ...rest);
    return own as unknown as ReturnType<typeof v8.getProvider>;
  },
};

// oxlint-disable-next-line no-restricted-exports -- Vitest asks for it
export default provider;
