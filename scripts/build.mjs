/**
 * Bundles src and the packages it uses into dist, split at every lazy import, so that a command loads a few files instead
 * of hundreds, and only those it needs; copies the assets next to where their neighbours were. No type check (that is
 * `npm test`). Does nothing when dist is fresh.
 *
 * Invariants: 1. dist holds exactly what src calls for; what lost its source is removed. 2. A file appears whole
 * (written aside, then renamed), entries after what they load and the stamp last, so that two builds of the same sources
 * at once, or one cut short, do no harm. 3. The stamp is taken before a source is read: an edit during the build makes
 * the next one run. 4. A module sees the `import.meta.url` that it would have as a file of its own: files are found from there.
 */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STAMP, expectedStamp, foundStamp, listFiles } from './freshness.mjs';

/** What is started or imported from outside: the command, the library, a worker. */
const ENTRIES = ['cli/main.ts', 'index.ts', 'runs/seed-worker.ts'];
/** Stay packages of their own: native, started as a file or served as one, or too large to carry twice. */
const PACKAGES = [
  'better-sqlite3',
  'piscina',
  'tsx',
  'esbuild',
  'uplot',
  'ccxt',
  '@alpacahq/alpaca-trade-api',
];
const ASSETS = new Set(['.sql', '.css', '.js', '.json', '.svg']);
const CODE = /(?<!\.d)\.tsx?$/;
const DECLARATIONS = /\.d\.ts(\.map)?$/;
const NOTICES = 'third-party-licenses.txt';
/** A file written aside and this old was left by a build that died. */
const ABANDONED_MS = 60_000;
/** Packages that are CommonJS ask for Node's modules by `require`. */
const BANNER = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;

let writes = 0;

function writeWhole(file, contents) {
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.${writes++}.tmp`;
  writeFileSync(aside, contents);
  renameSync(aside, file);
}

/** Several modules share a file: each is told its own place, seen from the folder that all are in. */
const ownPlace = (root) => ({
  name: 'own-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8');
      if (!path.startsWith(join(root, 'src') + sep) || !contents.includes('import.meta.url'))
        return;
      const own = relative(join(root, 'src'), path).replaceAll(sep, '/').replace(CODE, '.js');
      const place = `(import.meta.url.slice(0, import.meta.url.lastIndexOf('/dist/') + 6) + ${JSON.stringify(own)})`;
      return {
        contents: contents.replaceAll('import.meta.url', place),
        loader: extname(path).slice(1),
      };
    });
  },
});

/** @returns esbuild's result: the files of dist and which modules are in them. */
async function bundle(root) {
  const { build } = await import('esbuild');
  return build({
    absWorkingDir: root,
    entryPoints: ENTRIES.filter((path) => existsSync(join(root, 'src', path))).map(
      (path) => `src/${path}`,
    ),
    outbase: 'src',
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    external: PACKAGES,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: { js: BANNER },
    sourcemap: true,
    sourcesContent: false,
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'silent',
    plugins: [ownPlace(root)],
  });
}

/** Licences of the packages that are in the bundle: they ask to go with every copy. */
function notices(root, inputs) {
  const packages = new Set();
  for (const path of inputs) {
    const [, name] = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
    if (name !== undefined) packages.add(name);
  }
  return [...packages].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const texts = readdirSync(folder)
      .filter((file) => /^(licen[cs]e|notice)/i.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
}

const isInProgress = (file) =>
  file.endsWith('.tmp') &&
  Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < ABANDONED_MS;

/** Removes what nothing calls for any more; declarations (`npm run build`) stay with their sources. */
function prune(root, wanted, code) {
  const stems = new Set(code.map((path) => path.replace(CODE, '')));
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
  const { outputFiles, metafile } = await bundle(root);
  const dist = join(root, 'dist');
  const outputs = outputFiles.map(({ path, contents }) => [relative(dist, path), contents]);
  const isChunk = ([path]) => path.startsWith('chunks');
  const files = [
    ...outputs.filter(isChunk),
    ...assets.map((path) => [path, readFileSync(join(root, 'src', path))]),
    [NOTICES, notices(root, Object.keys(metafile.inputs)).join('\n\n')],
    ...outputs.filter((output) => !isChunk(output)),
  ];
  for (const [path, contents] of files) writeWhole(join(dist, path), contents);
  prune(root, new Set([STAMP, ...files.map(([path]) => path.replaceAll(sep, '/'))]), code);
  writeWhole(join(dist, STAMP), stamp);
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
