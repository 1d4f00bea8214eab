/**
 * `squall run --market FILE --side buy --quantity 1.2 --duration 10m`: a first run without a scenario file. Looks at the
 * market file, and writes the scenario that a user would have written, so that everything after it is the same.
 */
import { stringify } from 'yaml';
import { MICROS_PER_SECOND, micros } from '../core/ground/units.js';
import { formatInstant } from '../core/ground/calendar/instant.js';
import { DataError } from '../data/data-error.js';
import { loadTape } from '../data/open.js';
import { type Tape, tapeEnd, tapeStart } from '../sim/tape/tape.js';
import { formatDuration, parseDuration } from './scenario/duration.js';

export interface FirstContact {
  /** Files of one session, absolute. */
  readonly market: readonly string[];
  readonly side: string;
  readonly quantity: string;
  /** Null = as long as the data lasts. */
  readonly duration: string | null;
  /** A duration beyond the data becomes the longest that fits. */
  readonly fit: boolean;
  readonly seed: number | null;
  /** Of the market. */
  readonly rowsMax: number;
}

/** Formats that carry no symbol take any. */
const UNNAMED = 'UNNAMED';

/** The first quote has been delivered by then. */
const SETTLE = micros(MICROS_PER_SECOND);
/** Left at the end for the last slice to be filled and known. */
const TAIL = micros(5 * MICROS_PER_SECOND);

/** A run that ends before its order does would be told as one that failed to trade. */
function beyondData({ market, duration }: FirstContact, tape: Tape, longest: string): DataError {
  const from = formatInstant(tapeStart(tape));
  return new DataError(market[0] ?? '', null, {
    what: `--duration ${duration ?? ''} is longer than the data lasts`,
    why: `it spans ${from} to ${formatInstant(tapeEnd(tape))}`,
    fix: `Write --duration ${longest}, the longest that fits, or add --fit`,
  });
}

/** The text of the scenario. Errors: `DataError` about the market files, and about a duration beyond them. */
export async function firstContactScenario(asked: FirstContact): Promise<string> {
  const tape = await loadTape(asked.market, { limits: { rowsMax: asked.rowsMax } });
  const span = tapeEnd(tape) - tapeStart(tape);
  const room = Math.floor((span - SETTLE - TAIL) / MICROS_PER_SECOND) * MICROS_PER_SECOND;
  const longest = formatDuration(micros(Math.max(MICROS_PER_SECOND, room)));
  const wanted = asked.duration === null ? null : parseDuration(asked.duration);
  const tooLong = wanted !== null && SETTLE + wanted > span;
  if (tooLong && !asked.fit) throw beyondData(asked, tape, longest);
  const duration = asked.duration === null || tooLong ? longest : asked.duration;
  const length = parseDuration(duration);
  const end = length === null ? null : Math.min(span, SETTLE + length + TAIL);
  const whole = end === null ? null : Math.floor(end / MICROS_PER_SECOND) * MICROS_PER_SECOND;
  return stringify({
    name: 'first-contact',
    shows: `a TWAP of ${asked.quantity} over ${duration}, market orders`,
    ...(asked.seed === null ? {} : { seed: asked.seed }),
    instrument: {
      symbol: tape.symbol === 'unknown' ? UNNAMED : tape.symbol,
      tickSize: tape.tickSize,
      lotSize: tape.lotSize,
    },
    market: { replay: { files: asked.market } },
    ...(whole === null ? {} : { clock: { duration: formatDuration(micros(whole)) } }),
    orders: [{ at: formatDuration(SETTLE), side: asked.side, quantity: asked.quantity, duration }],
  });
}
