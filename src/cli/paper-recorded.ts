/** `--record`: the session of an engine as a file, written when it ends, however that is. */
import { resolve } from 'node:path';
import { grouped } from '../report/text/numbers.js';
import {
  type RecordedSession,
  recordSession,
  refuseOther,
} from '../runs/session/record-session.js';
import type { EngineStore } from '../store/engine-store.js';
import { textOf } from './error-text.js';
import type { ExitCode } from './exit-code.js';
import type { PaperAsked } from './paper-asked.js';
import type { World } from './world.js';

type Asked = Pick<PaperAsked, 'record'>;

/** Errors: `SessionError` for a file that is something else. */
export function checkRecord(world: World, { record }: Asked): void {
  if (record !== null) refuseOther(resolve(world.cwd, record));
}

interface Recording {
  readonly world: World;
  readonly asked: Asked;
  readonly store: Pick<EngineStore, 'path' | 'head'>;
}

/** Errors: those of `session`; where it had none, those of the recording. */
export async function recorded(
  recording: Recording,
  session: () => Promise<ExitCode>,
): Promise<ExitCode> {
  let code: ExitCode;
  try {
    code = await session();
  } catch (error) {
    try {
      write(recording);
    } catch (unrecorded) {
      recording.world.err(`not recorded: ${textOf(unrecorded)}\n`);
    }
    throw error;
  }
  write(recording);
  return code;
}

function write({ world, asked, store }: Recording): void {
  if (asked.record === null) return;
  if (store.head.seq === 0) {
    world.err('not recorded: nothing was decided\n');
    return;
  }
  const file = resolve(world.cwd, asked.record);
  world.err(`${recordedText(file, recordSession(store.path, file))}\n`);
}

export const recordedText = (file: string, { blocks }: RecordedSession): string =>
  `recorded: ${file}, blocks: ${grouped(blocks)}`;
