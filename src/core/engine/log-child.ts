/**
 * SCH-9, FIL-10: the log lines of one child order: sent, retried, each change of status with elapsed time and poll
 * number, each method's verdict, each fill, each error with its delay; what only says when to look next is at debug.
 */
import { type EpochMicros, MICROS_PER_MS } from '../ground/units.js';
import { sayingsOfBelief } from '../child/verifier.js';
import type { ChildEntry } from '../state/entry.js';
import { type LogFields, type LogLine, logLine } from './log-line.js';
import type { ChildState } from '../state/state.js';

type Of<K extends ChildEntry['kind']> = Extract<ChildEntry, { kind: K }>;

interface About {
  readonly at: EpochMicros;
  readonly child: ChildState;
  /** Whose line it is: parent, slice, order, and how long it has been at it. */
  readonly whose: LogFields;
}

type Lines = { readonly [K in ChildEntry['kind']]: (entry: Of<K>, about: About) => LogLine };

const LINES: Lines = {
  'submit-intent': ({ command, deadline, nextAt, monitor = 'robust' }, { at, whose }) => {
    const { attempt, terms } = command;
    const { symbol, side, quantity } = terms;
    const waits = { timeoutMicros: deadline - at, firstLookMicros: nextAt - at, engine: monitor };
    const fields = { ...whose, attempt, symbol, side, quantity, ...waits };
    return logLine('info', attempt === 1 ? 'order.sent' : 'order.sent-again', fields);
  },
  'amend-wanted': ({ quantity, limitPrice, because, operator, reason }, { whose }) =>
    logLine('info', 'order.amend', { ...whose, quantity, limitPrice, because, operator, reason }),
  'replace-intent': ({ command, reduces }, { whose }) => {
    const { clientOrderId: replaces, quantity, limitPrice } = command;
    return logLine('info', 'replace.sent', { ...whose, replaces, quantity, limitPrice, reduces });
  },
  'intent-withdrawn': ({ attempt, reason, veto, retryAt }, { at, whose }) => {
    const retryMicros = retryAt === null ? null : retryAt - at;
    const event = veto === null ? 'order.not-sent' : 'order.vetoed';
    return logLine('warn', event, { ...whose, attempt, reason, retryMicros });
  },
  'submit-settled': ({ as, code, text }, { whose }) =>
    logLine(as === 'accepted' ? 'debug' : 'warn', `order.${as}`, { ...whose, code, text }),
  'outcome-unknown': ({ effect, shape }, { whose }) =>
    logLine('warn', 'order.unknown', { ...whose, effect, shape }),
  'order-updated': ({ head, source }, { child, whose }) => {
    const { status, filled } = head;
    const { polls } = child.watch;
    const { quantity } = child.terms;
    return logLine('info', 'order.status', { ...whose, status, filled, quantity, source, polls });
  },
  'order-adopted': ({ createdAt }, { at, whose }) =>
    logLine('warn', 'order.adopted', { ...whose, ageMicros: at - createdAt }),
  'order-amended': ({ quantity, limitPrice }, { child, whose }) => {
    const asked = child.asked?.quantity ?? quantity;
    return logLine('warn', 'order.amended', { ...whose, quantity, asked, limitPrice });
  },
  'fill-booked': (entry, about) => fill('fill.booked', entry, about),
  'fill-amended': (entry, about) => fill('fill.amended', entry, about),
  'poll-unchanged': ({ nextAt }, { at, whose }) =>
    logLine('debug', 'poll.unchanged', { ...whose, waitMicros: nextAt - at }),
  'lookup-not-found': ({ from, counts, nextAt }, { at, whose }) =>
    logLine('debug', 'poll.not-found', { ...whose, from, counts, waitMicros: nextAt - at }),
  'absence-proven': ({ retryAt }, { whose }) =>
    logLine('warn', 'order.absent', { ...whose, again: retryAt !== null }),
  'update-skipped': ({ source, skipped }, { whose }) => {
    const said = skipped.map(({ code, text }) => `${code}: ${text}`).join('; ');
    return logLine('debug', 'update.skipped', { ...whose, source, skipped: said });
  },
  'read-failed': ({ failure, text, nextAt }, { at, child, whose }) => {
    const { failures } = child.watch;
    const fields = { ...whose, failure, text, failures, retryMicros: nextAt - at };
    return logLine('warn', 'poll.failed', fields);
  },
  'fill-contradicted': ({ text, nextAt }, { at, whose }) =>
    logLine('warn', 'fill.contradicted', { ...whose, text, retryMicros: nextAt - at }),
  'deadline-extended': ({ deadline }, { at, whose }) =>
    logLine('info', 'order.waits-on', { ...whose, forMicros: deadline - at }),
  'cancel-wanted': ({ reason }, { whose }) =>
    logLine('info', 'cancel.wanted', { ...whose, reason }),
  'cancel-intent': ({ command }, { whose }) =>
    logLine('info', 'cancel.sent', { ...whose, attempt: command.attempt }),
  'cancel-settled': ({ as, code }, { whose }) =>
    logLine('info', `cancel.${as}`, { ...whose, code }),
  'look-again': ({ nextAt }, { at, whose }) =>
    logLine('debug', 'look.again', { ...whose, waitMicros: nextAt - at }),
  settling: (_, { whose }) => logLine('debug', 'order.settling', whose),
  'fill-result': result,
};

function fill(
  event: string,
  entry: Of<'fill-booked' | 'fill-amended'>,
  { child, whose }: About,
): LogLine {
  const { execId, price, quantity, liquidity, venueTime } = entry.row.execution;
  const { source, feeQuote, feeEstimated } = entry;
  const { polls } = child.watch;
  const fields = { ...whose, execId, price, quantity, liquidity, venueTime, source, polls };
  return logLine('info', event, { ...fields, feeQuote, feeEstimated });
}

/** The verdict and what it rests on, method by method; null = it could not say. */
function result({ result: of, final }: Of<'fill-result'>, { child, whose }: About): LogLine {
  const { methods, ...more } = of;
  const says = sayingsOfBelief(child.belief, child.terms.quantity);
  const clean = of.outcome === 'filled' && !of.slippageFlag;
  return logLine(clean ? 'info' : 'warn', final ? 'order.done' : 'order.not-known', {
    ...whose,
    ...more,
    methods: methods.join(' '),
    statusSays: says.status,
    quantitySays: says.quantity,
    priceSays: says.price,
    timeSays: says.time,
  });
}

export function childLine(entry: ChildEntry, at: EpochMicros, child: ChildState): LogLine {
  const whose = {
    parent: child.parentId,
    slice: child.slice,
    order: child.clientOrderId,
    elapsedMs: Math.floor((at - (child.submit.firstAt ?? at)) / MICROS_PER_MS),
  };
  const toLine = LINES[entry.kind] as (entry: ChildEntry, about: About) => LogLine;
  return toLine(entry, { at, child, whose });
}
