/**
 * Bundles the judge with one source changed in memory: no file of the checkout is touched. Where a module asks for its
 * own place it is told the place of its source, so that a bundle anywhere finds the files of the checkout.
 */
import { readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');
/** Stay packages of their own: native, or started as a file. */
const PACKAGES = ['better-sqlite3', 'piscina', 'tsx', 'esbuild', 'uplot'];
const BANNER = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;

const inMemory = (change) => ({
  name: 'in-memory',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      if (!path.startsWith(join(root, 'src') + sep)) return undefined;
      const source = readFileSync(path, 'utf8');
      const contents = change(path, source).replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      );
      return contents === source ? undefined : { contents, loader: extname(path).slice(1) };
    });
  },
});

export const bundleJudge = (outfile, change) =>
  bundleEntry('scripts/mutants/judge.ts', outfile, change);

/** `change`: the text of a source as the mutant has it, given its path and its text. Throws on a syntax error. */
export async function bundleEntry(entry, outfile, change) {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    external: PACKAGES,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: { js: BANNER },
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'silent',
    plugins: [inMemory(change)],
  });
}
