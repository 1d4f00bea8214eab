/** A folder with what most tests of the command line need in it, and the command run there. */
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { StopSignal } from '../../../src/cli/world.js';
import { gzip, rawText } from '../../data/format-writers.js';
import { makeSession } from '../../data/session.js';
import { SOUND_SCENARIO, edit } from '../../runs/damage.js';
import { type Place, type Ran, runMain, temporaryFolder } from './run-main.js';
import { BIN } from './run-process.js';

export interface Workplace {
  readonly path: string;
  readonly at: (name: string) => string;
  readonly put: (name: string, content: string | Uint8Array) => string;
  /** The sound scenario, with the edit that is asked for. */
  readonly sound: (name?: string, text?: string) => string;
  /** A recorded market of some 20 s. */
  readonly recording: (name?: string, market?: 'spot' | 'coinm') => string;
  readonly run: (argv: readonly string[], place?: Place) => Promise<Ran>;
  /** A process of its own that is sent `signal` once it has written `word`, or so often. */
  readonly stopped: (
    argv: readonly string[],
    signal: StopSignal,
    word: string,
    times?: number,
  ) => Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
}

/** Removes itself when the test file has ended. */
export function workplace(): Workplace {
  const { path, remove } = temporaryFolder();
  afterAll(remove);
  const at = (name: string): string => join(path, name);
  const put: Workplace['put'] = (name, content) => {
    writeFileSync(at(name), content);
    return at(name);
  };
  return {
    path,
    at,
    put,
    sound: (name = 'sound.yaml', text = SOUND_SCENARIO) => put(name, text),
    recording: (name = 'm.gz', market = 'spot') =>
      put(name, gzip(Buffer.from(rawText(makeSession({ seed: 3 }), market)))),
    run: (argv, place = {}) => runMain(argv, { cwd: path, ...place }),
    stopped: (argv, signal, word, times = 1) => stopped(argv, { cwd: path, signal, word, times }),
  };
}

function stopped(
  argv: readonly string[],
  how: {
    readonly cwd: string;
    readonly signal: StopSignal;
    readonly word: string;
    readonly times: number;
  },
): ReturnType<Workplace['stopped']> {
  const child = spawn(process.execPath, [BIN, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: how.cwd,
  });
  let [out, err, sent] = ['', '', false];
  const seen = (): void => {
    if (sent || (out + err).split(how.word).length <= how.times) return;
    sent = true;
    child.kill(how.signal);
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    seen();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    seen();
  });
  return new Promise((done) => {
    child.on('close', (code) => done({ code, out, err }));
  });
}

/** The sound scenario with a strategy of that module. */
export const withStrategy = (module: string): string =>
  edit('operator:', `strategies:\n  - { id: s, module: ${module} }\noperator:`);

/** How many runs a results database has; none where there is no file. */
export async function runsIn(db: string): Promise<number> {
  if (!existsSync(db)) return 0;
  const { out } = await runMain(['runs', 'ls', '--json', '--db', db]);
  return (JSON.parse(out) as { readonly items: readonly unknown[] }).items.length;
}

/** What a strategy module imports rxjs by, wherever it lies. */
export const RXJS = JSON.stringify(new URL(import.meta.resolve('rxjs')).href);
