/** Folds how far the venue's history is read (REC-5). */
import { invariant } from '../ground/invariant.js';
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

export function evolveHistory(state: State, entry: HistoryEntry): void {
  state.history = watchAfter(state.history ?? NO_HISTORY, entry);
  if (entry.kind !== 'history-read') return;
  noteRead(state, 'history');
  notePassRead(state, 'history', entry.newest);
}

function watchAfter(watch: HistoryWatch, entry: HistoryEntry): HistoryWatch {
  switch (entry.kind) {
    case 'history-asked': {
      const { readId, after, cursor, nextAt } = entry;
      if (cursor === null)
        return { nextAt, reading: { readId, after, cursors: [], orders: 0, newest: null } };
      const reading = readingOf(watch);
      return { nextAt, reading: { ...reading, readId, cursors: [...reading.cursors, cursor] } };
    }
    case 'history-page': {
      const reading = readingOf(watch);
      const orders = reading.orders + entry.orders;
      return {
        ...watch,
        reading: { ...reading, orders, newest: laterOf(reading.newest, entry.newest) },
      };
    }
    case 'history-unclear':
      return { nextAt: entry.nextAt, reading: null };
    case 'history-read':
      return NO_HISTORY;
  }
}

function readingOf({ reading }: HistoryWatch): HistoryReading {
  invariant(reading !== null, 'a page of a history that nobody reads');
  return reading;
}
