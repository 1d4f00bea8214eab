/**
 * Errors of other people's code: where in their own sources it was, without our lines, a package's or Node's. A strategy that
 * throws is no bug of ours, and whoever wrote it needs file and line.
 */
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PACKAGE_ROOT } from '../runs/package-root.js';
import type { StrategyFailure } from '../runs/strategy-runner.js';

/** A frame's file, as a path or URL, with what loaders put behind it. */
const FRAME = /^\s+at (?:(.*) \()?((?:file:\/\/|\/|[A-Za-z]:\\).*?)(\?[^:)]*)?(:\d+:\d+)\)?$/;

interface Frame {
  readonly call: string;
  readonly file: string;
  readonly place: string;
}

const OURS = ['dist', 'src'].map((folder) => join(PACKAGE_ROOT, folder) + sep);
const PACKAGES = `${sep}node_modules${sep}`;

const isOurs = (file: string): boolean => OURS.some((folder) => file.startsWith(folder));

function framesOf(stack: string): readonly Frame[] {
  return stack.split('\n').flatMap((line) => {
    const [, call = '', named = '', , place = ''] = FRAME.exec(line) ?? [];
    if (named === '') return [];
    return [{ call, file: named.startsWith('file:') ? fileURLToPath(named) : named, place }];
  });
}

/** What an error of a strategy looks like: thrown there, not by us on the way. */
export function isForeign(error: unknown): error is Error {
  if (!(error instanceof Error) || error.name === 'InvariantError') return false;
  const frames = framesOf(error.stack ?? '');
  const first = frames.find(({ file }) => isOurs(file) || !file.includes(PACKAGES));
  return first !== undefined && !isOurs(first.file);
}

/** The lines of a stack that are in other people's sources, as Node writes them; empty when none is. */
export function foreignLines(stack: string | null, cwd: string): string {
  return framesOf(stack ?? '')
    .filter(({ file }) => !isOurs(file) && !file.includes(PACKAGES))
    .map(({ call, file, place }) => {
      const where = `${near(file, cwd)}${place}`;
      return `    at ${call === '' ? where : `${call} (${where})`}\n`;
    })
    .join('');
}

export function strategyFailureText(failure: StrategyFailure, cwd: string): string {
  const { id, text, file, stack } = failure;
  const lines = foreignLines(stack, cwd);
  const module = file === null ? '' : `    in ${near(file, cwd)}\n`;
  return `strategy ${id} failed: ${text}\n${lines === '' ? module : lines}`;
}

function near(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith('..') ? file : path;
}
