/**
 * The modules named by a scenario's `strategies:`, as functions. TypeScript is loaded through tsx, JavaScript as it is;
 * both by absolute path. A module is other people's code: it runs with all rights of this process.
 */
import { register } from 'node:module';
import { dirname, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Strategy } from '../core/host/strategy.js';
import { isFile } from './scenario/is-file.js';
import { type Found, ScenarioError } from './scenario/problem.js';
import type { LoadedScenario } from './scenario/load.js';
import { secretsOf } from './secrets.js';
import type { RunStrategy } from './strategy-runner.js';

const TYPESCRIPT: ReadonlySet<string> = new Set(['.ts', '.mts', '.cts']);

let loads = false;

/** Whether code of others runs in this process, so that an error may be theirs. */
export const strategiesWereLoaded = (): boolean => loads;

/** Errors: `ScenarioError` naming every module that cannot be used. */
export async function loadStrategies(loaded: LoadedScenario): Promise<readonly RunStrategy[]> {
  const strategies: RunStrategy[] = [];
  const problems: Found[] = [];
  // It sees the environment of this process, and so do the errors of the libraries it uses.
  const { redact } = secretsOf(process.env);
  for (const [index, { id, module, params, symbol }] of loaded.scenario.strategies.entries()) {
    const file = resolve(dirname(loaded.file), module);
    const strategy = await loadStrategy(file);
    const named = symbol === undefined ? {} : { symbol };
    if (typeof strategy === 'function')
      strategies.push({ id, strategy, params, file, redact, ...named });
    else problems.push({ path: ['strategies', index, 'module'], ...strategy });
  }
  if (problems.length > 0) throw new ScenarioError(loaded.file, problems.map(loaded.locate));
  return strategies;
}

type Unusable = Pick<Found, 'what' | 'fix'>;

async function loadStrategy(file: string): Promise<Strategy | Unusable> {
  if (!isFile(file)) return { what: `there is no file ${file}`, fix: 'name it from the scenario' };
  let loaded: Record<string, unknown>;
  try {
    loaded = await orStuck(importModule(file));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { what: `${file} cannot be loaded: ${reason}` };
  }
  const { strategy } = loaded;
  if (typeof strategy === 'function') return strategy as Strategy;
  const fix = 'write "export const strategy = defineStrategy(…)"';
  return { what: `${file} exports no function named "strategy"`, fix };
}

/** A module may wait for what never comes; then nothing is left to do, and Node would end without a word. */
function orStuck<T>(loading: Promise<T>): Promise<T> {
  return new Promise((done, fail) => {
    const stuck = (): void => fail(new Error('it waits for something that never comes'));
    process.once('beforeExit', stuck);
    loading.then(done, fail).finally(() => process.off('beforeExit', stuck));
  });
}

async function importModule(file: string): Promise<Record<string, unknown>> {
  const url = pathToFileURL(file).href;
  loads = true;
  findOurs();
  if (!TYPESCRIPT.has(extname(file))) return (await import(url)) as Record<string, unknown>;
  readAsModule(url);
  const { tsImport } = await import('tsx/esm/api');
  return (await tsImport(url, import.meta.url)) as Record<string, unknown>;
}

/** What a strategy may import by name though it lies where nothing is installed: rxjs is ours, of squall it needs one function. */
const FALLBACK = `
const SQUALL = 'data:text/javascript,' + encodeURIComponent('export const defineStrategy = (strategy) => strategy;');
export const resolve = async (name, context, next) => {
  try {
    return await next(name, context);
  } catch (error) {
    if (name === 'squall') return { url: SQUALL, format: 'module', shortCircuit: true };
    if (name === 'rxjs' || name.startsWith('rxjs/'))
      return next(name, { ...context, parentURL: ${JSON.stringify(import.meta.url)} });
    throw error;
  }
};
`;

let finds = false;

function findOurs(): void {
  if (!finds) register(`data:text/javascript,${encodeURIComponent(FALLBACK)}`);
  finds = true;
}

/** What tells Node that this file is a module; whoever loads it puts a query behind its address. */
const hooks = (url: string): string => `
const asModule = (at, found) => (at.split('?')[0] === ${JSON.stringify(url)} ? { ...found, format: 'module' } : found);
export const resolve = async (name, context, next) => {
  const found = await next(name, context);
  return asModule(found.url, found);
};
export const load = (at, context, next) => next(at, asModule(at, context));
`;

const modules = new Set<string>();

/**
 * A strategy is a module, also where no package.json says so. Taken for CommonJS, tsx would run it from an address that has no
 * source map, and an error could not be told with the line that was written.
 */
function readAsModule(url: string): void {
  if (!modules.has(url)) register(`data:text/javascript,${encodeURIComponent(hooks(url))}`);
  modules.add(url);
}
