/**
 * What a symbol's recorder says is missing, against what an import finds: on streams with diffs and trades left out, connections lost, and
 * snapshots that come late, too old or not at all.
 */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMicros, plus, millis } from '../../../../src/core/ground/units.js';
import { RawFiles } from '../../../../src/data/binance/raw-files.js';
import { inspectFiles } from '../../../../src/data/inspect.js';
import type { RecordedStream } from '../../../../src/live/binance/record/market-streams.js';
import type { SnapshotAnswer } from '../../../../src/live/binance/record/public-market.js';
import { type Gap, SymbolRecorder } from '../../../../src/live/binance/record/symbol-recorder.js';
import { VirtualClock } from '../../../../src/sim/clock/virtual-clock.js';
import { temporaryFiles } from '../../../data/temporary-files.js';
import { lawCases, lawTimeoutMs } from '../../../support/law-cases.js';

const { root } = temporaryFiles();
const START = epochMicros(Date.UTC(2024, 7, 9) * 1_000);
const CUT = 'the connection ended';
/** Between two things that happen. */
const STEP_MS = 50;
/** A case is an import of files: so many fewer of them than of other laws. */
const CASES_EACH = 25;

type Deed = 'diff' | 'diff-left-out' | 'trade' | 'trade-left-out' | 'lost' | 'answer' | 'refuse';
const DEEDS: readonly Deed[] = [
  ...(['diff', 'diff', 'diff', 'diff', 'trade', 'trade'] as const),
  ...(['diff-left-out', 'trade-left-out', 'lost', 'answer', 'answer', 'refuse'] as const),
];

/** A stream by hand: a best bid and ask that never change, numbers that rise. */
class Stream {
  readonly clock: VirtualClock;
  readonly files = new RawFiles(mkdtempSync(join(root, 'law-')), 'BTCUSDT');
  readonly gaps: Gap[] = [];
  readonly missing: string[] = [];
  readonly #asked: ((answer: SnapshotAnswer) => void)[] = [];
  readonly recorder: SymbolRecorder;
  #update = 100;
  #trade = 7;
  readonly #heard = { depth: false, trade: false };

  constructor(start = START) {
    const clock = new VirtualClock(start);
    this.clock = clock;
    this.recorder = new SymbolRecorder({
      symbol: 'BTCUSDT',
      clock,
      askSnapshot: () => new Promise((answer) => this.#asked.push(answer)),
      write: (json) => this.files.line(clock.now(), json),
      onGap: (gap) => this.gaps.push(gap),
      onProblem: () => undefined,
    });
  }

  async play(deed: Deed, size: number): Promise<void> {
    this.#pass();
    switch (deed) {
      case 'diff':
      case 'diff-left-out': {
        const [U, u] = [this.#update + 1, this.#update + size];
        this.#update = u;
        const sides = { b: [['100.0', `${u}`]], a: [['101.0', `${u}`]] };
        if (deed === 'diff') this.#tell('depth@100ms', { U, u, ...sides });
        else this.#leaveOut('depth', U, u);
        this.#heard.depth ||= deed === 'diff';
        break;
      }
      case 'trade':
      case 'trade-left-out': {
        const t = (this.#trade += 1);
        if (deed === 'trade') this.#tell('trade', { t, p: '101.0', q: '1', m: false, T: this.#ms });
        else this.#leaveOut('trade', t, t);
        this.#heard.trade ||= deed === 'trade';
        break;
      }
      case 'lost':
        this.recorder.lost(CUT);
        break;
      case 'answer':
        await this.#answer(() => this.#snapshot(size > 2 ? this.#update : this.#update - size));
        break;
      case 'refuse':
        await this.#answer(() => ({ kind: 'none', why: 'no answer', retryAfter: millis(5) }));
    }
  }

  /** All that is asked for is answered, and so much is told that the book is whole at the end. */
  async heal(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      await this.play('diff', 3);
      await this.play('trade', 1);
      for (let waits = 0; waits < 100; waits += 1) this.#pass();
      await this.#answer(() => this.#snapshot(this.#update));
    }
    await this.play('diff', 3);
    this.files.close();
  }

  get #ms(): number {
    return Math.floor(this.clock.now() / 1_000);
  }

  #pass(): void {
    const end = plus(this.clock.now(), millis(STEP_MS));
    for (let due = this.clock.peekTime(); due !== null && due <= end; due = this.clock.peekTime())
      this.clock.runOne();
    this.clock.advanceTo(end);
  }

