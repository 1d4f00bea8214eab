/**
 * What a person is told of a paper session, and how it is told to stop: a line as it begins, one now and then, and at the end what
 * came of each order, or what is left and what to type to go on.
 */
import { LANE_WAKE } from '../core/ground/clock.js';
import { formatQuantity } from '../core/ground/instrument.js';
import type { EpochMicros } from '../core/ground/units.js';
import type { Connection } from '../live/connection.js';
import { aligned, textOfLines } from '../report/text/layout.js';
import type { PaperSession, SessionEnd } from '../runs/paper/paper-session.js';
import type { StrategyFailure } from '../runs/strategy-runner.js';
import { whyShort } from '../runs/paper/why-short.js';
import { EXIT, EXIT_OF_SIGNAL, type ExitCode } from './exit-code.js';
import type { LiveMode } from './live-keys.js';
import type { PaperAsked } from './paper-asked.js';
import type { PaperExpected } from './paper-expected.js';
import { strategyFailureText } from './strategy-stack.js';
import type { Stop } from './stop.js';
import type { World } from './world.js';

interface Begun {
  readonly name: string;
  /** Where it trades, and how fast time passes. */
  readonly at: string;
  /** In the file as it began. */
  readonly blocks: number;
  readonly venue: Connection;
  /** Whether the venue is there when this process is not. */
  readonly outlives: boolean;
  /** What could be taken for something else. */
  readonly notices: readonly string[];
  readonly expected: Pick<PaperExpected, 'judge'>;
}

/** In real time. */
const LINE_EVERY_MS = 5_000;
/** How long orders are waited for that were called off: longer than a request may take. */
const CANCEL_MS = 15_000;

export class PaperLife {
  readonly #world: World;
  readonly #mode: LiveMode;
  readonly #asked: Omit<PaperAsked, 'with'>;
  readonly #stop: Stop;
  #session: PaperSession | null = null;
  #begun: Begun | null = null;
  #failure: Error | null = null;
  #strategyFailed = false;

  constructor(
    world: World,
    mode: LiveMode,
    { asked, stop }: { readonly asked: Omit<PaperAsked, 'with'>; readonly stop: Stop },
  ) {
    this.#world = world;
    this.#mode = mode;
    this.#asked = asked;
    this.#stop = stop;
  }

  /** Also before it has begun. */
  fail(error: Error): void {
    this.#failure = error;
    this.#session?.fail(error);
  }

  /** Told at once: what it would have done, nobody does from here on. */
  strategyFailed(failure: StrategyFailure): void {
    this.#strategyFailed = true;
    this.#world.err(`${this.#mode}: ${strategyFailureText(failure, this.#world.cwd)}`);
  }

  neverBegan(): ExitCode {
    this.#world.err('told to end before the venue was reached: nothing has changed\n');
    return this.#codeOfStop();
  }

