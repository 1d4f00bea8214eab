/**
 * Makes a checkout ready to run, with nothing but Node: installs what package-lock.json names, sees that SQLite
 * loads, builds dist. Run by `npm start`, `npm test` and `npm run bench`; a fraction of a second when all is in place.
 * It installs nothing outside the checkout: a missing compiler is named, not fetched. `--packages` stops before SQLite:
 * `npm test` compiles it beside the checks that need none.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FLOOR = [20, 19];
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A reason to stop that the reader can act on; printed without a stack trace. */
class SetupError extends Error {}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return;
  throw new SetupError(
    `squall needs Node ${FLOOR.join('.')} or newer; this is ${process.version} (${process.execPath}).`,
  );
}

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/**
 * Whether node_modules is what package-lock.json asks for. Contents are compared, not file times: a checkout of
 * another branch touches the lockfile without changing it. Optional packages may be absent (other platforms).
 */
function isInstalled() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = readPackages(installedFile);
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

const isOnPath = (command) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));

/** What a source build of SQLite needs and this machine lacks. */
function missingTools() {
  const missing = ['make', 'python3'].filter((tool) => !isOnPath(tool));
  if (!['g++', 'c++', 'clang++'].some(isOnPath)) missing.unshift('a C++ compiler');
  return missing;
}

function compilerAdvice() {
  const missing = missingTools();
  if (process.platform === 'win32' || missing.length === 0) return '';
  return (
    `\nNo prebuilt SQLite could be fetched, and compiling it needs ${missing.join(', ')}, not found here.` +
    '\nOn Debian or Ubuntu: apt-get install -y build-essential python3'
  );
}

/**
 * Headers of the running Node, when it has them beside it, so that a source build downloads none; the build takes every
 * processor, and -O2 as SQLite's own does: -O3 takes a third longer to compile and is no faster.
 */
function npmEnvironment() {
  const prefix = dirname(dirname(process.execPath));
  const hasHeaders = existsSync(join(prefix, 'include', 'node', 'node.h'));
  const environment = { JOBS: 'max', CFLAGS: '-O2', CXXFLAGS: '-O2', ...process.env };
  return hasHeaders ? { npm_config_nodedir: prefix, ...environment } : environment;
}

/** Runs npm (the one that started us, if one did) in the checkout; returns its exit status. */
function npm(...args) {
  const own = process.env.npm_execpath;
  const options = { cwd: root, env: npmEnvironment(), stdio: ['ignore', 'inherit', 'inherit'] };
  const { status, error } =
    own !== undefined && basename(own) === 'npm-cli.js'
      ? spawnSync(process.execPath, [own, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (error !== undefined) throw new SetupError(`npm cannot be started: ${error.message}`);
  return status;
}

function install() {
  if (isInstalled()) return;
  console.log('Installing the packages.');
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  // Of all packages only SQLite has a script that is needed, and checkSqlite runs it.
  const status = npm('ci', '--include=dev', '--ignore-scripts', ...quiet);
  if (status !== 0) throw new SetupError(`npm ci failed with status ${status}.`);
}

const isCompiled = () =>
  existsSync(join(root, 'node_modules/better-sqlite3/build/Release/better_sqlite3.node'));

/** Why better-sqlite3 does not work here, or null. */
function sqliteFault() {
  const require = createRequire(join(root, 'package.json'));
  try {
    const Database = require('better-sqlite3');
    new Database(':memory:').close();
    return null;
  } catch (error) {
    return error.message.split('\n')[0];
  }
}

/** Makes SQLite's binary; one built for another Node is put right the same way. */
function checkSqlite() {
  const fault = sqliteFault();
  if (fault === null) return;
  console.log(
    isCompiled()
      ? `SQLite does not load (${fault}). Building it again, about a minute.`
      : 'Fetching SQLite; where no prebuilt one can be had it is compiled, silently: about a minute.',
  );
  const status = npm('rebuild', 'better-sqlite3', '--loglevel=error');
  // A native module that failed to load stays failed in this process.
  const probe = spawnSync(process.execPath, ['-e', "new (require('better-sqlite3'))(':memory:')"], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0 && probe.status === 0) return;
  throw new SetupError(
    `better-sqlite3 does not load under Node ${process.version}: ${fault}${compilerAdvice()}`,
  );
}

async function setup() {
  checkNode();
  install();
  if (process.argv.includes('--packages')) return;
  checkSqlite();
  const { build } = await import('./build.mjs');
  try {
    await build(root);
  } catch (error) {
    throw new SetupError(error.message);
  }
}

try {
  await setup();
} catch (error) {
  console.error(error instanceof SetupError ? `setup: ${error.message}` : error);
  process.exitCode = 1;
}
