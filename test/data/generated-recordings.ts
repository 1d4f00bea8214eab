/**
 * Twins of the recorded markets: generated sessions in the very formats, layout and file names of the recordings
 * (`RECORDED`), so that what is known of those can be checked on a machine that has none of them. Same bytes every time.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BestOfSession, type SessionTicker } from './best-of-session.js';
import {
  type RawVenue,
  bytesOf,
  eventRecords,
  gzip,
  npzBytes,
  rawLines,
  tardisLevelLines,
  tardisTradeLines,
  zip,
} from './format-writers.js';
import { RECORDED } from './recorded-data.js';
import { type Session, type SessionEvent, makeSession } from './session.js';
import { barLines, quoteLines, tickerLines, tradeLines } from './archive-writers.js';

const MIDNIGHT = Date.UTC(2024, 7, 9) * 1_000;
/** Both sessions begin before midnight; that of spot and COIN-M goes over it. */
const START = MIDNIGHT - 240_000_000;

/** What a test may expect of the twins. */
export const TWIN_FACTS = { dustRows: 7, tickersEvery: 5, clockBehindMs: 1_270 } as const;

const MARKET = { startMicros: START, levelsPerSide: 25, messagesPerSecond: 12, ordersPerSecond: 8 };
const SESSIONS = {
  spot: {
    ...{ ...MARKET, seed: 11, durationSeconds: 560, symbol: 'BTCUSDT', volatilityBps: 6_000 },
    ...{ tickSize: '0.01', lotSize: '0.00001', startTicks: 6_180_000, depthLotsMean: 40_000 },
  },
  usdm: {
    ...{ ...MARKET, seed: 12, durationSeconds: 320, symbol: 'BTCUSDT', volatilityBps: 6_000 },
    ...{ tickSize: '0.1', lotSize: '0.001', startTicks: 618_000 },
  },
  coinm: {
    ...{ ...MARKET, seed: 13, durationSeconds: 400, symbol: 'BTCUSD_PERP' },
    ...{ tickSize: '0.1', lotSize: '1', startTicks: 618_000 },
  },
} as const;

type Market = keyof typeof SESSIONS;
const MARKETS = ['spot', 'usdm', 'coinm'] as const;

export interface Twins {
  readonly root: string;
  /** Book tickers in each raw log at whose update id a diff of the open book stands. */
  readonly comparable: ReadonlyMap<Market, number>;
  readonly remove: () => void;
}

/** Writes the twins of `markets` into a folder of their own, and the files that belong to none. */
export function writeTwins(markets: readonly Market[] = MARKETS): Twins {
  const root = mkdtempSync(join(tmpdir(), 'squall-twins-'));
  const write = (file: string, bytes: Uint8Array): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), bytes);
  };
  const comparable = new Map<Market, number>();
  for (const venue of markets) {
    const clean = makeSession({ ...SESSIONS[venue], jitterMicros: 40_000 });
    const session = venue === 'spot' ? withDust(clean) : clean;
    comparable.set(venue, writeRaw(write, session, { venue, files: RECORDED[venue] }));
    if (venue === 'usdm') writeFormats(write, session);
  }
  RECORDED.klines.forEach((file, i) => {
    write(file, zip({ [nameIn(file)]: text(barLines(1 + i)) }));
  });
  return {
    root,
    comparable,
    remove: () => {
      rmSync(root, { recursive: true });
    },
  };
}

type Write = (file: string, bytes: Uint8Array) => void;

const text = (lines: readonly string[]): Uint8Array => bytesOf(`${lines.join('\n')}\n`);
const nameIn = (file: string): string => file.replace(/^.*\//, '').replace('.zip', '.csv');

/** A stream log with the venue's best among it, cut at midnight where there are two files; how many can be compared. */
function writeRaw(
  write: Write,
  session: Session,
  { venue, files }: { readonly venue: RawVenue; readonly files: readonly string[] },
): number {
  const best = new BestOfSession();
  const lines = rawLines(session, venue);
  const parts: string[][] = files.map(() => []);
  let comparable = 0;
  session.events.forEach((event, i) => {
    const part = parts[event.time < MIDNIGHT ? 0 : parts.length - 1]!;
    part.push(lines[i]!);
    const ticker = best.after(event);
    if (ticker === null || ticker.diff % TWIN_FACTS.tickersEvery !== 0) return;
    comparable += 1;
    part.push(tickerLine(session.symbol, ticker, venue));
    // An id between two diffs, which nothing can be compared with.
    part.push(tickerLine(session.symbol, { ...ticker, id: ticker.id - 1 }, venue));
  });
  parts.forEach((part, i) => {
    write(files[i]!, gzip(text(part)));
  });
  return comparable;
}

function tickerLine(symbol: string, ticker: SessionTicker, venue: RawVenue): string {
  const { id, bid, ask, received } = ticker;
  const millis = ticker.time / 1_000;
  const stamps = venue === 'spot' ? {} : { e: 'bookTicker', T: millis, E: millis + 3 };
  const best = { b: bid[0], B: bid[1], a: ask[0], A: ask[1] };
  const stream = `${symbol.toLowerCase()}@bookTicker`;
  return `${received}000 ${JSON.stringify({ stream, data: { u: id, s: symbol, ...best, ...stamps } })}`;
}

/** The futures session as everybody else writes it. */
function writeFormats(write: Write, session: Session): void {
  const best = new BestOfSession();
  const tickers = session.events.map((event) => best.after(event)).filter((each) => each !== null);
  write(RECORDED.tardis[0]!, gzip(text(tardisLevelLines(session))));
  write(RECORDED.tardis[1]!, gzip(text(tardisTradeLines(session))));
  write(RECORDED.tardisQuotes[0], gzip(text(quoteLines(session.symbol, tickers))));
  write(RECORDED.npz[0], npzBytes(eventRecords(session)));
  const zipped = (file: string, lines: readonly string[]): void => {
    write(file, zip({ [nameIn(file)]: text(lines) }));
  };
  zipped(RECORDED.visionTrades[0], tradeLines(session));
  zipped(RECORDED.visionTicker[0], tickerLines(tickers));
}

/** A few level quantities finer than the lot, as real books carry them. */
function withDust(session: Session): Session {
  let left: number = TWIN_FACTS.dustRows;
  const dusty = (event: SessionEvent, i: number): SessionEvent => {
    if (event.kind !== 'diff' || left === 0 || i % 50 !== 49) return event;
    const [first, ...rest] = event.bids;
    if (first === undefined || Number(first[1]) === 0) return event;
    left -= 1;
    return { ...event, bids: [[first[0], `${first[1]}5`], ...rest] };
  };
  return { ...session, events: session.events.map(dusty) };
}
