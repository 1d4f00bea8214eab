/** The languages a simulated venue speaks on a wire, by the name each is asked for. */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { SimulationPlan } from '../../runs/simulation-plan.js';
import type { VenueOptions } from '../../sim/exchange/venue-options.js';
import { alpacaDialect } from './alpaca/alpaca-dialect.js';
import type { BinanceAccount } from './binance/accounts.js';
import { binanceDialect } from './binance/spot.js';
import { usdmDialect } from './binance/usdm/usdm.js';
import { executionOfUuid } from './alpaca/uuid-names.js';
import { withRequestWindows } from './binance/request-windows.js';
import { accountTerms } from './binance/words/account-terms.js';
import type { WireDialect } from './wire/serve-wire.js';
import type { WallTime } from './wire/wall-time.js';
import type { ShowsReply } from './wire/wire-watch.js';
import type { WireVenue } from './wire/wire-venue.js';

export interface WireKeys {
  readonly keyId: string;
  readonly secret: string;
}

/** An account as its clients meet it. */
export interface WireAccount {
  /** What it can ask, hear and see. */
  readonly venue: WireVenue;
  /** Null: nobody's; what nobody signs goes over its link. */
  readonly keys: WireKeys | null;
  readonly options: VenueOptions;
  /** Told of each report that goes out to somebody who listens. */
  readonly onTold: ((report: ExecutionReport) => void) | undefined;
}

interface DialectParts {
  readonly wall: WallTime;
  /** At least one: what nobody signs goes over the link of the first. */
  readonly accounts: readonly WireAccount[];
}

export type DialectName = 'alpaca' | 'binance' | 'binance-usdm';

interface Dialect {
  /** What keeps a venue from speaking it, and what helps; null = nothing. */
  readonly unfit: (plan: SimulationPlan) => string | null;
  /** What the venue promises of orders and requests is the dialect's, whatever a scenario says. */
  readonly planned: (plan: SimulationPlan, speed: number) => SimulationPlan;
  readonly make: (parts: DialectParts) => WireDialect;
  /** What the venue's ledger calls an execution that clients are told of under this name. */
  readonly executionInside: (told: string) => string;
  readonly shows: ShowsReply;
}

const promising = (
  plan: SimulationPlan,
  promises: Pick<VenueOptions, 'idempotency' | 'validFor'> & Partial<VenueOptions>,
): SimulationPlan => ({ ...plan, venue: { ...plan.venue, ...promises } });

/** One account has one kind of margin: what is paid for in full cannot be told in the words of futures. */
function spotAmongFutures({ markets, venue }: SimulationPlan): string | null {
  const spot = markets
    .map(({ instrument }) => instrument.symbol)
    .filter((symbol) => !venue.account.derivatives.has(symbol));
  return spot.length === 0
    ? null
    : `--dialect binance-usdm is for futures, and in this scenario these are none: ${spot.join(', ')}\n  fix: --set venue.account.futures=true, or --dialect binance`;
}

const binanceAccount = ({ venue, keys, options, onTold }: WireAccount): BinanceAccount => ({
  ...{ venue, keys: keys === null ? [] : [keys], onTold },
  terms: accountTerms(options),
});

/** Answers that name no order, or no position. */
const USDM_SAYS_NOTHING: ReadonlySet<string> = new Set([
  'DELETE /fapi/v1/allOpenOrders',
  'DELETE /fapi/v1/algoOrder',
  'DELETE /fapi/v1/algoOpenOrders',
  'GET /fapi/v2/balance',
  'GET /fapi/v3/balance',
]);

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  alpaca: {
    unfit: () => null,
    planned: (plan) => promising(plan, { idempotency: 'forever', validFor: null }),
    make: alpacaDialect,
    executionInside: (told) => executionOfUuid(told) ?? told,
    // A cancel is answered without a word, and the account tells of no position by name.
    shows: (by) => !(by?.startsWith('DELETE /v2/orders') === true || by === 'GET /v2/account'),
  },
  binance: {
    unfit: () => null,
    planned: (plan, speed) =>
      withRequestWindows(promising(plan, { idempotency: 'open-only', validFor: null }), speed),
    make: ({ wall, accounts }) => binanceDialect({ wall, accounts: accounts.map(binanceAccount) }),
    executionInside: (told) => told,
    shows: () => true,
  },
  'binance-usdm': {
    unfit: spotAmongFutures,
    planned: (plan, speed) =>
      withRequestWindows(
        promising(plan, {
          ...{ idempotency: 'open-only', validFor: null },
          // A stop that the market is through already is refused there (-2021).
          profile: { ...plan.venue.profile, stopAlreadyThrough: 'reject' },
        }),
        speed,
      ),
    make: ({ wall, accounts }) =>
      usdmDialect({
        wall,
        accounts: accounts.map((one) => ({
          ...binanceAccount(one),
          account: one.options.account,
        })),
      }),
    executionInside: (told) => told,
    shows: (by) => !USDM_SAYS_NOTHING.has(by ?? ''),
  },
};
