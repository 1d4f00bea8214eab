/** What an account at the venue of a scenario trades by, in Binance's words. Pure. */
import type { VenueOptions } from '../../../../sim/exchange/venue-options.js';
import type { SelfTrade } from '../../../../sim/fills/self-trade.js';

const SELF_TRADE_WORDS: Readonly<Record<SelfTrade, string>> = {
  none: 'NONE',
  'expire-maker': 'EXPIRE_MAKER',
  'expire-taker': 'EXPIRE_TAKER',
  'expire-both': 'EXPIRE_BOTH',
};

/** What the venue of a scenario charges, and does where two orders of the account meet. */
export interface AccountTerms {
  readonly makerBps: string;
  readonly takerBps: string;
  readonly selfTrade: string;
}

export const accountTerms = ({
  fees,
  profile,
}: Pick<VenueOptions, 'fees' | 'profile'>): AccountTerms => ({
  makerBps: fees.makerBps,
  takerBps: fees.takerBps,
  selfTrade: SELF_TRADE_WORDS[profile.selfTrade],
});
