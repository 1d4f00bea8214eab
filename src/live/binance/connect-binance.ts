/**
 * A market of Binance's, reached: the key is taken, the rules of what is traded there are those that are configured, and both streams are up. A stream
 * that ends comes back by itself; what was missed meanwhile is the core's to ask for.
 *
 * Invariant: key and secret are in no message, and in nothing that can be printed.
 */
import { LANE_WAKE } from '../../core/ground/clock.js';
import { type Micros, plus } from '../../core/ground/units.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import { UnreachableError } from '../port/connected-venue.js';
import type { RestBroker } from '../rest/rest-broker.js';
import type { RestFeed } from '../rest/rest-feed.js';
import { asked } from './asked.js';
import {
  BinanceError,
  type BinanceMarketName,
  type BinanceOptions,
  checkOptions,
} from './binance-options.js';
import type { Access } from './access.js';
import { type BinanceClient, openClient } from './ccxt-client.js';
import { NO_SUCH_ADDRESS } from './error-words.js';
import { gridProblems, gridText } from './grid-check.js';
import { BinanceConnection } from './binance-connection.js';
import type { BinanceVenue } from './binance-venue.js';
import { SPOT_ACCESS } from './spot-access.js';
import { USDM_ACCESS } from './usdm/usdm-access.js';
import { VenueTime } from './venue-time.js';

export interface ConnectedBinance {
  readonly broker: RestBroker;
  readonly feed: RestFeed;
  /** Both streams are. */
  readonly isUp: () => boolean;
  readonly close: () => Promise<void>;
}

/**
 * What comes after it resolves is heard by whoever subscribes in the same tick. Errors: `BinanceError` where something has to be put right,
 * `UnreachableError` where the venue does not answer.
 */
export async function connectBinance(options: BinanceOptions): Promise<ConnectedBinance> {
  const access = ACCESS[options.market];
  checkOptions(options, access.product);
  const { apiKey, secret, network, loopback = null, clock } = options;
  const time = new VenueTime(clock);
  const stamp = (): number => time.stamp();
  const client = await openClient({ table: access.ccxt, apiKey, secret, network, loopback, stamp });
  const connection = new BinanceConnection(options, { access, client, time });
  try {
    await check(options, { access, client, venue: connection.venue });
    await connection.open().catch((error: unknown) => {
      throw unreachable(options, (error as Error).message);
    });
  } catch (error) {
    await connection.close();
    throw error;
  }
  const { broker, feed } = connection;
  return { broker, feed, isUp: () => connection.isUp, close: () => connection.close() };
}

interface Reached {
  readonly access: Access;
  readonly client: BinanceClient;
  readonly venue: BinanceVenue;
}

const ACCESS: Readonly<Record<BinanceMarketName, Access>> = {
  spot: SPOT_ACCESS,
  usdm: USDM_ACCESS,
};

/** The clock first: whatever is signed hangs on it. */
async function check(options: BinanceOptions, { access, client, venue }: Reached): Promise<void> {
  const { clock, requestTimeout } = options;
  const limited = async <T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const abort = new AbortController();
    const end = plus(clock.now(), requestTimeout);
    const timer = clock.schedule(end, LANE_WAKE, () => abort.abort());
    return ask(abort.signal).finally(() => clock.cancel(timer));
  };
  const time = await limited((signal) => venue.ask({ kind: 'read-time', readId: 0 }, { signal }));
  if (time.kind !== 'time') throw problem(options, access, time);
  const rules = await limited((signal) => rulesOf(options, { access, client }, signal));
  if (rules.kind !== 'said') throw problem(options, access, rules);
  if (rules.value.length > 0) throw new BinanceError(gridText(rules.value));
  // In hedge mode no position can be read.
  const account = await limited((signal) => access.accountProblem(venue.asking({ signal })));
  if (account.kind !== 'said') throw problem(options, access, account);
  if (account.value !== null) throw new BinanceError(account.value);
  const key = await limited((signal) =>
    venue.ask({ kind: 'read-positions', readId: 0 }, { signal }),
  );
  if (key.kind !== 'positions') throw problem(options, access, key);
}

const rulesOf = (
  { instruments }: BinanceOptions,
  { access: { product }, client }: Pick<Reached, 'access' | 'client'>,
  signal: AbortSignal,
): ReturnType<typeof asked<readonly string[]>> =>
  asked({
    send: () => client.loadMarkets(product.rules.params(instruments)),
    read: (body) => gridProblems(body, instruments, product),
    isTaken: product.isTaken,
    options: { signal },
  });

/** A venue that has understood the question and refuses it has to be asked otherwise; any other may answer later. */
function problem(options: BinanceOptions, { product }: Access, reply: ClientReply): Error {
  // Our time was right a moment ago, or the venue's was: the next try asks for it anew.
  if (reply.kind === 'rejected' && product.errors.clock.has(reply.code))
    return unreachable(options, `it refuses the time of our requests: ${reply.code} ${reply.text}`);
  if (reply.kind === 'rejected' && reply.code === NO_SUCH_ADDRESS)
    return new BinanceError(
      `${options.loopback ?? options.network} is no ${product.name}: ${reply.text}\n  fix: the venue and --broker are to be of one market, as in "squall venue --dialect ${product.dialect}" and --broker ${product.dialect}`,
    );
  if (reply.kind === 'rejected')
    return new BinanceError(
      `${product.name} refuses to be asked: ${reply.code} ${reply.text}\n  fix: the key must be of this network (${options.network}) and account, and may trade; the symbols must be traded there`,
    );
  const retryAfter = reply.kind === 'rate-limited' ? reply.retryAfter : null;
  return unreachable(options, wordsOf(reply), retryAfter);
}

function wordsOf(reply: ClientReply): string {
  switch (reply.kind) {
    case 'lost':
      return `no answer (${reply.shape})`;
    case 'not-sent':
      return reply.reason;
    case 'unavailable':
      return reply.text;
    default:
      return reply.kind;
  }
}

const unreachable = (
  { network, loopback }: BinanceOptions,
  why: string,
  retryAfter: Micros | null = null,
): UnreachableError =>
  new UnreachableError(
    `Binance (${loopback ?? network}) is not reached: ${why}\n  fix: is it up, and this machine on the network?`,
    retryAfter,
  );
