/** Folds how far the venue's list of open orders is read, and what it had (REC-5). */
import { invariant } from '../ground/invariant.js';
import type { EpochMicros } from '../ground/units.js';
import type { Entry } from './entry.js';
import { noteRead } from './evolve-gate.js';
import { notePassRead } from './evolve-reconciliation.js';
import {
  type ListReading,
  NOT_READ,
  type OpenOrdersEntry,
  type OpenOrdersWatch,
} from './open-orders.js';
import type { State } from './state.js';

const KINDS: Readonly<Record<OpenOrdersEntry['kind'], true>> = {
  'open-orders-due': true,
  'open-orders-asked': true,
  'open-orders-page': true,
  'open-orders-unclear': true,
  'open-orders-compared': true,
};

export const isOpenOrdersEntry = (entry: Entry): entry is OpenOrdersEntry =>
  Object.hasOwn(KINDS, entry.kind);

export function evolveOpenOrders(state: State, entry: OpenOrdersEntry, at: EpochMicros): void {
  state.openOrders = watchAfter(state.openOrders ?? NOT_READ, entry, at);
  if (entry.kind !== 'open-orders-compared') return;
  noteRead(state, 'open-orders');
  notePassRead(state, 'open-orders');
}

function watchAfter(
  watch: OpenOrdersWatch,
  entry: OpenOrdersEntry,
  at: EpochMicros,
): OpenOrdersWatch {
  switch (entry.kind) {
    case 'open-orders-due':
      return { ...watch, nextAt: entry.nextAt };
    case 'open-orders-asked':
      return { ...watch, nextAt: entry.nextAt, reading: asked(watch, entry, at) };
    case 'open-orders-page': {
      const reading = readingOf(watch);
      return { ...watch, reading: { ...reading, listed: [...reading.listed, ...entry.fresh] } };
    }
    case 'open-orders-unclear':
      return { ...watch, nextAt: entry.nextAt, reading: null };
    case 'open-orders-compared':
      return { nextAt: entry.nextAt, reading: null };
  }
}

function asked(
  watch: OpenOrdersWatch,
  { readId, cursor }: Extract<OpenOrdersEntry, { kind: 'open-orders-asked' }>,
  at: EpochMicros,
): ListReading {
  if (cursor === null) return { readId, since: at, cursors: [], listed: [] };
  const reading = readingOf(watch);
  return { ...reading, readId, cursors: [...reading.cursors, cursor] };
}

function readingOf({ reading }: OpenOrdersWatch): ListReading {
  invariant(reading !== null, 'a page of a list that nobody reads');
  return reading;
}
