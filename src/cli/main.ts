/**
 * The command line: argv in, exit code out. Whatever goes wrong ends here as words on stderr and a code of `exit-code.ts`;
 * a bug leaves a crash bundle and says where.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import { asCalled } from './called.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { discreet, refuseTypedSecrets } from './discreet-world.js';
import { exitCodeOf } from './failure.js';
import { LATER } from './later.js';
import { type Ending, makeProgram } from './program.js';
import { secretsOf } from '../runs/secrets.js';
import { type World, worldOfProcess } from './world.js';

/** `argv`: without node and script. Never throws. */
export function main(argv: readonly string[], given?: World): Promise<number> {
  const world = discreet(given ?? worldOfProcess());
  if (given === undefined) catchStrays(argv, world);
  return run(argv, world);
}

async function run(argv: readonly string[], world: World): Promise<number> {
  const later = LATER.get(argv[0] ?? '');
  if (later !== undefined) {
    world.err(`squall ${argv[0] ?? ''} comes later: this version does not have ${later} yet\n`);
    return EXIT.usage;
  }
  const ending: Ending = { code: EXIT.ok };
  const program = makeProgram(world, ending, version());
  if (argv.length === 0) {
    world.err(program.helpInformation());
    return EXIT.usage;
  }
  try {
    refuseTypedSecrets(argv, world);
    await program.parseAsync(argv, { from: 'user' });
    return ending.code;
  } catch (error) {
    return failed(error, argv, world);
  }
}

async function failed(error: unknown, argv: readonly string[], world: World): Promise<ExitCode> {
  // Commander has said what was wrong; asking for help or the version is nothing wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const code = exitCodeOf(error);
  if (code !== null) {
    world.err(`${asCalled((error as Error).message, world.program)}\n`);
    return code;
  }
  const foreign = await foreignText(error, world);
  if (foreign !== null) {
    world.err(foreign);
    return EXIT.failed;
  }
  const { writeCrashBundle } = await import('./crash-bundle.js');
  const { redact } = secretsOf(world.env);
  const path = writeCrashBundle(error, argv, { folder: resolve(world.cwd, '.squall'), redact });
  const message = error instanceof Error ? error.message : String(error);
  world.err(`squall has a bug: ${message}\n  everything needed to find it: ${path}\n`);
  return EXIT.bug;
}

/** What other people's code threw where no stream carries it, such as in a callback; null for what is ours. */
async function foreignText(error: unknown, world: World): Promise<string | null> {
  const { strategiesWereLoaded } = await import('../runs/load-strategy.js');
  if (!strategiesWereLoaded()) return null;
  const { foreignLines, isForeign } = await import('./strategy-stack.js');
  if (!isForeign(error)) return null;
  const lines = foreignLines(error.stack ?? null, world.cwd);
  return `a strategy failed: ${error.message}\n${lines}`;
}

/** Errors thrown where nobody waits for them, such as in a callback of a strategy. */
function catchStrays(argv: readonly string[], world: World): void {
  let ending = false;
  process.on('uncaughtException', (error) => {
    // The first one tells the story; the others come while it is being told.
    if (ending) return;
    ending = true;
    void failed(error, argv, world).then((code) => process.exit(code));
  });
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
