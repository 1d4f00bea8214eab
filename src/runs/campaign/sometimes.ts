/**
 * What a campaign must have come past at least once, else its silence proves little: every alert, outcome, status, stage and
 * branch that the audit counts (sim/audit/reached.ts) but those listed here with the reason, and the responses that dangerous
 * venues demand. A key that the audit learns to count is demanded without a line here.
 */
import { REACHED_KEYS, type ReachedKey } from '../../sim/audit/reached.js';

/** What no run of the bundled campaign comes past, and why. */
const NOT_DEMANDED: Readonly<Partial<Record<ReachedKey, string>>> = {
  'alert:fill-without-price': 'only what no client can survive leads there, which is not drawn',
  'alert:id-taken': 'only what no client can survive leads there, which is not drawn',
  'alert:contradicting-outcome': 'no fault refuses an order that it had taken',
  'alert:order-revived': 'no fault fills an order that was over',
  'branch:late-fill-after-verdict': 'no fault fills an order that was over',
  'outcome:cancel:unknown:reset': 'no fault resets the connection of a cancel',
  'alert:liquidation': 'no bundled scenario trades futures',
  'alert:scheduling-failed': 'an order that cannot be planned is refused before a fault can act',
  'alert:unmatched-report': 'no fault tells of an order that is nobody knows',
  'outcome:cancel:exists': 'a cancel takes no id',
  'status:pending_new': 'no simulated venue says it',
  'status:pending_replace': 'replaces are not asked for',
  'status:replaced': 'replaces are not asked for',
  'status:calculated': 'no simulated venue says it',
  'status:stopped': 'no simulated venue says it',
  'status:suspended': 'no simulated venue says it',
  'status:done_for_day': 'no simulated venue says it',
  'status:expired': 'no bundled scenario has an end of session',
  'status:dry_run': 'nothing leaves in one',
  'status:blocked_limit': 'no scenario of a campaign sets limits',
};

export const DEMANDED: readonly ReachedKey[] = REACHED_KEYS.filter((key) => !(key in NOT_DEMANDED));
