/** What a program is told of a recorded session with changes: orders by the names that reports and traces have for them, times as `…Micros`. */
import type { EpochMicros } from '../core/ground/units.js';
import type { ClientOrderId } from '../core/order/order.js';
import type { TraceRow } from '../report/telling/trace-row.js';
import { Words } from '../report/telling/words.js';
import type { Becomes } from '../runs/session/change.js';
import { sessionSource } from '../runs/session/session-source.js';
import type { ChangedTold } from './changed-text.js';

export function changedJson({ session, changes, changed, compared }: ChangedTold) {
  const there = new Words(sessionSource(session));
  const here = new Words(sessionSource(session, changed.blocks));
  const { parting, decisions, recorded, changed: came } = compared;
  const { endedBy } = changed;
  return {
    requestTimeoutMicros: changes.requestTimeout,
    changes: changes.changes.map((change) => {
      const { of, nth, fitting, becomes } = change;
      return {
        ...{ message: of.message, kind: of.kind, order: nameOf(of.order, there) },
        ...{ block: of.seq, atMicros: of.at, nth, fitting, becomes: becomesJson(becomes) },
        /** Null: with the other changes it never comes. */
        made: changed.made.get(change) ?? null,
      };
    }),
    firstDifference:
      parting === null
        ? null
        : {
            block: parting.seq,
            recorded: rowJson(parting.recorded),
            changed: rowJson(parting.changed),
          },
    assumed: changed.assumed.map(({ at, order, kind, text }) => ({
      ...{ atMicros: at, order: nameOf(order, here), kind, text },
    })),
    ends:
      endedBy === null
        ? null
        : {
            atMicros: endedBy.at,
            order: nameOf(endedBy.command?.clientOrderId ?? null, here),
            text: endedBy.text,
          },
    decidedOtherwise: decisions.map(({ order, ...kinds }) => ({
      order: rowOrder(order),
      ...kinds,
    })),
    recorded,
    changed: came,
  };
}

/** Null = the account. */
const nameOf = (order: ClientOrderId | null, words: Words): string | null =>
  order === null ? null : words.child(order);

/** Rows of a trace leave it empty. */
const rowOrder = (order: string): string | null => (order === '' ? null : order);

const becomesJson = (becomes: Becomes) =>
  becomes.kind === 'delayed' ? { kind: becomes.kind, byMicros: becomes.by } : becomes;

interface RowJson {
  readonly atMicros: EpochMicros;
  readonly order: string | null;
  readonly kind: string;
  readonly text: string;
}

const rowJson = (row: TraceRow | null): RowJson | null =>
  row === null
    ? null
    : {
        atMicros: row.at,
        order: rowOrder(row.order),
        kind: row.kind,
        text: row.text,
      };
