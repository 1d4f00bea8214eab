/**
 * Two programs against each other, fairly on a busy machine: both processes of a pair live at once and play their rounds
 * by turns, a fraction of a second each, so that whatever slows the machine slows both. A pair gives one ratio, that of
 * the medians of their rounds; a new pair of processes gives the next, because how a process was compiled and where its
 * memory lies is luck that lasts as long as it does. What speaks in the end is the median over pairs with its interval.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { RoundAnswer } from './rounds.js';
import { type RatioSummary, figure, medianOf, summarize } from './statistics.js';

export interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

export interface Pace {
  readonly pairs: number;
  readonly rounds: number;
}

/** Nine pairs are the fewest whose sign interval leaves out an outlier at either end. */
export const FULL: Pace = { pairs: 9, rounds: 15 };
export const QUICK: Pace = { pairs: 3, rounds: 7 };

export interface Duel {
  readonly title: string;
  readonly subject: Contender;
  readonly reference: Contender;
  /** Rounds of each that do not count. */
  readonly warmUp: number;
  /** The least ratio accepted, held against the low end of the interval. */
  readonly floor?: number;
  /** Whether the two did the same work; a sentence when not. Equal checks when left out. */
  readonly compareWork?: (subject: RoundAnswer, reference: RoundAnswer) => string | null;
}

interface PairResult {
  readonly subject: readonly RoundAnswer[];
  readonly reference: readonly RoundAnswer[];
}

/** Plays and prints one duel; false when its floor is missed. */
export async function duel(asked: Duel, pace: Pace): Promise<boolean> {
  const pairs: PairResult[] = [];
  for (let pair = 0; pair < pace.pairs; pair += 1) {
    pairs.push(await playPair(asked, pace, pair % 2 === 0));
  }
  requireSameWork(asked, pairs);
  const ratio = summarize(
    pairs.map(({ subject, reference }) => costOf(reference) / costOf(subject)),
  );
  console.log(asked.title);
  printContender(
    asked.subject.name,
    pairs.map(({ subject }) => subject),
  );
  printContender(
    asked.reference.name,
    pairs.map(({ reference }) => reference),
  );
  return printRatio(ratio, asked.floor ?? 0, pace.pairs);
}

const PAIRS_FOR_INTERVAL = 6;

/** A floor counts only where the interval does: fewer pairs have none at 95 %. */
function printRatio(ratio: RatioSummary, floor: number, pairs: number): boolean {
  const isFull = pairs >= PAIRS_FOR_INTERVAL;
  const met = ratio.low >= floor;
  const verdict = met ? 'met' : isFull ? 'MISSED' : 'not reached; too few pairs to judge';
  console.log(
    `  ratio ${figure(ratio.median)}x   ${figure(ratio.min)} … ${figure(ratio.max)} over ${pairs} pairs` +
      (isFull ? `, 95 % of the median ${figure(ratio.low)} … ${figure(ratio.high)}` : '') +
      (floor === 0 ? '' : `   floor ${floor}x ${verdict}`),
  );
  return met || !isFull;
}

/** Processor time per operation, in microseconds. */
const costOf = (rounds: readonly RoundAnswer[]): number =>
  medianOf(rounds.map(({ cpuMicros, operations }) => cpuMicros / operations));

function printContender(name: string, pairs: readonly (readonly RoundAnswer[])[]): void {
  const cpu = pairs.map((rounds) => costOf(rounds) / 1_000).sort((a, b) => a - b);
  const wall = medianOf(
    pairs.map((rounds) =>
      medianOf(rounds.map(({ wallMicros, operations }) => wallMicros / operations / 1_000)),
    ),
  );
  const details = Object.entries(pairs[0]![0]!.details).map(([key, value]) => `${key} ${value}`);
  console.log(
    `  ${name.padEnd(24)} ${figure(medianOf(cpu))} ms of processor time (${figure(cpu[0]!)} … ` +
      `${figure(cpu.at(-1)!)}), ${figure(wall)} ms by the clock` +
      (details.length === 0 ? '' : `   ${details.join(', ')}`),
  );
}

function requireSameWork(asked: Duel, pairs: readonly PairResult[]): void {
  const compare = asked.compareWork ?? sameCheck;
  for (const { subject, reference } of pairs) {
    for (const [round, answer] of subject.entries()) {
      const problem = compare(answer, reference[round]!);
      if (problem !== null) throw new Error(`${asked.title}: not the same work: ${problem}`);
    }
  }
}

const sameCheck = (subject: RoundAnswer, reference: RoundAnswer): string | null =>
  subject.check === reference.check ? null : `${subject.check} / ${reference.check}`;

async function playPair(
  { subject, reference, warmUp }: Duel,
  pace: Pace,
  subjectFirst: boolean,
): Promise<PairResult> {
  const players = [new Player(subject), new Player(reference)] as const;
  const played: PairResult = { subject: [], reference: [] };
  try {
    for (const player of players) await player.ready();
    for (let round = 0; round < warmUp + pace.rounds; round += 1) {
      const order = (round % 2 === 0) === subjectFirst ? [0, 1] : [1, 0];
      for (const who of order) {
        const answer = await players[who]!.play();
        const counted = (who === 0 ? played.subject : played.reference) as RoundAnswer[];
        if (round >= warmUp) counted.push(answer);
      }
    }
    return played;
  } finally {
    for (const player of players) player.end();
  }
}

/** One measured process: a line in, a line out. */
class Player {
  readonly #name: string;
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string, undefined>;

  constructor({ name, command, args, cwd }: Contender) {
    this.#name = name;
    this.#process = spawn(command, args, { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
  }

  /** Programs may print what they like before they are ready. */
  async ready(): Promise<void> {
    while ((await this.#line()) !== 'ready');
  }

  async play(): Promise<RoundAnswer> {
    this.#process.stdin!.write('round\n');
    return JSON.parse(await this.#line()) as RoundAnswer;
  }

  end(): void {
    this.#process.stdin!.end();
    this.#process.kill();
  }

  async #line(): Promise<string> {
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`${this.#name} ended before it was done`);
    return line.value;
  }
}
