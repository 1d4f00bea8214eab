/**
 * A second is put into the day, and the clocks of client and venue come to terms with it each in its own way: one that `repeats` it is set back by a
 * second in one step, as the clock of a POSIX system is; one that `smears` it is slow around it until it has lost that second; one that takes no notice
 * (`none`) is a second ahead from then on. Meanwhile they are up to a second apart, and what the venue states of two moments may be in the wrong
 * order. The venue judges requests by its own clock and says its time when asked.
 *
 * Real ones: Google and Amazon smear in their clouds, over a day with the second in its middle, and venues that run there do so with them. In 2015, the
 * only one in trading hours since markets are electronic, Tokyo's stock exchange smeared over two hours before it, the futures exchanges of Japan, Korea,
 * Singapore and Australia after it; Nasdaq and NYSE Arca closed their late session some minutes early, CME held files back for ten minutes. FIX knows a
 * second 60, and milliseconds since 1970 do not. Of Binance and of Alpaca we found no word. None has been announced since 2016.
 *
 * Unrealistic: all of a venue's servers do the same; true time in the report goes on without it; a smear that hangs on an event begins with that event.
 */
import type { TopOfBook } from '../../core/order/outcome.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { isOrderEntry } from '../../core/order/venue-message.js';
import { type EpochMicros, type Micros, micros, plus, seconds } from '../../core/ground/units.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import type { ClockFlaw } from './clock-flaw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type {
  FaultSpan,
  InstrumentLens,
  LinkFault,
  ReplyVerdict,
  ReportVerdict,
  RequestVerdict,
} from './link-fault.js';
import { type Moment, behindEvent } from './moment.js';
import { type ValuesOf, choice, drawn, duration, moment, withFallback } from './parameter.js';
import { restampedReply, restampedReport } from './restamped.js';
import type { TimeWindow } from './window.js';

const SECOND: Micros = seconds(1);
const DAY: Micros = seconds(86_400);
const AT_ONCE = micros(0);
/** A clock that loses a second in less than two hardly goes on. */
const SHORTEST_SMEAR = 2_000_000;
const SHORTEST_DRAWN = 10_000_000;
const WAYS = ['repeats', 'smears', 'none'] as const;

const parameters = {
  at: moment('when it is'),
  client: withFallback(choice("what the client's clock does", WAYS), 'repeats'),
  venue: withFallback(choice("what the venue's clock does", WAYS), 'smears'),
  over: withFallback(
    drawn(
      duration('how long a smear takes, half of it before', SHORTEST_SMEAR),
      SHORTEST_DRAWN,
      DAY,
    ),
    DAY,
  ),
};

type Values = ValuesOf<typeof parameters>;

/** When it is, and when clocks that smear it do so. */
interface Leap {
  readonly at: EpochMicros;
  readonly smeared: TimeWindow;
}

class LeapSecond implements LinkFault {
  readonly clockFlaw?: ClockFlaw;
  readonly quoteLens?: InstrumentLens;
  readonly #start: EpochMicros;
  readonly #values: Values;
  /** Null while it is not known when. */
  #leap: Leap | null = null;

