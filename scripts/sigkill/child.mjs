/** A process of `squall` that is watched: its lines as they come, and its end. Every wait has a limit, and no wait is for a time. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Of the simulated venue, in either dialect. */
const PLAY_KEYS = {
  APCA_API_KEY_ID: 'play',
  APCA_API_SECRET_KEY: 'play',
  BINANCE_API_KEY: 'play',
  BINANCE_API_SECRET: 'play',
};

const root = join(import.meta.dirname, '..', '..');
const BIN = join(root, 'bin', 'squall.mjs');

/** How long anything may take that has to come. */
const PATIENCE_MS = 300_000;

/** Whatever is still there when the script ends, however it does, ends with it. */
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export class Child {
  out = '';
  err = '';
  #process;
  #ears = new Set();
  #ended;

  constructor(args, env = {}, cwd = process.cwd()) {
    this.#process = spawn(process.execPath, [BIN, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...PLAY_KEYS, ...env },
    });
    running.add(this.#process);
    this.#ended = new Promise((done, fail) => {
      this.#process.on('error', fail);
      this.#process.on('close', (code, signal) => {
        running.delete(this.#process);
        done({ code, signal });
      });
    });
    this.#process.stdout.setEncoding('utf8').on('data', (text) => this.#heard('out', text));
    this.#process.stderr.setEncoding('utf8').on('data', (text) => this.#heard('err', text));
  }

  #heard(stream, text) {
    this[stream] += text;
    for (const ear of [...this.#ears]) ear(stream, text);
  }

  kill(signal) {
    this.#process.kill(signal);
  }

  /** Until `isThere` says so of what it wrote, or it ended: true = it is there. */
  async until(isThere, what) {
    let ear = null;
    const seen = new Promise((done) => {
      ear = () => {
        if (isThere(this)) done(true);
      };
      this.#ears.add(ear);
      ear();
    });
    try {
      return await within(Promise.race([seen, this.#ended.then(() => isThere(this))]), what);
    } finally {
      this.#ears.delete(ear);
    }
  }

  ended(what = 'its end') {
    return within(this.#ended, what);
  }

  /** Calls `told` with each piece it writes; the returned function takes that back. */
  listen(told) {
    this.#ears.add(told);
    return () => this.#ears.delete(told);
  }
}

/** What is waited for must come; a limit is no way to wait for a time. */
function within(promise, what) {
  let timer = null;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`waited ${PATIENCE_MS} ms for ${what}`)), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
