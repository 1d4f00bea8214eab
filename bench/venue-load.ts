/**
 * A venue on the wire under load: 500 requests a second and 100 stream clients for a minute, in each dialect, from another process than the venue's.
 * Floors: no answer is an error, no stream breaks, 99 % of the answers come within 50 ms of when they were due to be asked for, and the venue's
 * heap after a collection is no more than a tenth larger at the end than after a quarter of the time. `--seconds`, `--rate` and `--clients`
 * take others; a dialect alone: `npm run bench venue-load alpaca`.
 */
import { fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as passed } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { LOAD, type LoadRequest, type StreamClient } from './support/venue-requests.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '500' },
    clients: { type: 'string', default: '100' },
    quick: { type: 'boolean', default: false },
  },
});
const [asked, rate, clients] = [values.seconds, values.rate, values.clients].map(Number) as [
  number,
  number,
  number,
];
const seconds = values.quick ? 8 : asked;

const DIALECTS = ['alpaca', 'binance'] as const;
type Dialect = (typeof DIALECTS)[number];

const P99_MS_MOST = 50;
const HEAP_GROWTH_MOST = 1.1;
const MEGABYTE = 2 ** 20;
/** How often requests that are due are sent. */
const BEAT_MS = 5;

interface Venue {
  readonly port: number;
  readonly heapBytes: () => Promise<number>;
  readonly end: () => void;
}

async function standing(dialect: Dialect): Promise<Venue> {
  const script = join(import.meta.dirname, 'support', 'stand-under-load.ts');
  const child = fork(script, [dialect], { execArgv: ['--expose-gc', '--import', 'tsx'] });
  const said = <T>(): Promise<T> =>
    new Promise((done, fail) => {
      child.once('message', (message) => done(message as T));
      child.once('exit', (code) => fail(new Error(`the venue ended with ${code}`)));
    });
  const { port } = await said<{ readonly port: number }>();
  return {
    port,
    heapBytes: async () => {
      const heard = said<{ readonly heapBytes: number }>();
      child.send('heap');
      return (await heard).heapBytes;
    },
    end: () => void child.kill('SIGKILL'),
  };
}

/** What became of all requests and streams. */
class Outcome {
  readonly latenciesMs: number[] = [];
  readonly errors = new Map<string, number>();
  frames = 0;

  failed(what: string): void {
    this.errors.set(what, (this.errors.get(what) ?? 0) + 1);
  }

  percentile(share: number): number {
    const sorted = this.latenciesMs.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  }
}

/** From when it was due, so that a load that comes late is not taken for a venue that is fast. */
function send(
  { method, path, headers = {}, body }: LoadRequest,
  to: { readonly port: number; readonly agent: Agent; readonly dueAt: number },
  outcome: Outcome,
): Promise<void> {
  return new Promise((done) => {
    const failed = (what: string): void => {
      outcome.failed(`${method} ${path.replace(/\?.*/, '')}: ${what}`);
      done();
    };
    const sent = request(
      { host: '127.0.0.1', port: to.port, agent: to.agent, method, path, headers },
      (response) => {
        response.on('error', (error) => failed(error.message));
        response.on('end', () => {
          outcome.latenciesMs.push(performance.now() - to.dueAt);
          const { statusCode = 0 } = response;
          if (statusCode >= 300) failed(String(statusCode));
          else done();
        });
        response.resume();
      },
    );
    sent.on('error', (error) => failed(error.message));
    sent.end(body);
  });
}

function listen(port: number, { path, says }: StreamClient, outcome: Outcome): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  const left = [...says];
  const speak = (): void => {
    const next = left.shift();
    if (next !== undefined) socket.send(JSON.stringify(next()));
  };
  socket.on('open', speak);
  socket.on('message', () => {
    outcome.frames += 1;
    speak();
  });
  socket.on('error', ({ message }) => outcome.failed(`stream ${path}: ${message}`));
  socket.on('close', () => outcome.failed(`stream ${path}: closed`));
  return socket;
}

/** Sends what is due until the time is over, and waits for the answers. */
async function load(dialect: Dialect, venue: Venue, outcome: Outcome): Promise<readonly number[]> {
  const { port } = venue;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { request: requestOf, stream } = LOAD[dialect];
  const sockets = Array.from({ length: clients }, (_, nth) => listen(port, stream(nth), outcome));
  const heaps: number[] = [];
  const answers: Promise<void>[] = [];
  const begun = performance.now();
  for (let nth = 0; nth < rate * seconds;) {
    await passed(BEAT_MS);
    const now = performance.now();
    for (; nth < rate * seconds; nth += 1) {
      const dueAt = begun + (nth * 1_000) / rate;
      if (dueAt > now) break;
      answers.push(send(requestOf(nth), { port, agent, dueAt }, outcome));
    }
    const quarter = heaps.length === 0 && now - begun >= (seconds * 1_000) / 4;
    if (quarter) heaps.push(await venue.heapBytes());
  }
  await Promise.all(answers);
  heaps.push(await venue.heapBytes());
  for (const socket of sockets) socket.removeAllListeners('close').terminate();
  agent.destroy();
  return heaps;
}

/** Whether every floor is met. */
async function measured(dialect: Dialect): Promise<boolean> {
  const venue = await standing(dialect);
  const outcome = new Outcome();
  try {
    const [early = NaN, late = NaN] = await load(dialect, venue, outcome);
    const [p50, p99, worst] = [0.5, 0.99, 1].map((share) => outcome.percentile(share));
    const errors = [...outcome.errors].map(([what, times]) => `${times} x ${what}`);
    const isBusy = loadavg()[0]! > cpus().length;
    console.log(
      `${dialect}: ${outcome.latenciesMs.length} answers in ${seconds} s, ${clients} streams with ${outcome.frames} frames\n` +
        `  answered within ${p50!.toFixed(1)} ms (half), ${p99!.toFixed(1)} ms (99 %), ${worst!.toFixed(1)} ms (all)\n` +
        `  heap ${(early / MEGABYTE).toFixed(1)} MB after a quarter, ${(late / MEGABYTE).toFixed(1)} MB at the end: ${(late / early).toFixed(3)}x\n` +
        `  errors: ${errors.length === 0 ? 'none' : errors.join('; ')}`,
    );
    const isSlow = p99! >= P99_MS_MOST;
    if (isSlow)
      console.log(
        `  99 % took ${P99_MS_MOST} ms or more${isBusy ? ': the machine is busy, which may be why' : ''}`,
      );
    return errors.length === 0 && late / early <= HEAP_GROWTH_MOST && (!isSlow || isBusy);
  } finally {
    venue.end();
  }
}

for (const dialect of DIALECTS)
  if (positionals.length === 0 || positionals.includes(dialect))
    if (!(await measured(dialect))) process.exitCode = 1;
