/** `squall run session.squall`: a recorded session decided again, as it was. */
import { resolve } from 'node:path';
import type { Difference } from '../../core/engine/replay.js';
import { grouped } from '../../report/text/numbers.js';
import { textOfLines } from '../../report/text/layout.js';
import { traceText } from '../../report/telling/trace.js';
import { buildId } from '../../runs/build-id.js';
import { isOfShape } from '../../runs/read-run.js';
import { readText } from '../../runs/scenario/load.js';
import { type DecidedAgain, decideAgain } from '../../runs/session/decide-again.js';
import type { Session } from '../../runs/session/session.js';
import { SessionError } from '../../runs/session/session-error.js';
import { SESSION_SUFFIX, readSession } from '../../runs/session/session-file.js';
import { sessionSource } from '../../runs/session/session-source.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import type { World } from '../world.js';
import type { RunFlags } from './run-context.js';

export const isSessionName = (name: string): boolean => name.endsWith(SESSION_SUFFIX);

/** What of `squall run` means something for a session. */
const TAKEN: ReadonlySet<string> = new Set(['json', 'trace', 'color']);

export function runSession(world: World, patterns: readonly string[], flags: RunFlags): ExitCode {
  const [file = '', ...others] = patterns;
  if (others.length > 0)
    throw new UsageError('a recorded session is replayed alone\n  fix: name no other file');
  checkFlags(flags);
  const session = readSession(file, readText(resolve(world.cwd, file)));
  return shaped(file, () => replayed(world, { file, session, flags }));
}

function checkFlags(flags: RunFlags): void {
  const [other] = Object.entries(flags).find(
    ([name, value]) => !TAKEN.has(name) && value !== undefined && !isUnset(name, value),
  ) ?? [null];
  if (other !== null)
    throw new UsageError(
      `--${dashed(other)} says nothing to a recorded session: all that it hangs on is in it\n  fix: leave it out`,
    );
}

/** As commander fills it in. */
const isUnset = (name: string, value: unknown): boolean =>
  (Array.isArray(value) && value.length === 0) || (name === 'keep' && value === 'all');

const dashed = (name: string): string =>
  name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);

/** Blocks that somebody made up can be hashed as well: they are of any shape. */
function shaped<T>(file: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (!isOfShape(error)) throw error;
    throw new SessionError(
      `${file}: its blocks are not of the shapes that this squall writes (${error.message})\n  fix: make it again with "squall state export"`,
    );
  }
}

interface Asked {
  readonly file: string;
  readonly session: Session;
  readonly flags: RunFlags;
}

function replayed(world: World, { file, session, flags }: Asked): ExitCode {
  const again = decideAgain(session);
  const others = otherBuilds(session);
  if (flags.trace === true) world.out(traceText(sessionSource(session)));
  if (flags.json === true)
    printJson(world, {
      file,
      inputs: session.blocks.length,
      builds: [...new Set(session.parts.map(({ build }) => build))],
      same: again.isSame,
      difference: again.difference,
    });
  else world.out(textOfLines([...headLines(file, session), ...againLines(session, again, others)]));
  return again.isSame || others.length > 0 ? EXIT.ok : EXIT.mismatch;
}

function headLines(file: string, { parts, blocks }: Session): readonly string[] {
  const at = (index: number): string =>
    new Date((blocks.at(index)?.input.at ?? 0) / 1_000).toISOString();
  return [
    `${file}: blocks: ${grouped(blocks.length)}, configurations: ${parts.length}, from ${at(0)} to ${at(-1)}`,
  ];
}

function otherBuilds({ parts }: Session): readonly string[] {
  const own = buildId();
  return [...new Set(parts.map(({ build }) => build))].filter((build) => build !== own);
}

function againLines(
  { blocks, stateHash }: Session,
  { difference, isSame }: DecidedAgain,
  others: readonly string[],
): readonly string[] {
  const other =
    others.length === 0
      ? []
      : [
          `recorded by build ${others.join(', ')}, this is ${buildId()}: differences are reported, not judged`,
        ];
  if (isSame)
    return [
      ...other,
      `inputs decided again: ${grouped(blocks.length)}; every decision is the recorded one, and so is the state (${stateHash.slice(0, 12)})`,
      'identical',
    ];
  return [...other, differenceLine(difference), 'NOT what was recorded'];
}

const differenceLine = (difference: Difference | null): string =>
  difference === null
    ? 'every decision is the recorded one, and the state they lead to is not'
    : `block ${difference.seq}, entry ${difference.index}: recorded ${difference.recorded ?? 'nothing'}, decided ${difference.decided ?? 'nothing'}`;
