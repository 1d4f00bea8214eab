/** `squall record binance SYMBOL…`: public market data into files that `squall data` and scenarios read, until it is told to stop. */
import { resolve } from 'node:path';
import { DataError } from '../../data/data-error.js';
import { MarketRecorder } from '../../live/binance/record/market-recorder.js';
import { PublicMarket, publicAddresses } from '../../live/binance/record/public-market.js';
import { SystemClock } from '../../live/clock/system-clock.js';
import { nearestWord } from '../../report/text/nearest-word.js';
import { EXIT, EXIT_OF_SIGNAL, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import { lengthOf, urlOf } from '../paper-asked.js';
import { closeAll, rawFilesIn } from '../raw-files.js';
import { recordSummary, summaryText } from '../record-summary.js';
import { listenForStop } from '../stop.js';
import type { World } from '../world.js';

export interface RecordFlags {
  readonly out: string;
  readonly duration?: string;
  readonly url?: string;
  readonly json?: boolean;
}

export interface RecordAsked {
  readonly venue: string;
  readonly symbols: readonly string[];
}

const VENUE = 'binance';

/** Errors: `DataError` for a symbol that is not there, `UnreachableError`, and `RecordingError` once what is written has been told. */
export async function recordCommand(
  world: World,
  { venue, symbols }: RecordAsked,
  flags: RecordFlags,
): Promise<ExitCode> {
  if (venue !== VENUE)
    throw new UsageError(`nothing is recorded of ${venue}\n  fix: the one there is: ${VENUE}`);
  const addresses = publicAddresses(flags.url === undefined ? null : urlOf(flags.url));
  const length = flags.duration === undefined ? null : lengthOf('--duration', flags.duration);
  const wanted = [...new Set(symbols.map((symbol) => symbol.toUpperCase()))];
  const folder = resolve(world.cwd, flags.out);
  const stop = listenForStop(world);
  const clock = SystemClock.ofWall();
  try {
    const market = new PublicMarket(addresses, clock);
    checkSymbols(wanted, await market.symbols());
    const sinks = rawFilesIn({ flag: '--out', folder, named: flags.out }, wanted);
    const tell = (text: string): void => world.err(`${text}\n`);
    const recorder = new MarketRecorder({ clock, addresses, market, sinks, tell });
    tell(`recording ${wanted.join(', ')} to ${flags.out}   (Ctrl+C ends it)`);
    clock.onStep((by) => tell(`the clock of this machine was set by ${by / 1_000_000} s`));
    try {
      await recorder.run(stop.signal, length).finally(() => closeAll(sinks.values()));
    } finally {
      const summary = recordSummary(recorder.recorded, sinks);
      if (flags.json === true) printJson(world, summary);
      else world.out(summaryText(summary, world.cwd));
    }
    const by = stop.by();
    return by === null ? EXIT.ok : EXIT_OF_SIGNAL[by];
  } finally {
    stop.release();
    clock.close();
  }
}

function checkSymbols(wanted: readonly string[], traded: readonly string[]): void {
  const known = new Set(traded);
  const unknown = wanted.find((symbol) => !known.has(symbol));
  if (unknown === undefined) return;
  const meant = nearestWord(unknown, known);
  throw new DataError(unknown, null, {
    what: `Binance has no such symbol among its ${known.size}`,
    fix: meant === null ? 'Look it up at the venue' : `Did you mean ${meant}?`,
  });
}
