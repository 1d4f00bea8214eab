/** A venue of a scenario in a process of its own, with the keys that the examples use; and a program beside it, to its end. */
import { spawn } from 'node:child_process';
import { Child } from '../sigkill/child.mjs';

export const KEYS = {
  APCA_API_KEY_ID: 'SQUALL',
  APCA_API_SECRET_KEY: 'squall-secret',
  BINANCE_API_KEY: 'SQUALL',
  BINANCE_API_SECRET: 'squall-secret',
};

/** `flags` of `squall venue`, but for the port where any will do. */
export async function stand(flags, { cwd } = {}) {
  const child = new Child(['venue', ...flags], KEYS, cwd);
  await child.until(({ out }) => out.includes('Ctrl+C'), 'a venue to listen');
  const [address] = /http:\/\/\S+:\d+/.exec(child.out) ?? [];
  if (address === undefined) throw new Error(`squall venue ${flags.join(' ')}\n${child.err}`);
  return {
    address,
    /** What it said, and its exit code. */
    end: async () => {
      child.kill('SIGINT');
      const { code } = await child.ended('a venue to end');
      return { code, out: child.out };
    },
  };
}

/** So long may a program take; the longest takes a minute. */
const PATIENCE_MS = 300_000;

/** What it wrote, as it was written, and its exit code; null = it took too long. */
export function ran(command, args, { onOut = () => undefined, ...options } = {}) {
  const child = spawn(command, args, {
    timeout: PATIENCE_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
    // Of the programs in the sources nothing is left there.
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...options.env },
  });
  const said = { out: '', err: '', all: '' };
  const hear = (stream, name) =>
    stream.setEncoding('utf8').on('data', (text) => {
      said[name] += text;
      said.all += text;
      if (name === 'out') onOut(text);
    });
  hear(child.stdout, 'out');
  hear(child.stderr, 'err');
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ ...said, code }));
  });
}
