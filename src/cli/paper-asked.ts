/** What `squall paper` was asked for: its flags, checked. Errors: `UsageError` names flag, value and what is accepted. */
import type { Micros } from '../core/ground/units.js';
import type { VenueAddress } from '../live/port/venue-line.js';
import type { RealVenue } from '../runs/paper/venue-policy.js';
import { parseDuration } from '../runs/scenario/duration.js';
import { SESSION_SUFFIX } from '../runs/session/session-file.js';
import { UsageError } from './failure.js';
import type { LiveMode } from './live-keys.js';
import type { LiveFeed } from './live-venue.js';
import { checkCombination } from './settings.js';

export interface PaperFlags {
  readonly broker?: string;
  readonly feed?: string;
  readonly venue?: string;
  readonly url?: string;
  readonly keep?: string;
  readonly state?: string;
  readonly speed?: string;
  readonly duration?: string;
  readonly onStop: string;
  readonly retryFor: string;
  readonly apiPort: string;
  readonly stay?: boolean;
  readonly record?: string;
  readonly set: readonly string[];
}

/** The simulated venue in the session's own process, on the market of a real one as it happens. */
export interface OwnVenueAsked extends LiveFeed {
  readonly broker: 'sim';
}

/** Who is traded with, once it is there. */
export type Counterparty =
  | { readonly broker: 'sim'; readonly address: VenueAddress }
  | {
      readonly broker: RealVenue;
      /** Of this machine; null = the venue's own. */
      readonly url: string | null;
    };

export interface PaperAsked<With extends Counterparty | OwnVenueAsked = Counterparty> {
  readonly with: With;
  readonly state: string;
  /** Null = whatever the venue's is. */
  readonly speed: number | null;
  /** Of the engine's time; null = until all is over. */
  readonly duration: Micros | null;
  readonly onStop: 'leave' | 'cancel';
  readonly retryMs: number;
  /** 0 = any free one. */
  readonly apiPort: number;
  readonly stay: boolean;
  /** Where the session is written to as it ends; null = nowhere. */
  readonly record: string | null;
}

const SPEED_MAX = 1_000;
const PORT_MAX = 65_535;
const ADDRESS = /^(127\.0\.0\.1|localhost):(\d{1,5})$/;

/** `configured`: broker and feed where no flag names them. Errors: `ConfigurationError` for what cannot be combined, else `UsageError`. */
export function paperAsked(
  flags: PaperFlags,
  mode: LiveMode,
  configured: { readonly broker: string; readonly feed: string },
): PaperAsked<Counterparty | OwnVenueAsked> {
  if (flags.state === undefined)
    throw new UsageError(
      '--state is missing: the file in which the engine keeps what it must not forget\n  fix: --state paper.db',
    );
  return {
    with: counterpartyOf(flags, mode, configured),
    state: flags.state,
    speed: flags.speed === undefined ? null : speedOf(flags.speed),
    duration: flags.duration === undefined ? null : lengthOf('--duration', flags.duration),
    onStop: onStopOf(flags.onStop),
    retryMs: lengthOf('--retry-for', flags.retryFor) / 1_000,
    apiPort: portOf(flags.apiPort),
    stay: flags.stay === true,
    record: flags.record === undefined ? null : sessionNameOf(flags.record),
  };
}

/** By its name it is known for a session. */
function sessionNameOf(file: string): string {
  if (file.endsWith(SESSION_SUFFIX)) return file;
  throw new UsageError(
    `--record ${file}: a session is a ${SESSION_SUFFIX} file\n  fix: --record ${file}${SESSION_SUFFIX}`,
  );
}

const REAL: readonly RealVenue[] = ['alpaca', 'binance', 'binance-usdm'];

function counterpartyOf(
  flags: PaperFlags,
  mode: LiveMode,
  configured: { readonly broker: string; readonly feed: string },
): Counterparty | OwnVenueAsked {
  const { venue, url, keep } = flags;
  const named = flags.broker ?? configured.broker;
  if (named === 'sim') {
    const feed = flags.feed ?? (venue === undefined ? configured.feed : 'sim');
    checkCombination({ mode, broker: named, feed });
    if (feed === 'binance') return ownVenueOf(flags);
    refuseKeep(keep);
    if (url !== undefined)
      throw new UsageError(
        `--url ${url}: the simulated venue has none\n  fix: --venue 127.0.0.1:7000`,
      );
    return { broker: 'sim', address: addressOf(venue) };
  }
  refuseKeep(keep);
  const broker = realVenueOf(named, 'sim, ');
  checkCombination({ mode, broker, feed: flags.feed ?? broker });
  if (venue !== undefined)
    throw new UsageError(
      `--venue ${venue}: ${broker} has none\n  fix: --url http://127.0.0.1:7000`,
    );
  return { broker, url: url === undefined ? null : urlOf(url) };
}

function refuseKeep(keep: string | undefined): void {
  if (keep !== undefined)
    throw new UsageError(
      `--keep ${keep}: of a live feed at the simulated venue\n  fix: --feed binance with it; "squall record" keeps streams without trading`,
    );
}

function ownVenueOf({
  venue,
  url,
  keep,
}: Pick<PaperFlags, 'venue' | 'url' | 'keep'>): OwnVenueAsked {
  if (venue !== undefined)
    throw new UsageError(
      `--venue ${venue}: with feed binance the venue is the session's own\n  fix: leave one of them out; what "squall venue --feed binance" listens at is named by --venue alone`,
    );
  return {
    ...{ broker: 'sim', feed: 'binance' },
    url: url === undefined ? null : urlOf(url),
    keep: keep ?? null,
  };
}

export function realVenueOf(named: string, others = ''): RealVenue {
  const broker = REAL.find((one) => one === named);
  if (broker !== undefined) return broker;
  throw new UsageError(`--broker ${named}\n  fix: ${others}alpaca, binance or binance-usdm`);
}

const URL_HERE = /^http:\/\/(127\.0\.0\.1|localhost):\d{1,5}$/;

/** Nobody is sent keys by a slip of the finger: an address given by hand is one of this machine. */
export function urlOf(text: string): string {
  if (URL_HERE.test(text)) return text;
  throw new UsageError(
    `--url ${text}: a venue on this machine, as "squall venue --dialect …" prints it\n  fix: --url http://127.0.0.1:7000; leave it out for the venue's own address`,
  );
}

function addressOf(text: string | undefined): VenueAddress {
  const [, host, digits] = ADDRESS.exec(text ?? '') ?? [];
  const port = Number(digits);
  if (host === undefined || port < 1 || port > PORT_MAX)
    throw new UsageError(
      `--venue ${text ?? 'is missing'}: an address of this machine, as "squall venue" prints it\n  fix: --venue 127.0.0.1:7000`,
    );
  return { host, port };
}

export function speedOf(text: string): number {
  const speed = Number(text);
  if (Number.isInteger(speed) && speed >= 1 && speed <= SPEED_MAX) return speed;
  throw new UsageError(`--speed ${text}\n  fix: a whole number from 1 to ${SPEED_MAX}`);
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port >= 0 && port <= PORT_MAX) return port;
  throw new UsageError(`--api-port ${text}\n  fix: a port, or 0 for any free one`);
}

function onStopOf(text: string): 'leave' | 'cancel' {
  if (text === 'leave' || text === 'cancel') return text;
  throw new UsageError(`--on-stop ${text}\n  fix: leave or cancel`);
}

export function lengthOf(flag: string, text: string): Micros {
  const length = parseDuration(text);
  if (length !== null && length > 0) return length;
  throw new UsageError(`${flag} ${text}\n  fix: a duration, as in 90s`);
}
