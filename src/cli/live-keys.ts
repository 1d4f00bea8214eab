/**
 * What the environment says of a real venue: keys, and addresses that have to agree with the mode (exit code 78). Nothing of a key is ever
 * said. Errors: `ConfigurationError`.
 */
import type { LiveKeys } from '../live/connection.js';
import type { RealVenue } from '../runs/paper/venue-policy.js';
import { ConfigurationError } from './failure.js';
import type { World } from './world.js';

export type LiveMode = 'paper' | 'live';

export interface Access {
  readonly keys: LiveKeys;
  /** Of this machine; null = the venue's own. */
  readonly url: string | null;
}

const BINANCE_KEYS = ['BINANCE_API_KEY', 'BINANCE_API_SECRET'] as const;

/** Where the environment has them. */
export const KEY_NAMES: Readonly<Record<RealVenue, readonly [keyId: string, secret: string]>> = {
  alpaca: ['APCA_API_KEY_ID', 'APCA_API_SECRET_KEY'],
  binance: BINANCE_KEYS,
  'binance-usdm': BINANCE_KEYS,
};

/** `url`: given by hand, of this machine. */
export function accessTo(
  { env }: Pick<World, 'env'>,
  broker: RealVenue,
  asked: { readonly mode: LiveMode; readonly url: string | null },
): Access {
  const url = asked.url ?? AGREED[broker](env, asked.mode);
  const [keyId, secret] = KEY_NAMES[broker].map((name) => {
    const value = env[name] ?? '';
    if (value !== '') return value;
    throw new ConfigurationError(
      `broker ${broker}: ${name} is not set\n  fix: set ${KEY_NAMES[broker].join(' and ')} in the environment; no file and no flag takes them`,
    );
  });
  return { keys: { keyId: keyId ?? '', secret: secret ?? '' }, url };
}

type Env = World['env'];

/** What else the environment says agrees with the mode; returns an address of this machine, where it names one. */
const AGREED: Readonly<Record<RealVenue, (env: Env, mode: LiveMode) => string | null>> = {
  alpaca: (env, mode) => {
    const said = (env['APCA_API_BASE_URL'] ?? '').replace(/\/(v2\/?)?$/, '');
    if (said === '' || said === ALPACA[mode]) return null;
    if (HERE.test(said)) return said;
    throw new ConfigurationError(
      `mode ${mode}: APCA_API_BASE_URL is another account's address\n  fix: unset it, or set ${ALPACA[mode]}`,
    );
  },
  binance: (env, mode) => binanceAgreed(env, mode, 'binance'),
  'binance-usdm': (env, mode) => binanceAgreed(env, mode, 'binance-usdm'),
};

function binanceAgreed(env: Env, mode: LiveMode, dialect: RealVenue): null {
  const isTestnet = /^(1|true|yes)$/i.test(env['BINANCE_TESTNET'] ?? '');
  if (isTestnet === (mode === 'paper')) return null;
  throw new ConfigurationError(
    mode === 'paper'
      ? `mode paper: Binance has no paper account, only its test network\n  fix: BINANCE_TESTNET=true with keys of the test network, or --url for "squall venue --dialect ${dialect}"`
      : 'mode live: BINANCE_TESTNET is set\n  fix: unset it; the keys of the test network are no keys of an account',
  );
}

const ALPACA: Readonly<Record<LiveMode, string>> = {
  paper: 'https://paper-api.alpaca.markets',
  live: 'https://api.alpaca.markets',
};

const HERE = /^http:\/\/(127\.0\.0\.1|localhost):\d{1,5}$/;
