/**
 * The measured process's side of `alternate.ts`: it says that it is ready, plays one round for each line it reads, and
 * answers with what the round cost. Processor time counts all threads, garbage collection and compilation included, and
 * leaves out the time in which other processes had the processor.
 */
import { createInterface } from 'node:readline';

export interface Workload {
  /** What the round needs and does not count. */
  readonly prepare?: (round: number) => void;
  /** Plays round 0, 1, 2 …; returns what came out, to be compared with the other contender's. */
  readonly play: (round: number) => string;
  /** What one round is divided by: runs, rows. */
  readonly operations: number;
  readonly details?: () => Readonly<Record<string, string | number>>;
}

/** One line of JSON per round. */
export interface RoundAnswer {
  readonly cpuMicros: number;
  readonly wallMicros: number;
  readonly operations: number;
  readonly check: string;
  readonly details: Readonly<Record<string, string | number>>;
}

export async function serveRounds(workload: Workload): Promise<void> {
  console.log('ready');
  let round = 0;
  for await (const _ of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(playOne(workload, round)));
    round += 1;
  }
}

function playOne(workload: Workload, round: number): RoundAnswer {
  workload.prepare?.(round);
  const cpu = process.cpuUsage();
  const started = process.hrtime.bigint();
  const check = workload.play(round);
  const wallMicros = Number(process.hrtime.bigint() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const { operations, details } = workload;
  return { cpuMicros: user + system, wallMicros, operations, check, details: details?.() ?? {} };
}