  begins(session: PaperSession, begun: Begun): void {
    const { state, duration } = this.#asked;
    this.#session = session;
    this.#begun = begun;
    const { name, blocks, venue, at } = begun;
    const from = blocks === 0 ? 'new' : `goes on after block ${blocks - 1}`;
    this.#world.err(`${this.#mode}: ${name} at ${at}; ${state}: ${from}\n`);
    for (const line of begun.notices) this.#world.err(`${this.#mode}: ${line}\n`);
    if (this.#failure !== null) session.fail(this.#failure);
    if (this.#stop.signal.aborted) this.#stopNow();
    else this.#stop.signal.addEventListener('abort', () => this.#stopNow(), { once: true });
    const { clock } = venue;
    if (duration !== null)
      clock.schedule((clock.now() + duration) as EpochMicros, LANE_WAKE, () => this.#stopNow());
  }

  /** Errors: whatever ended it that was no order and no signal. */
  async ended(): Promise<ExitCode> {
    const session = this.#session;
    if (session === null) throw new Error('a life that has not begun');
    const line = setInterval(() => this.#world.err(this.#statusLine(session)), LINE_EVERY_MS);
    const end = await session.ended;
    clearInterval(line);
    return this.#told(session, end);
  }

  #stopNow(): void {
    const session = this.#session;
    if (session === null) return;
    if (this.#asked.onStop === 'leave') {
      session.leave();
      return;
    }
    session.cancelAll(`told to stop (${this.#stop.by() ?? '--duration'})`);
    const patience = setTimeout(() => session.leave(), CANCEL_MS);
    void session.ended.then(() => clearTimeout(patience));
  }

  #told(session: PaperSession, end: SessionEnd): ExitCode {
    if (end.kind === 'failed') {
      this.#world.err(this.#leftLines(session));
      throw end.error;
    }
    this.#world.out(this.#parentLines(session));
    if (end.kind === 'over') {
      this.#world.err(shortLine(session, this.#mode));
      return this.#judged(true, EXIT.ok);
    }
    const by = this.#stop.by() ?? end.by ?? null;
    this.#world.err(`told to end (${by ?? '--duration'})\n${this.#leftLines(session)}`);
    const { orders, over } = session.standing();
    const isOver = session.isAllSaid && orders === over;
    return this.#judged(by === null || isOver, this.#codeOfStop());
  }

  /** A signal is told as one, whatever was expected. */
  #judged(isOver: boolean, code: ExitCode): ExitCode {
    const { lines, failed } = this.#begun?.expected.judge(isOver) ?? { lines: [], failed: 0 };
    for (const line of lines) this.#world.err(`${this.#mode}: ${line}\n`);
    const isWrong = failed > 0 || this.#strategyFailed;
    return isWrong && code === EXIT.ok ? EXIT.failed : code;
  }

  #codeOfStop(): ExitCode {
    const by = this.#stop.by();
    return by === null ? EXIT.ok : EXIT_OF_SIGNAL[by];
  }

  /** What is left, and how to go on. */
  #leftLines(session: PaperSession): string {
    const { orders, over, working, unknown } = session.standing();
    if (orders === over && session.isAllSaid)
      return `  every order that was given is over; ${this.#asked.state} holds what came of them\n`;
    if (this.#begun?.outlives === false)
      return `  ${over} of ${orders} orders are over; the others end with the venue, which was the session’s own\n`;
    const lines = [
      orders === over
        ? `  every order that was given so far is over; more was to come`
        : `  ${over} of ${orders} orders are over; ${working} working at the venue, left there`,
    ];
    if (unknown > 0)
      lines.push(
        `  ${unknown} sent without an answer yet: looked up when it goes on, never sent twice`,
      );
    lines.push(`  to go on: the same command, with --state ${this.#asked.state}`);
    return textOfLines(lines);
  }

  #statusLine(session: PaperSession): string {
    const { orders, over, working, unknown, gated } = session.standing();
    const state = gated ? 'reconciling' : this.#begun?.venue.isUp() === true ? 'up' : 'venue away';
    return `${this.#mode}: ${state}; ${over} of ${orders} orders over, ${working} working, ${unknown} without an answer\n`;
  }

  #parentLines({ host }: PaperSession): string {
    const instruments = this.#begun?.venue.instruments ?? [];
    const { state } = host;
    const rows = [...state.parents.entries()].map(([, parent]) => {
      const { request, status, filled } = parent;
      const instrument = instruments.find(({ symbol }) => symbol === request.symbol);
      const shown = (lots: typeof filled): string =>
        instrument === undefined ? String(lots) : formatQuantity(instrument, lots);
      return [
        `${request.side} ${request.symbol}`,
        `${shown(filled)} of ${shown(request.quantity)}`,
        status,
        whyShort(state, parent),
      ];
    });
    return rows.length === 0 ? '' : textOfLines(aligned(rows));
  }
}

/** Over is not filled: the exit code says that all has ended, and this how. */
function shortLine({ host: { state } }: PaperSession, mode: LiveMode): string {
  const parents = [...state.parents.entries()].map(([, parent]) => parent);
  const short = parents.filter(({ filled, request }) => filled < request.quantity).length;
  return short === 0
    ? ''
    : `${mode}: ${short} of ${parents.length} orders filled less than was asked\n`;
}
