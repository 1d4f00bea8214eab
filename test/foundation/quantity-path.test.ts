/**
 * The table in ARCHITECTURE.md of the files an order's quantity passes: it is short, its names are few, and it is true:
 * each file has the names it says, and declares no quantity under another.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const HEADING = "## The path of an order's quantity";

interface Stop {
  readonly file: string;
  readonly names: readonly string[];
}

const quoted = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, of = '']) => of);

function stops(): readonly Stop[] {
  const text = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  const from = text.indexOf(HEADING);
  const section = text.slice(from, text.indexOf('\n## ', from + 1));
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) => {
    const [, file = '', names = ''] = row.split('|');
    return { file: quoted(file)[0] ?? '', names: quoted(names) };
  });
}

const PATH = stops();
const codeOf = ({ file }: Stop): string =>
  readFileSync(join(ROOT, 'src', file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

/** In the report's JSON what has executed goes by its long name. */
const nameOf = (name: string): string => (name === 'filledQuantity' ? 'filled' : name);

/** Lots that are a bound, or a sum of another kind, and no order's quantity on its way. */
const BESIDE = new Set(['maxSliceQuantity', 'filledBefore', 'busted']);

describe('the path of an order quantity', () => {
  it('is at most 30 files long, and one hand holds its names', () => {
    expect(PATH.length).toBeGreaterThan(20);
    expect(PATH.length).toBeLessThanOrEqual(30);
    expect(new Set(PATH.map(({ file }) => file)).size).toBe(PATH.length);
    expect(new Set(PATH.flatMap(({ names }) => names.map(nameOf))).size).toBeLessThanOrEqual(5);
  });

  it('is there: each file exists and has the names it is said to have', () => {
    const missing = PATH.flatMap((stop) => {
      if (!existsSync(join(ROOT, 'src', stop.file))) return [stop.file];
      const code = codeOf(stop);
      return stop.names
        .filter((name) => !new RegExp(`\\b${name}\\b`).test(code))
        .map((name) => `${stop.file}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it('has no other names: no file on it declares lots under one', () => {
    const known = new Set(PATH.flatMap(({ names }) => names));
    const strange = PATH.flatMap((stop) =>
      [...codeOf(stop).matchAll(/\b(\w+)\??: Lots\b/g)]
        .map(([, name = '']) => name)
        .filter((name) => !known.has(name) && !BESIDE.has(name))
        .map((name) => `${stop.file}: ${name}`),
    );
    expect(strange).toEqual([]);
  });
});
