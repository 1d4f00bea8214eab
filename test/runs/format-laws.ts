/**
 * One session in three formats: Binance's raw stream log, Tardis CSV, hftbacktest npz. Which of them a scenario names must
 * make no difference to anything but the words about the source: same book, same fills, same journal. Stated once, for
 * the recorded session and for its generated twin.
 */
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { JournalBlock } from '../../src/core/state/journal-block.js';
import type { EndedRun } from '../../src/runs/ended-run.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { type RecordedTapes, openRecorded } from '../../src/runs/market.js';
import { type LoadedScenario, loadScenario } from '../../src/runs/scenario/load.js';
import { RECORDED } from '../data/recorded-data.js';

const SCENARIO = join(import.meta.dirname, '../../scenarios/recorded/usdm-taker.yaml');

const FORMATS = {
  'binance-raw': RECORDED.usdm,
  tardis: RECORDED.tardis,
  hftbacktest: RECORDED.npz,
} as const;
type Format = keyof typeof FORMATS;

/** Rests on both sides for four minutes, whatever the spread does. */
const PASSIVE = [
  'venue.account.cash=100000000',
  'execution.earlyStop.onSliceFailure=continue',
  'execution.earlyStop.liquidityLevels=off',
  'execution.earlyStop.spreadBps=off',
  'execution.earlyStop.deviationBps=off',
  'orders.0.type=limit',
  'orders.0.limitPrice.peg=ask',
  "orders.1={ at: 5s, side: buy, quantity: '8', type: limit, limitPrice: { peg: bid, offsetTicks: -3 }, duration: 4m, slices: 40, fillTimeout: 30s }",
];

const scenarioIn = (dataDir: string, format: Format, set: readonly string[] = []): LoadedScenario =>
  loadScenario(SCENARIO, {
    dataDir,
    // F18: not every format has a top stream.
    set: [
      ...set,
      'venue.fill.top=diffs',
      `market.replay={ files: [${FORMATS[format].join(', ')}], format: ${format} }`,
    ],
  });

/** `dataDir` is asked for once tests run: a twin is written only then. */
export function sameInAllFormats(dataDir: () => string): void {
  const markets = new Map<Format, RecordedTapes>();
  const tapeIn = (format: Format) => markets.get(format)![0]!;
  const runIn = async (format: Format, set: readonly string[] = []): Promise<EndedRun> =>
    executeRun(
      await prepareScenario(scenarioIn(dataDir(), format, set), { recorded: markets.get(format)! }),
    );

  beforeAll(async () => {
    for (const format of Object.keys(FORMATS) as Format[]) {
      markets.set(format, await openRecorded(scenarioIn(dataDir(), format)));
    }
  });

  it.each(['tardis', 'hftbacktest'] as const)('%s is the same market, row by row', (format) => {
    const [raw, other] = [tapeIn('binance-raw'), tapeIn(format)];
    for (const column of ['time', 'kind', 'price', 'quantity'] as const) {
      expect(other[column].length).toBe(raw[column].length);
      expect(other[column].findIndex((value, row) => value !== raw[column][row])).toBe(-1);
    }
  });

  it.each([
    ['takes', [], ['taker']],
    ['rests on both sides', PASSIVE, ['queue', 'through', 'crossed']],
  ] as const)(
    'SIM-4: an order that %s gets the same fills and the same journal in all three',
    async (_what, set, causes) => {
      const raw = await runIn('binance-raw', set);
      const { blocks, ledger } = raw.finished;
      expect(ledger?.executions.map(({ cause }) => cause)).toEqual(
        expect.arrayContaining([...causes]),
      );
      for (const format of ['tardis', 'hftbacktest'] as const) {
        const { finished } = await runIn(format, set);
        expect(finished.ledger?.executions).toEqual(ledger?.executions);
        expect(firstApart([...finished.blocks], [...blocks])).toBeNull();
        expect(finished.journalHash).toBe(raw.finished.journalHash);
        expect(finished.stateHash).toBe(raw.finished.stateHash);
      }
    },
    60_000,
  );
}

/** The first block that differs, as a reader wants to see it. */
function firstApart(
  left: readonly JournalBlock[],
  right: readonly JournalBlock[],
): readonly string[] | null {
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const pair = [left[index]?.text ?? '', right[index]?.text ?? ''];
    if (pair[0] !== pair[1]) return pair;
  }
  return null;
}
