/** The state of an engine as files: copied while it runs, looked at, and put back in the place of one that does not run. */
import { resolve } from 'node:path';
import { textOfLines } from '../../report/text/layout.js';
import { grouped } from '../../report/text/numbers.js';
import { verifyState } from '../../runs/verify/verify-state.js';
import {
  acceptEngineStore,
  backupEngineStore,
  checkEngineStore,
  restoreEngineStore,
} from '../../store/engine-store.js';
import { recordSession } from '../../runs/session/record-session.js';
import { decidedExit, decidedLines } from '../decided-text.js';
import { type EngineFlags, stateOf } from '../engine-client.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import { recordedText } from '../paper-recorded.js';
import type { World } from '../world.js';

type StateFlags = Pick<EngineFlags, 'state' | 'json'>;

/** Errors: `UsageError`. */
function namedState(world: World, flags: StateFlags): string {
  const state = stateOf(world, flags);
  if (state !== null) return state;
  throw new UsageError('whose state? --state is missing\n  fix: --state paper.db (SQUALL_STATE)');
}

function told(world: World, flags: StateFlags, body: object, words: string): ExitCode {
  if (flags.json === true) printJson(world, body);
  else world.out(textOfLines([words]));
  return EXIT.ok;
}

const blocksText = (blocks: number): string => `${grouped(blocks)} blocks`;

export function backupCommand(world: World, file: string, flags: StateFlags): ExitCode {
  const state = namedState(world, flags);
  const backup = resolve(world.cwd, file);
  const { blocks, epoch } = backupEngineStore(state, backup);
  const words = `${backup}: ${blocksText(blocks)}, checked; its head lies beside it and belongs to it`;
  return told(world, flags, { state, backup, blocks, epoch }, words);
}

export function restoreCommand(
  world: World,
  file: string,
  flags: StateFlags & { readonly acceptLoss?: boolean },
): ExitCode {
  const state = namedState(world, flags);
  const loss = flags.acceptLoss === true ? 'accept' : 'refuse';
  const restored = restoreEngineStore(resolve(world.cwd, file), state, { loss });
  const { blocks, lost, kept } = restored;
  const words =
    `${state}: ${blocksText(blocks)}` + (kept === null ? '' : `; what was there before is ${kept}`);
  if (lost !== 0)
    world.err(
      `${lost === null ? 'nobody can tell how many blocks' : blocksText(lost)} that were acknowledged are lost: look at the open orders at the broker before you start it\n`,
    );
  return told(world, flags, { state, ...restored }, words);
}

export function checkState(world: World, flags: StateFlags): ExitCode {
  const state = namedState(world, flags);
  const { end, epoch } = checkEngineStore(state);
  const words = `${state}: in order to its last block: ${blocksText(end.blocks)}, opened ${epoch} times`;
  return told(world, flags, { state, blocks: end.blocks, hash: end.hash, epoch }, words);
}

export function verifyStateCommand(world: World, flags: StateFlags): ExitCode {
  const state = namedState(world, flags);
  const { check, builds, ...verified } = verifyState(state);
  const words = [
    `${state}: ${blocksText(verified.blocks)}, in order`,
    ...decidedLines({ check, builds }),
  ];
  const body = { state, ...verified, builds, decisions: { ok: check.ok, text: check.text } };
  told(world, flags, body, words.join('\n'));
  return decidedExit({ check, builds });
}

export function acceptState(world: World, flags: StateFlags): ExitCode {
  const state = namedState(world, flags);
  const { end, epoch } = acceptEngineStore(state);
  const words = `${state}: has a head again, at block ${end.blocks - 1}`;
  return told(world, flags, { state, blocks: end.blocks, epoch }, words);
}

export function exportState(world: World, file: string, flags: StateFlags): ExitCode {
  const state = namedState(world, flags);
  const session = resolve(world.cwd, file);
  const recorded = recordSession(state, session);
  return told(world, flags, { state, session, ...recorded }, recordedText(session, recorded));
}
