/**
 * An own event in one line, for the evidence of a broken invariant: its kind, and its fields by name, those of records
 * within it one level down. Whatever kinds are added are told without a change here.
 */
import type { Entry } from '../../core/state/entry.js';
import type { Input } from '../../core/state/input.js';
import type { TruthEntry, VenueArrival } from '../../core/order/truth.js';

/** Beyond it a line is no longer looked at. */
const LENGTH_MAX = 240;
/** Told beside the line, or of no use in it. */
const LEFT_OUT = new Set(['kind', 'at', 'seq', 'quotes', 'tapeRow']);

export function eventText(event: Entry | Input | TruthEntry | VenueArrival): string {
  const { kind } = event;
  const text = [kind, ...fieldsOf(event, '')].join(' ');
  return text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text;
}

function fieldsOf(record: object, path: string): readonly string[] {
  return Object.entries(record).flatMap(([name, value]: [string, unknown]) => {
    if (path === '' && LEFT_OUT.has(name)) return [];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return value === '' ? [] : [`${path}${name}=${value}`];
    const isInner = path === '' && typeof value === 'object' && value !== null;
    return isInner && !Array.isArray(value) ? fieldsOf(value, `${name}.`) : [];
  });
}
