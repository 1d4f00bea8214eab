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
  'alert:order-revived':
    'an order must be called filled, live on, and be heard of by nobody until a look finds it: too rare',
  'branch:late-fill-after-verdict': 'no fault fills an order that was over',
  'outcome:cancel:unknown:reset': 'no fault resets the connection of a cancel',
  'alert:liquidation': 'no bundled scenario trades futures',
  'alert:scheduling-failed': 'an order that cannot be planned is refused before a fault can act',
  'alert:unmatched-report': 'no fault tells of an order that is nobody knows',
  'outcome:cancel:exists': 'a cancel takes no id',
  'outcome:replace:exists': 'each replace has an id of its own, and is asked once',
  'outcome:replace:unknown:reset': 'no fault resets the connection of a replace',
  'status:pending_replace': 'no simulated venue says it',
  'status:pending_new': 'no simulated venue says it',
  'status:calculated': 'no simulated venue says it',
  'status:stopped': 'no simulated venue says it',
  'status:suspended': 'no simulated venue says it',
  'status:done_for_day': 'no simulated venue says it',
  'status:expired': 'no bundled scenario has an end of session',
  'status:dry_run': 'nothing leaves in one',
  'status:blocked_limit': 'no scenario of a campaign sets limits',
};

export const DEMANDED: readonly ReachedKey[] = REACHED_KEYS.filter((key) => !(key in NOT_DEMANDED));

/** What a dangerous venue demands of its client, and what a run comes past in which it was demanded and given. */
export interface Response {
  readonly name: string;
  readonly keys: readonly ReachedKey[];
  /** Kinds of fault that must have acted as well, where what they do leaves no key. */
  readonly kinds: readonly string[];
}

const responds = (
  name: string,
  keys: readonly ReachedKey[],
  kinds: readonly string[] = [],
): Response => ({ name: `response:${name}`, keys, kinds });

export const RESPONSES: readonly Response[] = [
  responds('lost-answer-looked-up', ['branch:found-after-unknown'], ['ack-lost', 'garbled-reply']),
  responds('taken-id-looked-up', ['outcome:submit:exists', 'stage:taken']),
  responds('not-found-waited-for', ['stage:unknown'], ['order-hidden', 'false-not-found']),
  responds('resent-only-when-absent', ['branch:resent-after-absence']),
  responds('resent-as-the-question', ['branch:resent-as-probe']),
  responds('refused-after-accepted', ['status:rejected'], ['refused-afterwards']),
  responds('fill-before-answer-booked', ['branch:fill-before-ack']),
  responds('fill-after-cancel-booked', ['branch:fill-after-cancel']),
  responds('undone-taken-back', ['alert:bust', 'branch:bust-after-the-end'], ['trade-busted']),
  responds('stuck-cancel-told', ['alert:cancel-stuck']),
  responds('told-twice-booked-once', ['stage:done'], ['frame-repeated', 'stream-replay']),
  responds('lost-frames-asked-for', ['stage:settling'], ['frame-lost']),
  responds('asked-when-stream-is-back', ['alert:stream-down', 'branch:asked-as-stream-is-back']),
  responds('gap-unheard-of-polled', ['branch:found-after-unknown'], ['stream-half-open']),
  responds('price-from-executions', ['stage:settling'], ['blank-answer']),
  responds('successor-followed', [
    'outcome:replace:accepted',
    'status:replaced',
    'branch:fill-though-replaced',
  ]),
  responds('refused-replace-left-as-it-was', ['outcome:replace:rejected']),
  responds('partly-filled-then-canceled', ['alert:partial-fill', 'status:canceled']),
  responds(
    'rate-limit-waited-out',
    ['outcome:submit:not-sent', 'branch:resent-after-not-sent'],
    ['rate-limit'],
  ),
  responds(
    'clock-asked-when-refused',
    ['alert:clock-refused', 'branch:clock-measured', 'branch:resent-after-clock-refused'],
    ['clock-refused'],
  ),
  responds('dead-book-not-traded', ['status:skipped'], ['depth-gap', 'crossed-book']),
];
