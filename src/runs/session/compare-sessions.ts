/**
 * A recorded session beside the same with changes: where they part, what was decided otherwise from there on, and what came of both. Where the recording could
 * not say how it went on, the recording is taken up to that time as well.
 */
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { TraceRow } from '../../report/telling/trace-row.js';
import { traceRows } from '../../report/telling/trace.js';
import type { ChangedSession } from './changed-session.js';
import { type Outcome, outcomeOf } from './outcome.js';
import type { Session } from './session.js';
import { sessionSource } from './session-source.js';

export interface DecidedOtherwise {
  /** As reports call it; '' = the account. */
  readonly order: string;
  /** Kinds of entries behind what both have in common. */
  readonly recorded: readonly string[];
  readonly changed: readonly string[];
}

export interface Parting {
  /** The first block that is another one. */
  readonly seq: number;
  /** What each has there; null = nothing any more. */
  readonly recorded: TraceRow | null;
  readonly changed: TraceRow | null;
}

export interface SessionsCompared {
  /** Null = nothing differs. */
  readonly parting: Parting | null;
  readonly decisions: readonly DecidedOtherwise[];
  readonly recorded: Outcome;
  readonly changed: Outcome;
}

export function compareSessions(
  session: Session,
  { blocks, endedBy }: Pick<ChangedSession, 'blocks' | 'endedBy'>,
): SessionsCompared {
  const recorded = session.blocks.filter(({ input }) => endedBy === null || input.at <= endedBy.at);
  const { instruments } = sessionSource(session);
  const rows = rowsOf(session, recorded);
  const changedRows = rowsOf(session, blocks);
  return {
    parting: partingOf({ blocks: recorded, rows }, { blocks, rows: changedRows }),
    decisions: decidedOtherwise(rows, changedRows),
    recorded: outcomeOf(recorded, instruments),
    changed: outcomeOf(blocks, instruments),
  };
}

const rowsOf = (session: Session, blocks: readonly JournalBlock[]): readonly TraceRow[] =>
  blocks.length === 0 ? [] : traceRows(sessionSource(session, blocks));

interface Side {
  readonly blocks: readonly JournalBlock[];
  readonly rows: readonly TraceRow[];
}

function partingOf(recorded: Side, changed: Side): Parting | null {
  const length = Math.max(recorded.blocks.length, changed.blocks.length);
  for (let seq = 0; seq < length; seq += 1)
    if (recorded.blocks[seq]?.hash !== changed.blocks[seq]?.hash) {
      const row = ({ rows }: Side): TraceRow | null =>
        rows.filter(({ where }) => where === 'input')[seq] ?? null;
      return { seq, recorded: row(recorded), changed: row(changed) };
    }
  return null;
}

function decidedOtherwise(
  recorded: readonly TraceRow[],
  changed: readonly TraceRow[],
): readonly DecidedOtherwise[] {
  const [there, here] = [byOrder(recorded), byOrder(changed)];
  return [...new Set([...there.keys(), ...here.keys()])].flatMap((order) => {
    const [a, b] = [there.get(order) ?? [], here.get(order) ?? []];
    const same = a.findIndex((row, index) => saidOf(row) !== saidOf(b[index]));
    const common = same === -1 ? a.length : same;
    if (common === a.length && common === b.length) return [];
    const kinds = (rows: readonly TraceRow[]) => rows.slice(common).map(({ kind }) => kind);
    return [{ order, recorded: kinds(a), changed: kinds(b) }];
  });
}

/** That a question has its answer is no decision. */
const HEARD = 'read-answered';

function byOrder(rows: readonly TraceRow[]): ReadonlyMap<string, readonly TraceRow[]> {
  const orders = new Map<string, TraceRow[]>();
  for (const row of rows.filter(({ where, kind }) => where === 'engine' && kind !== HEARD)) {
    const known = orders.get(row.order);
    if (known === undefined) orders.set(row.order, [row]);
    else known.push(row);
  }
  return orders;
}

/** A read has another number where one more was asked before it: that is no other decision. */
const saidOf = (row: TraceRow | undefined): string =>
  row === undefined ? '' : `${row.kind} ${row.text.replaceAll(/#\d+/g, '#')}`;
