/** The first place at which two JSON values differ, as the keys that lead there and what stands at either; null = nowhere. */
export interface Difference {
  /** Dotted; '' = the values themselves. */
  readonly path: string;
  readonly stored: unknown;
  readonly again: unknown;
}

export function firstDifference(stored: unknown, again: unknown, path = ''): Difference | null {
  if (isNested(stored) && isNested(again) && Array.isArray(stored) === Array.isArray(again)) {
    const keys = new Set([...Object.keys(again), ...Object.keys(stored)]);
    for (const key of keys) {
      const below = path === '' ? key : `${path}.${key}`;
      const found = firstDifference(stored[key], again[key], below);
      if (found !== null) return found;
    }
    return null;
  }
  return Object.is(stored, again) ? null : { path, stored, again };
}

const isNested = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const SHOWN = 80;

/** A value in a sentence; what is not there is nothing. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

export const differenceText = ({ path, stored, again }: Difference): string =>
  `${path === '' ? '' : `${path}: `}stored ${shown(stored)}, again ${shown(again)}`;
