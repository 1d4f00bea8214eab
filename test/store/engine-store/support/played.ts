/** Engines in processes of their own (`play-engine.ts`), which end with their test at the latest. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Interface, createInterface } from 'node:readline';
import { afterEach } from 'vitest';

const PLAY = join(import.meta.dirname, 'play-engine.ts');

interface Played {
  readonly child: ChildProcess;
  /** What it tells, line by line. */
  readonly lines: Interface;
}

export function playedEngines(): (path: string, count: number) => Played {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  return (path, count) => {
    const args = ['--import', import.meta.resolve('tsx'), PLAY, path, String(count)];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    return { child, lines: createInterface({ input: child.stdout }) };
  };
}
