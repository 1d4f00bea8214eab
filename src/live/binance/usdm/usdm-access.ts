/** Binance USD-M futures, as they are traded. */
import type { Access } from '../access.js';
import { USDM_IN_CCXT } from '../ccxt-table.js';
import { accountProblem } from './account.js';
import { replaceAtUsdm } from './replace.js';
import { USDM } from './usdm.js';
import { usdmOrderStream } from './user-stream.js';

export const USDM_ACCESS: Access = {
  product: USDM,
  ccxt: USDM_IN_CCXT,
  replace: replaceAtUsdm,
  accountProblem,
  orderStream: usdmOrderStream,
};
