/**
 * One symbol as it is recorded: each event goes to its file as it came, and a snapshot of the book is asked for wherever the diffs that are
 * recorded cannot be gone on from one: at the beginning, in a new file, after a gap, after a loss of the connection. Numbers that were never
 * told are gaps, and each is noted. Mutable.
 */
import { type Clock, LANE_WAKE, type TimerHandle } from '../../../core/ground/clock.js';
import { type EpochMicros, type Micros, plus, seconds } from '../../../core/ground/units.js';
import { idIn } from './event-id.js';
import type { RecordedStream, StreamEvent } from './market-streams.js';
import type { SnapshotAnswer } from './public-market.js';
import { DepthSequence, type Missing, TradeSequence } from './sequence.js';

export interface Gap extends Missing {
  readonly symbol: string;
  readonly of: 'depth' | 'trade';
  /** When the first message behind it was received. */
  readonly at: EpochMicros;
  readonly why: string;
}

export type RowCounts = Readonly<Record<RecordedStream | 'snapshot', number>>;

export interface SymbolRecorderOptions {
  readonly symbol: string;
  readonly clock: Clock;
  readonly askSnapshot: () => Promise<SnapshotAnswer>;
  /** Into the file; true: it is the first line of one. Never throws. */
  readonly write: (json: string) => boolean;
  readonly onGap: (gap: Gap) => void;
  /** Why there is no snapshot yet. */
  readonly onProblem: (text: string) => void;
}

/** A snapshot from before the first diff is asked for again; the venue's copies of a book are behind by less. */
const TOO_OLD_RETRY: Micros = seconds(1);
const LEFT_OUT = 'the stream left them out';

export class SymbolRecorder {
  readonly #options: SymbolRecorderOptions;
  readonly #rows = { 'depth@100ms': 0, bookTicker: 0, trade: 0, snapshot: 0 };
  readonly #depth = new DepthSequence();
  readonly #trades = new TradeSequence();
  readonly #whyMissing = { depth: LEFT_OUT, trade: LEFT_OUT };
  #isAsking = false;
  #retry: TimerHandle | null = null;
  #closed = false;

  constructor(options: SymbolRecorderOptions) {
    this.#options = options;
  }

  get symbol(): string {
    return this.#options.symbol;
  }

  get rows(): RowCounts {
    return this.#rows;
  }

  /** Errors: `UnreadableError`, and nothing of it is recorded. */
  heard({ stream, data, text }: StreamEvent): void {
    switch (stream) {
      case 'depth@100ms': {
        const [first, last] = [idIn(data, 'U'), idIn(data, 'u')];
        this.#write(stream, text);
        this.#noteGap('depth', this.#depth.diff(first, last));
        if (this.#depth.needsSnapshot) this.#ask();
        return;
      }
      case 'trade': {
        const id = idIn(data, 't');
        this.#write(stream, text);
        this.#noteGap('trade', this.#trades.trade(id));
        return;
      }
      case 'bookTicker':
        this.#write(stream, text);
    }
  }

  /** The connection: what is told next may not go on from what was. */
  lost(why: string): void {
    this.#depth.begins();
    this.#whyMissing.depth = this.#whyMissing.trade = why;
  }

  close(): void {
    this.#closed = true;
    if (this.#retry !== null) this.#options.clock.cancel(this.#retry);
  }

  #write(kind: keyof RowCounts, json: string): void {
    if (this.#options.write(json)) this.#depth.begins();
    this.#rows[kind] += 1;
  }

  #noteGap(of: Gap['of'], missing: Missing | null): void {
    const { symbol, clock, onGap } = this.#options;
    const why = this.#whyMissing[of];
    this.#whyMissing[of] = LEFT_OUT;
    if (missing !== null) onGap({ ...missing, symbol, of, at: clock.now(), why });
  }

  #ask(): void {
    if (this.#isAsking || this.#closed) return;
    this.#isAsking = true;
    void this.#options.askSnapshot().then((answer) => this.#answered(answer));
  }

  #answered(answer: SnapshotAnswer): void {
    if (this.#closed) return;
    if (answer.kind === 'none') {
      this.#options.onProblem(`no snapshot of ${this.symbol}: ${answer.why}`);
      this.#askAfter(answer.retryAfter);
    } else if (this.#depth.snapshot(answer.id)) {
      this.#isAsking = false;
      this.#write('snapshot', answer.text);
    } else this.#askAfter(TOO_OLD_RETRY);
  }

  #askAfter(wait: Micros): void {
    const { clock } = this.#options;
    this.#retry = clock.schedule(plus(clock.now(), wait), LANE_WAKE, () => {
      this.#isAsking = false;
      // After a loss the next diff asks.
      if (this.#depth.needsSnapshot) this.#ask();
    });
  }
}