  constructor(values: Values, { start, momentOf }: FaultContext) {
    this.#start = start;
    this.#values = values;
    const at = momentOf(values.at);
    whenLeaps(at, values.over, (leap) => {
      this.#leap = leap;
    });
    const flaw = flawOf(values, at);
    if (flaw !== null) this.clockFlaw = flaw;
    if (values.venue !== 'none')
      this.quoteLens = { symbol: null, lens: (quote) => this.#restampedQuote(quote) };
  }

  activations(now: EpochMicros): number {
    const isSeen = this.#values.client !== 'none' || this.#values.venue !== 'none';
    return isSeen && this.#leap !== null && this.#leap.at <= now ? 1 : 0;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    const { client, venue } = this.#values;
    if (this.#leap === null || this.activations(now) === 0) return [];
    const paths = [
      ...(client === 'none' ? [] : (['client'] as const)),
      ...(venue === 'none' ? [] : (['submit', 'cancel', 'query', 'stream', 'feed'] as const)),
    ];
    const { at, smeared } = this.#leap;
    const from = client === 'smears' || venue === 'smears' ? smeared.from : at;
    return [
      { from: from < this.#start ? this.#start : from, to: now, paths, symbol: null, acts: 1 },
    ];
  }

  /** The venue holds it against its own clock: as if that were right and the request's the other way off. */
  requestArrives({ request }: LinkRequest, now: EpochMicros): RequestVerdict {
    const behind = (now - this.#stamp(now)) as Micros;
    if (behind === 0 || !isOrderEntry(request)) return null;
    const sentAt = plus(request.sentAt, behind);
    const seen =
      request.kind === 'submit' && request.validUntil !== null
        ? { ...request, sentAt, validUntil: plus(request.validUntil, behind) }
        : { ...request, sentAt };
    return { kind: 'forward', copies: [{ request: seen, delay: AT_ONCE }] };
  }

  replyLeaves(_sent: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    if (this.#stamp(now) === now) return null;
    const told: LinkReply =
      reply.kind === 'time'
        ? { ...reply, venueTime: this.#stamp(reply.venueTime) }
        : restampedReply(reply, (at) => this.#stamp(at));
    return told === reply ? null : { kind: 'instead', reply: told, delay: AT_ONCE };
  }

  reportLeaves(report: ExecutionReport, now: EpochMicros): ReportVerdict {
    if (this.#stamp(now) === now) return null;
    const told = restampedReport(report, (at) => this.#stamp(at));
    return { kind: 'forward', copies: [{ report: told, delay: AT_ONCE, inOrder: true }] };
  }

  #restampedQuote(quote: TopOfBook): TopOfBook {
    const venueTime = this.#stamp(quote.venueTime);
    return venueTime === quote.venueTime ? quote : { ...quote, venueTime };
  }

  /** What the venue's clock showed at a true time. */
  #stamp(at: EpochMicros): EpochMicros {
    return this.#leap === null ? at : plus(at, offsetAt(this.#values.venue, this.#leap, at));
  }
}

function offsetAt(how: Values['venue'], { at: leapsAt, smeared }: Leap, at: EpochMicros): Micros {
  if (how === 'none') return AT_ONCE;
  if (how === 'repeats') return at < leapsAt ? AT_ONCE : (-SECOND as Micros);
  const { from, to } = smeared;
  const share = Math.min(1, Math.max(0, (at - from) / (to - from)));
  return -Math.round(SECOND * share) as Micros;
}

function whenLeaps(moment_: Moment, over: Micros, listener: (leap: Leap) => void): void {
  moment_.whenKnown((told, happened) => {
    const at = behindEvent(told, happened);
    const half = micros(Math.floor(over / 2));
    const early = (at - half) as EpochMicros;
    const known = happened === null ? early : behindEvent(happened, happened);
    listener({ at, smeared: { from: early < known ? known : early, to: plus(at, half) } });
  });
}

function flawOf({ client, over }: Values, at: Moment): ClockFlaw | null {
  const by = -SECOND as Micros;
  switch (client) {
    case 'none':
      return null;
    case 'repeats':
      return {
        kind: 'step',
        by,
        whenKnown: (listener) => whenLeaps(at, over, (leap) => listener(leap.at)),
      };
    case 'smears':
      return {
        kind: 'slew',
        by,
        whenKnown: (listener) => whenLeaps(at, over, ({ smeared }) => listener(smeared)),
      };
  }
}

export const leapSecond = faultKind({
  kind: 'leap-second',
  ids: ['CLK6'],
  holds: [],
  seam: 'semantic',
  text: 'A leap second, which the clocks of client and venue repeat, smear, or take no notice of.',
  scope: 'the whole client and the whole venue, every instrument',
  acts: 'on every time that the client reads or waits for, and that the venue states or judges by',
  counts: 'once, where either clock takes notice',
  parameters,
  exactlyOne: [],
  build: (values, context) => new LeapSecond(values, context),
});
