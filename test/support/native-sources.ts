/**
 * The sources in JavaScript below node_modules/.cache, one file each, which Node loads itself while tests run: what Vite
 * makes of a module costs twice as much to make and reads every imported name through an accessor.
 *
 * Invariants: 1. A run begins with what the sources say: a file begins with the digest of what it was made from, and what
 * lost its source is removed. 2. A file appears whole (written aside, then renamed), so that two runs at once do no harm.
 * 3. A module sees the `import.meta.url` of its source, and source maps lead back to it. Where sources change under a run
 * (watching), or have a mutant in them, Vite reads them as it would without this.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform, version, type TransformOptions } from 'esbuild';
import type { Plugin } from 'vitest/config';

const CODE = /(?<!\.d)\.tsx?$/;

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));

function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.tmp`;
  writeFileSync(aside, text);
  renameSync(aside, file);
}

/** A checkout's sources and the files that Node loads for them. */
export class NativeSources {
  readonly #root: string;
  readonly #sources: string;
  /** Below node_modules: packages are found from there, and nothing takes it for ours. Several checkouts may share one. */
  readonly folder: string;

  constructor(root: string) {
    this.#root = root;
    this.#sources = join(root, 'src');
    const checkout = createHash('sha1').update(root).digest('hex').slice(0, 12);
    this.folder = join(root, 'node_modules/.cache/squall/native', checkout, 'src');
  }

  /** The file for what a source imports by that path; null where there is none. */
  fileFor(path: string): string | null {
    if (!path.startsWith(this.#sources + sep)) return null;
    const file = this.#nativeOf(path);
    return existsSync(file) ? file : null;
  }

  /** Brings the files up to date; resolves to how many were made. */
  async translate(): Promise<number> {
    if (!existsSync(this.#sources)) return 0;
    writeWhole(join(dirname(this.folder), 'package.json'), '{ "type": "module" }\n');
    const sources = filesUnder(this.#sources).filter((file) => CODE.test(file));
    const tsconfig = readFileSync(join(this.#root, 'tsconfig.json'), 'utf8');
    const made = await Promise.all(sources.map((source) => this.#translate(source, tsconfig)));
    const wanted = new Set(sources.map((source) => this.#nativeOf(source)));
    const stale = filesUnder(this.folder).filter((file) => file.endsWith('.js'));
    for (const file of stale) if (!wanted.has(file)) rmSync(file, { force: true });
    return made.filter(Boolean).length;
  }

  async #translate(source: string, tsconfigRaw: string): Promise<boolean> {
    const contents = readFileSync(source, 'utf8');
    const options: TransformOptions = {
      loader: extname(source) === '.tsx' ? 'tsx' : 'ts',
      format: 'esm',
      target: 'node20',
      tsconfigRaw,
      sourcemap: 'inline',
      sourcesContent: false,
      sourcefile: source,
      define: { 'import.meta.url': JSON.stringify(pathToFileURL(source).href) },
    };
    const madeFrom = createHash('sha1').update(JSON.stringify([version, contents, options]));
    const banner = `/* ${madeFrom.digest('hex')} */`;
    const file = this.#nativeOf(source);
    if (existsSync(file) && readFileSync(file, 'utf8').startsWith(banner)) return false;
    writeWhole(file, (await transform(contents, { ...options, banner })).code);
    return true;
  }

  #nativeOf(path: string): string {
    return join(this.folder, relative(this.#sources, path).replace(CODE, '.js'));
  }
}

/** A plugin of the test runner: what tests import from src is what Node loads natively. */
export function nativeSourcesPlugin(root: string): Plugin {
  const sources = new NativeSources(root);
  let isNative = false;
  return {
    name: 'squall-native-sources',
    enforce: 'pre',
    // For each project, before any test; they share the files.
    // oxlint-disable-next-line typescript/no-misused-promises -- Vitest waits for it
    async configureVitest({ vitest, project }) {
      isNative = !vitest.config.watch;
      if (isNative && project === vitest.projects[0]) await sources.translate();
    },
    resolveId(specifier, importer) {
      if (!isNative || importer === undefined || !specifier.startsWith('.')) return undefined;
      const file = sources.fileFor(resolve(dirname(importer), specifier));
      return file === null ? undefined : { id: file, external: true };
    },
  };
}
