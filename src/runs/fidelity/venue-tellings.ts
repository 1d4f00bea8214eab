/** What the options of the venue, the account and the link are called, and make unreal (F17). */
import type { Micros } from '../../core/ground/units.js';
import type {
  AccountOptions,
  FeeOptions,
  HaltWindow,
  VenueOptions,
  VenueProfile,
} from '../../sim/exchange/venue-options.js';
import type { LinkLatencySpec } from '../../sim/link/link-latency.js';
import type { ConnectionOrder } from '../../sim/link/request-line.js';
import type { LatencySpec } from '../../sim/random/latency-model.js';
import type { AccountOrigin } from '../account-origin.js';
import { formatDuration } from '../scenario/duration.js';
import { type OptionInForce, type Telling, type Tellings, choice, yesOrNo } from './telling.js';

/** What a halt does with new orders each halt says itself: with it the profile is told once for each such word. */
export interface ProfileInForce extends VenueProfile {
  readonly newOrdersInHalt: HaltWindow['newOrders'];
}

export const PROFILE_TELLINGS: Tellings<ProfileInForce> = {
  stopAlreadyThrough: choice({
    trigger: 'a stop that is through on arrival triggers at once; some venues reject it',
    reject: 'a stop that is through on arrival is rejected; some venues trigger it',
  }),
  newOrdersInHalt: choice({
    refuse: 'a halt refuses new orders; some venues keep them for the reopening',
    queue: 'a halt keeps new orders and serves them in turn; there is no reopening auction',
  }),
  selfTrade: choice({
    none: 'two orders of ours never meet: an arriving one takes what is recorded as if our resting one were not there',
    'expire-maker':
      'an own order that an arriving one of ours would trade with expires; what stood behind it is taken as if it had not been there',
    'expire-taker':
      'an arriving order expires where it would trade with one of ours, whatever else the venue would have told',
    'expire-both':
      'two orders of ours that would trade with each other both expire; no third one is looked for',
  }),
};

const FLAT_FEES = 'fees are flat: no tiers, no volume discounts';
const flat: Telling<string> = { text: (bps) => bps, unreal: () => FLAT_FEES };

const ASSETS: Readonly<Record<Extract<FeeOptions['asset'], string>, string>> = {
  quote: 'commissions are taken in the quote asset, also where a venue takes what was received',
  received: 'commissions are taken in what was received; the position does not shrink by them',
};

export const FEE_TELLINGS: Tellings<FeeOptions> = {
  makerBps: flat,
  takerBps: flat,
  asset: {
    text: (asset) => (typeof asset === 'string' ? asset : `${asset.named} at ${asset.quotePrice}`),
    unreal: (asset) =>
      typeof asset === 'string'
        ? ASSETS[asset]
        : 'commissions are taken in a third asset whose price never moves and that never runs out',
  },
};

const NO_INTEREST = 'an account without interest';

export const ACCOUNT_TELLINGS: Tellings<AccountOptions> = {
  cash: { text: (cash) => cash, unreal: () => NO_INTEREST },
  positions: {
    text: (positions) =>
      positions.size === 0
        ? 'none'
        : [...positions].map(([symbol, lots]) => `${symbol} ${lots} lots`).join(', '),
    unreal: () => NO_INTEREST,
  },
  shorting: yesOrNo({
    yes: 'sales beyond the position are allowed and cost nothing to borrow, on spot as well',
    no: 'sales on spot are refused beyond the position, which is known without delay',
  }),
  leverage: {
    text: (times) => String(times),
    unreal: (times) =>
      times === 1
        ? 'nothing is lent: a buy is paid in full'
        : `${times - 1} times the cash at the start is lent, without interest or liquidation`,
  },
  derivatives: {
    text: (symbols) => (symbols.size === 0 ? 'none' : [...symbols].join(', ')),
    unreal: (symbols) =>
      symbols.size === 0
        ? NO_INTEREST
        : 'futures are linear and marked at their last print, where venues use an index: a print far off costs margin that an index would not',
  },
  marginLeverage: {
    text: (times) => String(times),
    unreal: (times) =>
      `futures need 1/${times} of their worth as margin and half of that to stay, at every size, where venues have brackets; a liquidation takes the book at once, without a fee of its own, and what is lost beyond the cash is owed`,
  },
  entryPrices: {
    text: (prices) =>
      prices.size === 0
        ? 'none'
        : [...prices].map(([symbol, price]) => `${symbol} ${price} ticks`).join(', '),
    unreal: (prices) =>
      prices.size === 0
        ? NO_INTEREST
        : 'futures held at the start were entered at what they traded at then: neither profit nor loss is brought along',
  },
  funding: {
    text: ({ bps }) => (bps === null ? 'none' : `${bps} bps`),
    unreal: ({ bps }) =>
      bps === null
        ? 'no funding rate is known: a future held over a funding time is neither charged nor paid'
        : 'funding has one rate at all times, on the last print instead of the mark price of the venue',
  },
};

