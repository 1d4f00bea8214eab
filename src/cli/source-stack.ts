/**
 * A stack trace of the bundle as one of the sources: each place in dist is looked up in the map beside it. Done when
 * something went wrong, so that no start has to read a map. What cannot be looked up stays as it is.
 */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PACKAGE_ROOT } from '../runs/package-root.js';

const PLACE = /(file:\/\/[^\s():]+\.js):(\d+):(\d+)/g;

export function sourceStack(stack: string): string {
  const maps = new Map<string, SourceMap | null>();
  return stack.replace(PLACE, (place: string, url: string, line: string, column: string) => {
    const file = fileURLToPath(url);
    const map = maps.has(file) ? maps.get(file) : readMap(file);
    maps.set(file, map ?? null);
    const found = map?.findEntry(Number(line) - 1, Number(column) - 1);
    if (found === undefined || !('originalSource' in found)) return place;
    const source = relative(PACKAGE_ROOT, resolve(dirname(file), found.originalSource));
    return `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`;
  });
}

function readMap(file: string): SourceMap | null {
  try {
    const payload = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as never;
    return new SourceMap(payload);
  } catch {
    return null;
  }
}
