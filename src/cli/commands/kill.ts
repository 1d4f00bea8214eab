/**
 * RSK-1: the verb that stops an engine, by the surest way first. A file beside the state keeps every order back from the moment it is there: it
 * needs no API, no token and no engine that answers. Then the API is asked, which engages the kill switch under the name of whoever asks and
 * cancels what works; once it has said yes the file goes again, and where it says no, or nothing, the file stays.
 */
import { existsSync } from 'node:fs';
import { aligned, textOfLines } from '../../report/text/layout.js';
import { KillFile, killFileOf } from '../../runs/paper/kill-file.js';
import { type ReasonFlags, askEngine, reasonOf, stateOf, told } from '../engine-client.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError, exitCodeOf } from '../failure.js';
import type { World } from '../world.js';

interface KillFlags extends ReasonFlags {
  readonly keepWorking?: boolean;
  readonly file?: boolean;
}

const PATH = '/api/v1/kill-switch';
/** Whoever stops an engine does not wait to hear that it hangs. */
const WAIT_MS = 2_000;

export async function killCommand(world: World, what: string, flags: KillFlags): Promise<ExitCode> {
  if (what !== 'on' && what !== 'off') throw new UsageError(`kill ${what}\n  fix: on or off`);
  const reason = reasonOf(flags);
  const state = stateOf(world, flags);
  if (flags.file === true) return byFile(world, what, flags, { state, reason });
  if (what === 'on') return engage(world, flags, { state, reason });
  if (state !== null) new KillFile(killFileOf(state)).takeAway();
  const path = `${PATH}?reason=${encodeURIComponent(reason)}`;
  return told(world, flags, await askEngine(world, flags, { method: 'DELETE', path }), inWords);
}

const inWords = ({ engaged }: { readonly engaged: boolean }): string =>
  textOfLines([`kill switch: ${engaged ? 'engaged' : 'off'}`]);

interface Meant {
  readonly state: string | null;
  readonly reason: string;
}

function byFile(
  world: World,
  what: 'on' | 'off',
  { json }: KillFlags,
  { state, reason }: Meant,
): ExitCode {
  if (state === null)
    throw new UsageError('--file needs to know beside which state\n  fix: --state paper.db');
  const file = new KillFile(killFileOf(state));
  if (what === 'on') {
    file.put(reason);
    tellFile(world, file, json);
    warnOfNoState(world, state);
    return EXIT.ok;
  }
  file.takeAway();
  const until = 'an engine that has seen it stays killed until "squall kill off" without --file';
  const rows = [
    [file.path, 'is gone'],
    ['', until],
  ];
  world.out(textOfLines(aligned(rows)));
  return EXIT.ok;
}

/** With `--json` results are what the API answered, and nothing else. */
const tellFile = (world: World, { path }: KillFile, json = false): void =>
  (json ? world.err : world.out)(textOfLines([`${path} is there: no order leaves`]));

/** @returns whether there is none, as where its name was mistyped: then nobody looks for the file. */
function warnOfNoState(world: World, state: string): boolean {
  if (existsSync(state)) return false;
  world.err(`there is no state ${state}: no engine that runs looks for that file\n`);
  return true;
}

async function engage(world: World, flags: KillFlags, { state, reason }: Meant): Promise<ExitCode> {
  if (state === null) return told(world, flags, await ask(world, flags, reason), inWords);
  const file = new KillFile(killFileOf(state));
  const wasThere = isThere(file);
  // The file cancels what works, too: where that is to stay the API is asked first.
  if (flags.keepWorking !== true) put(world, file, reason);
  const ended = await byApi(world, flags, reason);
  if (ended === EXIT.ok) {
    if (wasThere) tellFile(world, file, flags.json);
    else file.takeAway();
    return EXIT.ok;
  }
  if (!put(world, file, reason)) return ended;
  world.err('by the file alone, which also cancels what works\n');
  tellFile(world, file, flags.json);
  return warnOfNoState(world, state) ? EXIT.unreachable : EXIT.ok;
}

const ask = (world: World, flags: KillFlags, reason: string): ReturnType<typeof askEngine> => {
  const body = { reason, cancelWorking: flags.keepWorking !== true };
  return askEngine(world, flags, { method: 'POST', path: PATH, body, waitMs: WAIT_MS });
};

/** How the program would end with the API alone; what stands against it is told. */
async function byApi(world: World, flags: KillFlags, reason: string): Promise<ExitCode> {
  try {
    return told(world, flags, await ask(world, flags, reason), inWords);
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === null) throw error;
    world.err(`${(error as Error).message.split('\n')[0] ?? ''}\n`);
    return code;
  }
}

/** One that is there says why already. @returns whether it is there. */
function put(world: World, file: KillFile, reason: string): boolean {
  try {
    if (!isThere(file)) file.put(reason);
    return true;
  } catch (error) {
    world.err(`${file.path} cannot be written: ${(error as Error).message}\n`);
    return false;
  }
}

/** A folder that cannot be looked into is told of by whoever writes there. */
function isThere(file: KillFile): boolean {
  try {
    return file.isThere();
  } catch {
    return false;
  }
}