  #tell(stream: RecordedStream, more: object): void {
    const data = { E: this.#ms, s: 'BTCUSDT', ...more };
    const text = JSON.stringify({ stream: `btcusdt@${stream}`, data });
    this.recorder.heard({ symbol: 'BTCUSDT', stream, data, text });
  }

  /** Before anything was told, nobody can know. */
  #leaveOut(of: Gap['of'], from: number, to: number): void {
    if (!this.#heard[of]) return;
    for (let number = from; number <= to; number += 1) this.missing.push(`${of} ${number}`);
  }

  async #answer(answer: () => SnapshotAnswer): Promise<void> {
    for (const told of this.#asked.splice(0)) told(answer());
    await Promise.resolve();
    await Promise.resolve();
  }

  #snapshot(id: number): SnapshotAnswer {
    const book = { bids: [['100.0', `${id}`]], asks: [['101.0', `${id}`]] };
    return { kind: 'snapshot', id, text: JSON.stringify({ lastUpdateId: id, ...book }) };
  }
}

describe('a symbol’s recorder', () => {
  it(
    'LIV-2: names exactly the numbers that were left out, and an import finds the gaps it names, and no other',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.constantFrom(...DEEDS), fc.integer({ min: 1, max: 5 })), {
            maxLength: 60,
          }),
          async (script) => {
            const stream = new Stream();
            for (const [deed, size] of script) await stream.play(deed, size);
            await stream.heal();
            const named = stream.gaps.flatMap(({ of, from, to }) =>
              Array.from({ length: to - from + 1 }, (_, nth) => `${of} ${from + nth}`),
            );
            expect(named.toSorted()).toEqual(stream.missing.toSorted());
            const files = stream.files.written.map(({ file }) => file);
            const report = await inspectFiles(files);
            // While it looks for a snapshot, an import has no book that could have a gap.
            const depthGaps = stream.gaps.filter(({ of }) => of === 'depth').length;
            expect(report.sequenceGaps).toBeLessThanOrEqual(depthGaps);
            if (depthGaps === 0) expect(report.sequenceGaps).toBe(0);
            // The book is there again at the end.
            const { snapshot } = stream.recorder.rows;
            expect(snapshot).toBeGreaterThan(0);
            expect(report.span.end).toBe(
              new Date(stream.clock.now() / 1_000).toISOString().replace('Z', '000Z'),
            );
          },
        ),
        { numRuns: Math.ceil(lawCases / CASES_EACH) },
      ),
    lawTimeoutMs(1),
  );

  it('LIV-2: has a snapshot after a loss even where nothing was missed', async () => {
    const stream = new Stream();
    for (const deed of ['diff', 'answer', 'diff', 'lost', 'diff', 'answer'] as const)
      await stream.play(deed, 3);
    stream.files.close();
    expect([stream.recorder.rows.snapshot, stream.gaps]).toEqual([2, []]);
  });

  it('LIV-2: has a snapshot in the file of each day, which can be read without the others', async () => {
    const stream = new Stream(plus(START, millis(-6 * STEP_MS)));
    for (let round = 0; round < 6; round += 1) {
      await stream.play('diff', 3);
      await stream.play('answer', 3);
    }
    stream.files.close();
    const files = stream.files.written.map(({ file }) => file);
    expect([files.length, stream.recorder.rows.snapshot, stream.gaps]).toEqual([2, 2, []]);
    for (const file of files)
      expect(await inspectFiles([file])).toMatchObject({ sequenceGaps: 0, symbols: ['BTCUSDT'] });
    expect(await inspectFiles(files)).toMatchObject({ skipped: { 'snapshot-not-needed': 1 } });
  });
});
