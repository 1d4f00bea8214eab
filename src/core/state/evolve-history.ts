/** Folds how far the venue's history is read (REC-5). */
import { invariant } from '../ground/invariant.js';
import type { EpochMicros } from '../ground/units.js';
import type { Entry } from './entry.js';
import { noteRead } from './evolve-gate.js';
import { notePassRead } from './evolve-reconciliation.js';
import {
  type HistoryEntry,
  type HistoryReading,
  type HistoryWatch,
  NO_HISTORY,
  laterOf,
} from './history.js';
import type { State } from './state.js';

const KINDS: Readonly<Record<HistoryEntry['kind'], true>> = {
  'history-asked': true,
  'history-page': true,
  'history-unclear': true,
  'history-read': true,
};

export const isHistoryEntry = (entry: Entry): entry is HistoryEntry =>
  Object.hasOwn(KINDS, entry.kind);

export function evolveHistory(state: State, entry: HistoryEntry, at: EpochMicros): void {
  state.history = watchAfter(state.history ?? NO_HISTORY, entry, at);
  if (entry.kind !== 'history-read') return;
  noteRead(state, 'history');
  notePassRead(state, 'history', entry.newest);
}

function watchAfter(watch: HistoryWatch, entry: HistoryEntry, at: EpochMicros): HistoryWatch {
  switch (entry.kind) {
    case 'history-asked':
      return { nextAt: entry.nextAt, reading: asked(watch, entry, at) };
    case 'history-page': {
      const reading = readingOf(watch);
      const orders = reading.orders + entry.orders;
      const newest = laterOf(reading.newest, entry.newest);
      const listed = [...reading.listed, ...(entry.listed ?? [])];
      return { ...watch, reading: { ...reading, orders, newest, listed } };
    }
    case 'history-unclear':
      return { nextAt: entry.nextAt, reading: null };
    case 'history-read':
      return NO_HISTORY;
  }
}

function asked(
  watch: HistoryWatch,
  { readId, after, cursor }: Extract<HistoryEntry, { kind: 'history-asked' }>,
  at: EpochMicros,
): HistoryReading {
  if (cursor === null)
    return { readId, after, since: at, cursors: [], listed: [], orders: 0, newest: null };
  const reading = readingOf(watch);
  return { ...reading, readId, cursors: [...reading.cursors, cursor] };
}

function readingOf({ reading }: HistoryWatch): HistoryReading {
  invariant(reading !== null, 'a page of a history that nobody reads');
  return reading;
}
