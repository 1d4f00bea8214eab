/** Folds what is known of positions (FIL-7), and what was booked where they differ (REC-6). */
import type { EpochMicros, Lots } from '../ground/units.js';
import type { Entry } from './entry.js';
import { noteRead } from './evolve-gate.js';
import { notePassRead } from './evolve-reconciliation.js';
import { exposeAdjustment } from './expose.js';
import type { ReadId } from './command.js';
import { ORDERS_NAMED_MOST, type PositionEntry, type PositionWatch, newWatch } from './position.js';
import type { State } from './state.js';

type Of<K extends PositionEntry['kind']> = Extract<PositionEntry, { kind: K }>;

const KINDS: Readonly<Record<PositionEntry['kind'], true>> = {
  'position-due': true,
  'positions-asked': true,
  'positions-read': true,
  'positions-unread': true,
  'position-unclear': true,
  'position-compared': true,
  'position-synced': true,
  'position-adjustment': true,
};

/** Nothing waits for an answer. */
const CLEARED_UP = { orders: [], earlier: 0, differs: null } as const;

export const isPositionEntry = (entry: Entry): entry is PositionEntry =>
  Object.hasOwn(KINDS, entry.kind);

export function evolvePosition(state: State, entry: PositionEntry, at: EpochMicros): void {
  if (entry.kind === 'positions-read') {
    state.positionReading = null;
    noteRead(state, 'positions');
    notePassRead(state, 'positions');
    return;
  }
  if (entry.kind === 'positions-unread') {
    const { nextAt } = entry;
    state.positionReading = nextAt === null ? null : { readId: null, nextAt };
    return;
  }
  if (entry.kind === 'positions-asked') {
    const { readId, of, nextAt } = entry;
    if (nextAt !== undefined) state.positionReading = { readId, nextAt };
    for (const { symbol, ours } of of)
      change(state, symbol, (watch) => ({
        ...watch,
        nextAt: null,
        asked: [...watch.asked, { readId, ours }],
      }));
    return;
  }
  if (entry.kind === 'position-adjustment') {
    exposeAdjustment(state, entry);
    if (entry.readId === null) return;
  }
  change(state, entry.symbol, (watch) => watchAfter(watch, entry, at));
}

function watchAfter(
  watch: PositionWatch,
  entry: Exclude<
    PositionEntry,
    { kind: 'positions-asked' | 'positions-read' | 'positions-unread' }
  >,
  at: EpochMicros,
): PositionWatch {
  switch (entry.kind) {
    case 'position-due': {
      const { nextAt, order } = entry;
      if (order === null) return { ...watch, nextAt };
      const orders = [...watch.orders, order];
      const tooMany = Math.max(0, orders.length - ORDERS_NAMED_MOST);
      const earlier = watch.earlier + tooMany;
      return { ...watch, nextAt, orders: orders.slice(tooMany), earlier };
    }
    case 'position-unclear':
      return { ...answered(watch, entry), nextAt: entry.nextAt };
    case 'position-compared':
      return compared(answered(watch, entry), entry, at);
    case 'position-synced': {
      const { offset } = entry;
      return { ...answered(watch, entry), offset, nextAt: null, ...CLEARED_UP };
    }
    case 'position-adjustment':
      return { ...answered(watch, entry), nextAt: null, ...CLEARED_UP };
  }
}

function compared(
  watch: PositionWatch,
  { told, expected, nextAt }: Of<'position-compared'>,
  at: EpochMicros,
): PositionWatch {
  const by = (told - expected) as Lots;
  if (by === 0) return { ...watch, nextAt, ...CLEARED_UP };
  return {
    ...watch,
    nextAt,
    differs: watch.differs?.by === by ? watch.differs : { by, since: at },
  };
}

const answered = (
  watch: PositionWatch,
  { readId }: { readonly readId: ReadId | null },
): PositionWatch => ({ ...watch, asked: watch.asked.filter((look) => look.readId !== readId) });

function change(state: State, symbol: string, to: (watch: PositionWatch) => PositionWatch): void {
  const watches = state.positions ?? [];
  const known = watches.find((watch) => watch.symbol === symbol);
  state.positions =
    known === undefined
      ? [...watches, to(newWatch(symbol))]
      : watches.map((watch) => (watch === known ? to(watch) : watch));
}
