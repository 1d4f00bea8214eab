/**
 * RSK-1: a file that keeps every order of an engine from leaving while it is there, whoever put it there: what works without the API, and
 * without squall. It is looked for before each send; one that cannot be looked for is taken for there.
 */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

const REASON_MAX = 200;

export const killFileOf = (state: string): string => `${state}.kill`;

export class KillFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  isThere(): boolean {
    return statSync(this.path, { throwIfNoEntry: false }) !== undefined;
  }

  /** Its first line; null = there is none. */
  reason(): string | null {
    if (!this.isThere()) return null;
    const said = firstLine(this.path);
    return said === '' ? `${this.path} is there` : said;
  }

  put(reason: string): void {
    writeFileSync(this.path, `${reason}\n`);
  }

  /** @returns whether there was one. */
  takeAway(): boolean {
    const was = this.isThere();
    rmSync(this.path, { force: true });
    return was;
  }
}

/** '' for one that cannot be read: it is there all the same. */
function firstLine(path: string): string {
  try {
    return (readFileSync(path, 'utf8').split('\n')[0] ?? '').trim().slice(0, REASON_MAX);
  } catch {
    return '';
  }
}
