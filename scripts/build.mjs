/**
 * Transpiles src to dist, one file to one file, and copies the assets next to their neighbours. No type check (that is
 * `npm test`) and no bundle: a stack trace names the file it means. Does nothing when dist is fresh.
 *
 * Invariants: 1. dist holds exactly what src calls for; what lost its source is removed. 2. A file appears whole
 * (written aside, then renamed) and the stamp last, so that two builds of the same sources at once, or one cut short,
 * do no harm. 3. The stamp is taken before a source is read: an edit during the build makes the next one run.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STAMP, expectedStamp, foundStamp, listFiles } from './freshness.mjs';

const ASSETS = new Set(['.sql', '.css', '.js', '.json', '.svg']);
const CODE = /(?<!\.d)\.tsx?$/;
const DECLARATIONS = /\.d\.ts(\.map)?$/;
/** A file written aside and this old was left by a build that died. */
const ABANDONED_MS = 60_000;

let writes = 0;

function writeWhole(file, contents) {
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.${writes++}.tmp`;
  writeFileSync(aside, contents);
  renameSync(aside, file);
}

async function transpile(root, paths) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: paths.map((path) => `src/${path}`),
    outbase: 'src',
    outdir: 'dist',
    bundle: false,
    write: false,
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'silent',
  });
  for (const { path, contents } of outputFiles) writeWhole(path, contents);
}

function copyAssets(root, paths) {
  for (const path of paths) {
    writeWhole(join(root, 'dist', path), readFileSync(join(root, 'src', path)));
  }
}

const isInProgress = (file) =>
  file.endsWith('.tmp') &&
  Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < ABANDONED_MS;

/** One output must not come from two sources: `page.tsx` and `page.js` would overwrite each other by turns. */
function refuseCollisions(code, assets) {
  const taken = new Set(assets);
  for (const path of code) {
    const output = path.replace(CODE, '.js');
    if (taken.has(output))
      throw new Error(`two sources for dist/${output}, one of them src/${path}`);
    taken.add(output);
  }
}

/** Removes what has no source any more; declarations (`npm run build`) stay with theirs. */
function prune(root, code, assets) {
  const stems = new Set(code.map((path) => path.replace(CODE, '')));
  const wanted = new Set([STAMP, ...assets]);
  for (const stem of stems) wanted.add(`${stem}.js`).add(`${stem}.js.map`);
  for (const path of listFiles(join(root, 'dist'))) {
    const file = join(root, 'dist', path);
    const declared = DECLARATIONS.test(path) && stems.has(path.replace(DECLARATIONS, ''));
    if (!wanted.has(path) && !declared && !isInProgress(file)) rmSync(file, { force: true });
  }
}

/** Builds `root`/dist unless it is fresh; returns whether it built. Throws with esbuild's message on a syntax error. */
export async function build(root) {
  const stamp = expectedStamp(root);
  if (stamp === foundStamp(root)) return false;
  const paths = listFiles(join(root, 'src'));
  const code = paths.filter((path) => CODE.test(path));
  const assets = paths.filter((path) => ASSETS.has(extname(path)));
  if (code.length === 0) throw new Error(`no sources under ${join(root, 'src')}`);
  refuseCollisions(code, assets);
  await transpile(root, code);
  copyAssets(root, assets);
  prune(root, code, assets);
  writeWhole(join(root, 'dist', STAMP), stamp);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  try {
    const built = await build(dirname(import.meta.dirname));
    const elapsed = Math.round(performance.now() - started);
    console.log(built ? `dist built in ${elapsed} ms` : 'dist is fresh');
  } catch (error) {
    console.error(`build: ${error.message}`);
    process.exitCode = 1;
  }
}
