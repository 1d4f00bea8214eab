/** A running engine, as the verbs that talk to one know it: where its API is, and what it answered. */
import { addressOf } from '../runs/paper/api-address.js';
import { resolve } from 'node:path';
import { EXIT, type ExitCode } from './exit-code.js';
import { ConfigurationError, UsageError } from './failure.js';
import { printJson } from './json.js';
import type { World } from './world.js';

export interface EngineFlags {
  readonly state?: string;
  readonly engine?: string;
  readonly json?: boolean;
}

export interface ReasonFlags extends EngineFlags {
  readonly reason?: string;
}

/** Errors: `UsageError` without one: what is done to an engine has a reason. */
export function reasonOf({ reason }: ReasonFlags): string {
  if (reason !== undefined && reason.length > 0 && reason.length <= 200) return reason;
  throw new UsageError('--reason is missing, or longer than 200 characters\n  fix: --reason "why"');
}

/** No engine answers; ends the program with exit code 5. */
class EngineAway extends Error {
  override readonly name = 'UnreachableError';
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

const ADDRESS = /^http:\/\/(127\.0\.0\.1|localhost):\d{1,5}$/;
const WAIT_MS = 20_000;

/** What was typed counts before what is set, so that no verb reaches one engine by its address and another by its state. */
function meant({ env }: World, { state, engine }: EngineFlags): EngineFlags {
  if (state !== undefined || engine !== undefined)
    return {
      ...(state === undefined ? {} : { state }),
      ...(engine === undefined ? {} : { engine }),
    };
  const { SQUALL_STATE, SQUALL_ENGINE } = env;
  return {
    ...(SQUALL_STATE === undefined ? {} : { state: SQUALL_STATE }),
    ...(SQUALL_ENGINE === undefined ? {} : { engine: SQUALL_ENGINE }),
  };
}

/** The file that was named, as a path; null = the engine is known by its address alone. */
export function stateOf(world: World, flags: EngineFlags): string | null {
  const { state } = meant(world, flags);
  return state === undefined ? null : resolve(world.cwd, state);
}

/** Errors: `UsageError` where neither state nor address is named, `EngineAway` where no engine has left its address. */
function urlOf(world: World, flags: EngineFlags): string {
  const { engine: named } = meant(world, flags);
  if (named !== undefined) {
    if (ADDRESS.test(named)) return named;
    throw new UsageError(
      `--engine ${named}: an address of this machine, as "squall paper" prints it\n  fix: --engine http://127.0.0.1:8090`,
    );
  }
  const state = stateOf(world, flags);
  if (state === null)
    throw new UsageError(
      'which engine? neither its state nor its address is named\n  fix: --state paper.db (SQUALL_STATE), or --engine http://127.0.0.1:8090 (SQUALL_ENGINE)',
    );
  const url = addressOf(state);
  if (url === null) throw noEngine(`no engine runs on ${state}`, state);
  return url;
}

const noEngine = (what: string, state: string | null): EngineAway =>
  new EngineAway(
    `${what}\n  fix: start it: squall paper <scenario> --venue <address> --state ${state ?? 'paper.db'} --stay`,
  );

/** Errors: `UsageError`, `ConfigurationError` without a token, `EngineAway`, also where no answer comes in time. */
export async function askEngine(
  world: World,
  flags: EngineFlags,
  asked: {
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
    readonly waitMs?: number;
  },
): Promise<Answered> {
  const url = urlOf(world, flags);
  const token = world.env['SQUALL_TOKEN'];
  if (token === undefined || token === '')
    throw new ConfigurationError(
      'SQUALL_TOKEN is not set: an engine talks to nobody without a token\n  fix: squall token new <name> --role operator --state <file>, and put what it prints into SQUALL_TOKEN',
    );
  const { method, path, body, waitMs = WAIT_MS } = asked;
  let response: Response;
  try {
    response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(waitMs),
    });
  } catch {
    throw noEngine(`no engine answers at ${url}`, stateOf(world, flags));
  }
  return { status: response.status, body: await jsonOf(response, url) };
}

async function jsonOf(response: Response, url: string): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new EngineAway(
      `what answers at ${url} is no engine\n  fix: look at --engine and --state`,
    );
  }
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
}

/** What it answered in words, or the body as it is; and how the program ends. */
export function told(
  world: World,
  flags: EngineFlags,
  { status, body }: Answered,
  inWords: (body: never) => string,
): ExitCode {
  if (status < 400) {
    if (flags.json === true) printJson(world, body);
    else world.out(inWords(body as never));
    return EXIT.ok;
  }
  const { title = 'refused', detail = '' } = body as Problem;
  if (flags.json === true) printJson(world, body);
  world.err(`${title}: ${detail}\n${fixOf(status)}`);
  return exitOf(status);
}

function fixOf(status: number): string {
  if (status === 401)
    return '  fix: is SQUALL_TOKEN a token of this engine? "squall token ls" says whose there are\n';
  return status === 403 ? '  fix: use a token whose role permits it\n' : '';
}

function exitOf(status: number): ExitCode {
  if (status === 401 || status === 403) return EXIT.configuration;
  return status === 503 ? EXIT.stopped : EXIT.failed;
}
