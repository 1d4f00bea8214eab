/** `squall run session.squall`: a recorded session decided again, as it was; with `--change FILE`, also on what it is to have heard otherwise. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { grouped } from '../../report/text/numbers.js';
import { textOfLines } from '../../report/text/layout.js';
import { traceText } from '../../report/telling/trace.js';
import { isOfShape } from '../../runs/read-run.js';
import { changeSession } from '../../runs/session/changed-session.js';
import { readChanges } from '../../runs/session/changes.js';
import { compareSessions } from '../../runs/session/compare-sessions.js';
import { decideAgain } from '../../runs/session/decide-again.js';
import type { Session } from '../../runs/session/session.js';
import { SessionError } from '../../runs/session/session-error.js';
import { SESSION_SUFFIX, readSession } from '../../runs/session/session-file.js';
import { sessionSource } from '../../runs/session/session-source.js';
import { changedJson } from '../changed-json.js';
import { type ChangedTold, changedLines } from '../changed-text.js';
import { decidedExit, decidedLines } from '../decided-text.js';
import { textOf } from '../error-text.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import type { World } from '../world.js';
import { writtenText } from '../written-text.js';
import type { RunFlags } from './run-context.js';

export interface SessionFlags extends RunFlags {
  /** A file of what it is to have heard otherwise. */
  readonly change?: string;
}

export const isSessionName = (name: string): boolean => name.endsWith(SESSION_SUFFIX);

/** What of `squall run` means something for a session. */
const TAKEN: ReadonlySet<string> = new Set(['json', 'trace', 'color', 'change']);

export function runSession(
  world: World,
  patterns: readonly string[],
  flags: SessionFlags,
): ExitCode {
  const [file = '', ...others] = patterns;
  if (others.length > 0)
    throw new UsageError('a recorded session is replayed alone\n  fix: name no other file');
  checkFlags(flags);
  return replayed(world, { file, session: readSession(file, sessionText(world, file)), flags });
}

function checkFlags(flags: SessionFlags): void {
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

/** Errors: `SessionError` for a file that cannot be read. */
function sessionText(world: World, file: string): string {
  try {
    return readFileSync(resolve(world.cwd, file), 'utf8');
  } catch (error) {
    throw new SessionError(
      `${file} cannot be read: ${textOf(error)}\n  fix: name a session that "squall paper --record" or "squall state export" has made`,
    );
  }
}

interface Asked {
  readonly file: string;
  readonly session: Session;
  readonly flags: SessionFlags;
}

function replayed(world: World, asked: Asked): ExitCode {
  const { file, session, flags } = asked;
  const check = decideAgain(session);
  const builds = [...new Set(session.parts.map(({ build }) => build))];
  const told = check.ok === true ? toldOf(world, session, flags) : null;
  if (flags.trace === true) world.out(traced(file, session, told));
  if (flags.json === true)
    printJson(world, {
      ...{ file, blocks: session.blocks.length, builds },
      decisions: { ok: check.ok, text: check.text },
      ...(flags.change === undefined
        ? {}
        : { counterfactual: told === null ? null : changedJson(told) }),
    });
  else
    world.out(
      textOfLines([
        headLine(file, session),
        ...decidedLines({ check, builds }),
        ...(told === null ? [] : changedLines(told)),
      ]),
    );
  if (flags.change === undefined || told !== null) return decidedExit({ check, builds });
  world.err(NOT_CHANGED);
  return EXIT.mismatch;
}

const NOT_CHANGED =
  'the changes were not made: where it is decided otherwise by itself, nobody could tell what a change did\n' +
  '  fix: replay it with the squall that recorded it\n';

function toldOf(world: World, session: Session, { change }: SessionFlags): ChangedTold | null {
  if (change === undefined) return null;
  const text = writtenText(world, resolve(world.cwd, change), 'file of changes');
  const changes = readChanges(change, text, session);
  const changed = changeSession(session, changes);
  return { session, changes, changed, compared: compareSessions(session, changed) };
}

/** Blocks that somebody made up can be hashed as well: they are of any shape. */
function traced(file: string, session: Session, told: ChangedTold | null): string {
  try {
    return traceText(sessionSource(session, told?.changed.blocks ?? session.blocks));
  } catch (error) {
    if (!isOfShape(error)) throw error;
    throw new SessionError(
      `${file}: its blocks are not of the shapes that this squall writes (${error.message})\n  fix: make it again with "squall state export"`,
    );
  }
}

function headLine(file: string, { parts, blocks }: Session): string {
  const at = (index: number): string =>
    new Date((blocks.at(index)?.input.at ?? 0) / 1_000).toISOString();
  return `${file}: blocks: ${grouped(blocks.length)}, configurations: ${parts.length}, from ${at(0)} to ${at(-1)}`;
}
