/** What the account has to be set to before it is traded on. */
import { type Fields, fieldsOf } from '../../rest/fields.js';
import type { Said } from '../asked.js';
import { USDM_METHODS } from '../ccxt-methods.js';
import { truthIn } from '../fields.js';
import type { Asking } from '../requests.js';
import { LOOKING } from '../venue-time.js';

/** Why it cannot be traded on, and what helps; null = it can. */
export const accountProblem = ({ ask, options }: Asking): Promise<Said<string | null>> =>
  ask(
    {
      method: USDM_METHODS.accountConfig,
      params: LOOKING,
      read: (body) => problemIn(fieldsOf(body, 'the account')),
    },
    options,
  );

function problemIn(fields: Fields): string | null {
  if (truthIn(fields, 'dualSidePosition') !== false)
    return 'the account of Binance USD-M is in hedge mode, in which one contract has two positions\n  fix: close what it holds, and set its position mode to one-way (POST /fapi/v1/positionSide/dual, dualSidePosition=false)';
  if (truthIn(fields, 'canTrade') === false)
    return 'the account of Binance USD-M may not trade\n  fix: ask Binance why, or take another account';
  return null;
}
