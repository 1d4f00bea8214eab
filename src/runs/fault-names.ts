/** What the faults of a run are called in a sentence: by length and kind, with as much more as tells them apart. */
import { lengthText } from '../core/ground/length-text.js';
import type { FaultSpec } from '../sim/fault/fault-set.js';

/** Each adds something; the first by which a fault is the only one of its name is taken. */
const NAMES: readonly ((fault: FaultSpec) => string)[] = [
  shortName,
  (fault) => `${shortName(fault)}${beginning(fault)}`,
  (fault) => `${shortName(fault)}${beginning(fault)}${others(fault)}`,
];

export function faultNames(faults: readonly FaultSpec[]): readonly string[] {
  const named = NAMES.map((nameOf) => faults.map(nameOf));
  return faults.map((_, index) => {
    const only = named.find((names) => names.filter((name) => name === names[index]).length === 1);
    if (only !== undefined) return only[index] ?? '';
    const names = named.at(-1) ?? [];
    const nth = names.slice(0, index + 1).filter((name) => name === names[index]).length;
    return `${names[index] ?? ''}, number ${nth}`;
  });
}

function shortName({ kind, values }: FaultSpec): string {
  const length = values['for'];
  return typeof length === 'number' ? `the ${lengthText(length)} ${kind}` : `the fault ${kind}`;
}

function beginning({ values: { at } }: FaultSpec): string {
  if (typeof at === 'number') return ` at ${lengthText(at)}`;
  if (typeof at !== 'object' || at === null || !('after' in at)) return '';
  return ` after ${String(at.after)}${'nth' in at ? ` ${String(at.nth)}` : ''}`;
}

/** Lengths and times are in microseconds: they are no part of a name but by the two above. */
function others({ values }: FaultSpec): string {
  const told = Object.entries(values).flatMap(([name, value]) => {
    if (name === 'for' || name === 'at') return [];
    if (Array.isArray(value)) return [`${name} ${value.join(', ')}`];
    const isPlain = typeof value === 'string' || (typeof value === 'number' && value < 10_000);
    return isPlain ? [`${name} ${value}`] : [];
  });
  return told.length === 0 ? '' : ` (${told.join('; ')})`;
}
