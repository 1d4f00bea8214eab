/**
 * A fault of a run that heals (L1): as it is until then, and from then on as if it were not there. What it delays comes by then at the latest; what
 * it has done already is not taken back. What it does by the clock of the run is cut off where that is told: `FaultStage`, and the moments of a fault.
 *
 * Unrealistic: all faults end in one instant. A clock that is wrong stays so, and a machine that sleeps by then sleeps on.
 */
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import type { HaltWindow } from '../exchange/venue-options.js';
import type {
  FaultSpan,
  FeedLoss,
  InstrumentHalt,
  LinkFault,
  ReplyVerdict,
  ReportVerdict,
  RequestVerdict,
  StreamNews,
} from './link-fault.js';

export const healing = (fault: LinkFault, healsAt: EpochMicros): LinkFault => ({
  activations: (now) => fault.activations(now),
  spans: (now) => fault.spans(now).flatMap((span) => cutSpan(span, healsAt)),
  ...(fault.runBegins === undefined ? {} : { runBegins: () => fault.runBegins?.() }),
  ...requestHooks(fault, healsAt),
  ...reportHooks(fault, healsAt),
  ...venueHooks(fault, healsAt),
  ...standing(fault, healsAt),
});

const cutSpan = (span: FaultSpan, healsAt: EpochMicros): readonly FaultSpan[] =>
  span.from >= healsAt ? [] : [{ ...span, to: earlier(span.to, healsAt) }];

const earlier = (a: EpochMicros, b: EpochMicros): EpochMicros => (a < b ? a : b);

type Hooks = Partial<LinkFault>;
type Verdict = RequestVerdict | ReplyVerdict | ReportVerdict;

/** With no delay longer than `left`, in microseconds. */
function sooner<V extends Verdict>(verdict: V, left: number): V {
  if (verdict === null) return verdict;
  const cut = ({ delay, ...rest }: { readonly delay: Micros }) => ({
    ...rest,
    delay: Math.min(delay, left) as Micros,
  });
  if (verdict.kind === 'instead') return cut(verdict) as unknown as V;
  if (verdict.kind !== 'forward') return verdict;
  return { ...verdict, copies: verdict.copies.map(cut) };
}

function requestHooks(fault: LinkFault, healsAt: EpochMicros): Hooks {
  return {
    ...(fault.requestLeaves && {
      requestLeaves: (request, now) =>
        now < healsAt ? sooner(fault.requestLeaves?.(request, now) ?? null, healsAt - now) : null,
    }),
    ...(fault.requestArrives && {
      requestArrives: (request, now) =>
        now < healsAt ? sooner(fault.requestArrives?.(request, now) ?? null, healsAt - now) : null,
    }),
    ...(fault.replyLeaves && {
      replyLeaves: (request, reply, now) =>
        now < healsAt
          ? sooner(fault.replyLeaves?.(request, reply, now) ?? null, healsAt - now)
          : null,
    }),
    ...(fault.replyArrives && {
      replyArrives: (request, reply, now) =>
        now < healsAt
          ? sooner(fault.replyArrives?.(request, reply, now) ?? null, healsAt - now)
          : null,
    }),
  };
}

function reportHooks(fault: LinkFault, healsAt: EpochMicros): Hooks {
  return {
    ...(fault.reportHeard && {
      reportHeard: (report, now) => {
        if (now < healsAt) fault.reportHeard?.(report, now);
      },
    }),
    ...(fault.reportLeaves && {
      reportLeaves: (report, now) =>
        now < healsAt ? sooner(fault.reportLeaves?.(report, now) ?? null, healsAt - now) : null,
    }),
    ...(fault.reportArrives && {
      reportArrives: (report, now) =>
        now < healsAt ? sooner(fault.reportArrives?.(report, now) ?? null, healsAt - now) : null,
    }),
  };
}

function venueHooks(fault: LinkFault, healsAt: EpochMicros): Hooks {
  return {
    ...(fault.volume && {
      volume: (symbol, answer, now) =>
        now < healsAt ? (fault.volume?.(symbol, answer, now) ?? answer) : answer,
    }),
    ...(fault.fillPieces && {
      fillPieces: (fill, now) =>
        now < healsAt ? (fault.fillPieces?.(fill, now) ?? [fill.quantity]) : [fill.quantity],
    }),
    ...(fault.fillPrice && {
      fillPrice: (fill, now) =>
        now < healsAt ? (fault.fillPrice?.(fill, now) ?? fill.price) : fill.price,
    }),
    ...(fault.riskStore && {
      riskStore: (now) => (now < healsAt ? (fault.riskStore?.(now) ?? null) : null),
    }),
  };
}

function standing(fault: LinkFault, healsAt: EpochMicros): Hooks {
  const { feedLoss, feedFreeze, quoteLens, streamNews, halt, clockFlaw } = fault;
  return {
    ...(feedLoss && { feedLoss: cutLoss(feedLoss, healsAt) }),
    ...(feedFreeze && { feedFreeze: cutLoss(feedFreeze, healsAt) }),
    ...(quoteLens && {
      quoteLens: {
        symbol: quoteLens.symbol,
        lens: (quote, now) => (now < healsAt ? quoteLens.lens(quote, now) : quote),
      },
    }),
    ...(streamNews && { streamNews: cutNews(streamNews, healsAt) }),
    ...(halt && { halt: cutHalt(halt, healsAt) }),
    ...(clockFlaw && { clockFlaw }),
  };
}

const cutLoss = (loss: FeedLoss, healsAt: EpochMicros): FeedLoss => ({
  get from() {
    return loss.from;
  },
  get to() {
    return earlier(loss.to, healsAt);
  },
  symbol: loss.symbol,
  loses: (deliveredAt) => deliveredAt < healsAt && loss.loses(deliveredAt),
});

const cutNews = (news: StreamNews, healsAt: EpochMicros): StreamNews => ({
  whenKnown: (listener) =>
    news.whenKnown(({ downAt, upAt }) => listener({ downAt, upAt: earlier(upAt, healsAt) })),
});

const cutHalt = (halt: InstrumentHalt, healsAt: EpochMicros): InstrumentHalt => {
  const cut = (one: HaltWindow): HaltWindow => ({ ...one, to: earlier(one.to, healsAt) });
  return {
    symbol: halt.symbol,
    window: halt.window === null ? null : cut(halt.window),
    whenKnown: (listener) => halt.whenKnown((known) => listener(cut(known))),
  };
};