export const ORIGIN_TELLINGS: Tellings<AccountOrigin> = {
  cashFrom: choice({
    scenario: 'cash is what the scenario gives: nothing is paid in or out on the way',
    orders:
      'no cash was given: the account holds what the orders need at the highest price of the run, futures also what they can lose to its lowest, with 5 % to spare',
  }),
  positionsFrom: choice({
    scenario: 'positions are what the scenario gives: nothing is moved in or out on the way',
    orders: 'no positions were given: the account holds what the spot sales need',
  }),
};

export const scheduleInForce = (schedule: VenueOptions['feeSchedule']): OptionInForce => ({
  name: 'fees.schedule',
  value:
    schedule === null || schedule === undefined
      ? 'none'
      : `${schedule.name} ${schedule.tier} of ${schedule.date} (${schedule.source})`,
  unreal:
    schedule === null || schedule === undefined
      ? FLAT_FEES
      : `fees are those of ${schedule.name} ${schedule.tier} on ${schedule.date}, on whatever day the market was, and the tier never changes`,
});

/** Accounts of `squall venue`, for which no engine of a run trades. */
export const idleInForce = (names: readonly string[]): OptionInForce => ({
  name: 'accounts',
  value: names.join(', '),
  unreal: 'nobody trades for the other accounts of the venue: they take nothing from the book',
});

type Reading = Omit<VenueOptions, 'profile' | 'fees' | 'feeSchedule' | 'account'> & {
  readonly requestTimeout: Micros;
  readonly connection: ConnectionOrder;
};

export const VENUE_TELLINGS: Tellings<Reading> = {
  idempotency: choice({
    forever: 'a client order id is never free again; venues forget ids in time',
    'open-only': 'a client order id is free once its order is over, so a resend may trade twice',
  }),
  validFor: {
    text: (length) => (length === null ? 'none' : formatDuration(length)),
    unreal: (length) =>
      length === null
        ? 'no request is too old for the venue: what was held up for long still trades'
        : 'requests age by one clock, for the venue as for us: clocks never drift',
  },
  visibilityLag: {
    text: formatDuration,
    unreal: (length) =>
      length === 0
        ? 'a query finds every order from the instant it was accepted'
        : 'a query finds every order once it is exactly so old, never sooner or later',
  },
  requestTimeout: {
    text: formatDuration,
    unreal: () => 'a request is given up after the same time on every path',
  },
  connection: choice({
    ordered:
      'requests of all kinds and instruments share one connection that never breaks, so a slow one holds up the rest; answers may overtake each other',
    independent:
      'each request is an HTTP request of its own and may overtake earlier ones; real clients reuse connections, which keep some in order',
  }),
};

/** What is true of every path whose latency is of a kind. */
const LATENCY_KINDS: Readonly<Record<LatencySpec['kind'], string>> = {
  constant: 'always as long, never slower in a busy market',
  lognormal: 'drawn from a log-normal, no draw like the one before it',
  empirical: 'drawn from a list, no draw like the one before it',
  recorded: 'as measured, message after message, however busy the market is now',
};

/** Values listed one by one at most. */
const LISTED_MAX = 12;

const spec: Telling<LatencySpec> = {
  text: (latency) => {
    switch (latency.kind) {
      case 'constant':
        return formatDuration(latency.latency);
      case 'lognormal':
        return `log-normal, median ${formatDuration(latency.median)}, sigma ${latency.sigma}`;
      case 'empirical':
        return empiricalText(latency.samples);
      case 'recorded':
        return `${latency.samples.length} measured, in their order, ${rangeText(latency.samples)}`;
    }
  },
  unreal: ({ kind }) => LATENCY_KINDS[kind],
};

function empiricalText(samples: readonly Micros[]): string {
  if (samples.length <= LISTED_MAX) return `one of ${samples.map(formatDuration).join(', ')}`;
  return `one of ${samples.length} ${rangeText(samples)}`;
}

function rangeText(samples: readonly Micros[]): string {
  const least = formatDuration(samples.reduce((a, b) => (b < a ? b : a)));
  const most = formatDuration(samples.reduce((a, b) => (b > a ? b : a)));
  const mean = Math.round(samples.reduce((sum, one) => sum + one, 0) / samples.length) as Micros;
  return `from ${least} to ${most}, mean ${formatDuration(mean)}`;
}

export const LATENCY_TELLINGS: Tellings<Required<LinkLatencySpec>> = {
  feed: spec,
  submit: spec,
  cancel: spec,
  ack: spec,
  query: spec,
  stream: spec,
};
