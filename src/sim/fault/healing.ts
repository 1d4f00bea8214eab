/**
 * A fault of a run that heals (L1): as it is until then, and from then on as if it were not there. What it delays comes by then at the latest; what
 * it has done already is not taken back. What it does by the clock of the run is cut off where that is told: `FaultStage`, and the moments of a fault.
 *
 * Unrealistic: all faults end in one instant. A clock that is wrong stays so, a machine that sleeps by then sleeps on, and a process that is down
 * by then begins when its fault says; one that is held up goes on then, and a write that the disk has begun ends when it ends.
 */
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import type { HaltWindow } from '../exchange/venue-options.js';
import type {
  FaultSpan,
  FeedLoss,
  LinkFault,
  ReplyVerdict,
  ReportVerdict,
  RequestVerdict,
} from './link-fault.js';

type Hook = keyof LinkFault;
type Given<H extends Hook> = NonNullable<LinkFault[H]>;

export function healing(fault: LinkFault, healsAt: EpochMicros): LinkFault {
  const hooks = fault as unknown as Readonly<Partial<Record<Hook, unknown>>>;
  const healed: Partial<Record<Hook, unknown>> = {};
  for (const name of Object.keys(CUTS) as Hook[]) {
    const hook = hooks[name];
    if (hook === undefined) continue;
    const cut = CUTS[name] as (given: unknown, healsAt: EpochMicros) => unknown;
    healed[name] = cut(typeof hook === 'function' ? (hook.bind(fault) as unknown) : hook, healsAt);
  }
  return healed as unknown as LinkFault;
}

/** Every hook, so that one nobody has thought of does not compile, rather than being lost. */
const CUTS: { readonly [H in Hook]-?: (given: Given<H>, healsAt: EpochMicros) => Given<H> } = {
  activations: (given) => given,
  spans: (given, healsAt) => (now) => given(now).flatMap((span) => cutSpan(span, healsAt)),
  runBegins: (given) => given,
  requestLeaves: (given, healsAt) => (request, now) =>
    sooner(healsAt - now, () => given(request, now)),
  requestArrives: (given, healsAt) => (request, now) =>
    sooner(healsAt - now, () => given(request, now)),
  replyLeaves: (given, healsAt) => (request, reply, now) =>
    sooner(healsAt - now, () => given(request, reply, now)),
  replyArrives: (given, healsAt) => (request, reply, now) =>
    sooner(healsAt - now, () => given(request, reply, now)),
  reportHeard: (given, healsAt) => (report, now) => {
    if (now < healsAt) given(report, now);
  },
  reportLeaves: (given, healsAt) => (report, now) =>
    sooner(healsAt - now, () => given(report, now)),
  reportArrives: (given, healsAt) => (report, now) =>
    sooner(healsAt - now, () => given(report, now)),
  volume: (given, healsAt) => (symbol, answer, now) =>
    now < healsAt ? given(symbol, answer, now) : answer,
  fillPieces: (given, healsAt) => (fill, now) =>
    now < healsAt ? given(fill, now) : [fill.quantity],
  fillPrice: (given, healsAt) => (fill, now) => (now < healsAt ? given(fill, now) : fill.price),
  riskStore: (given, healsAt) => (now) => (now < healsAt ? given(now) : null),
  syncTakes: (given, healsAt) => (now) => (now < healsAt ? given(now) : AT_ONCE),
  feedLoss: (given, healsAt) => cutLoss(given, healsAt),
  feedFreeze: (given, healsAt) => cutLoss(given, healsAt),
  quoteLens: ({ symbol, lens }, healsAt) => ({
    symbol,
    lens: (quote, now) => (now < healsAt ? lens(quote, now) : quote),
  }),
  streamNews: (given, healsAt) => ({
    whenKnown: (listener) =>
      given.whenKnown((gap) => listener({ ...gap, upAt: earlier(gap.upAt, healsAt) })),
  }),
  halt: (given, healsAt) => {
    const cut = (one: HaltWindow): HaltWindow => ({ ...one, to: earlier(one.to, healsAt) });
    return {
      symbol: given.symbol,
      window: given.window === null ? null : cut(given.window),
      whenKnown: (listener) => given.whenKnown((known) => listener(cut(known))),
    };
  },
  clockFlaw: (given) => given,
  processFlaw: (given, healsAt) => ({
    deed: given.deed,
    whenKnown: (listener) =>
      given.whenKnown((at) => {
        if (at < healsAt) listener(at);
      }),
    began: (at) => given.began(at),
    ended: (at) => given.ended(at),
  }),
};

const AT_ONCE = 0 as Micros;

const cutSpan = (span: FaultSpan, healsAt: EpochMicros): readonly FaultSpan[] =>
  span.from >= healsAt ? [] : [{ ...span, to: earlier(span.to, healsAt) }];

const earlier = (a: EpochMicros, b: EpochMicros): EpochMicros => (a < b ? a : b);

/** What is said while it has not healed, with no delay longer than `left`, in microseconds. */
function sooner<V extends RequestVerdict | ReplyVerdict | ReportVerdict>(
  left: number,
  say: () => V,
): V | null {
  const verdict = left > 0 ? say() : null;
  if (verdict === null) return null;
  const cut = ({ delay, ...rest }: { readonly delay: Micros }) => ({
    ...rest,
    delay: Math.min(delay, left) as Micros,
  });
  if (verdict.kind === 'instead') return cut(verdict) as unknown as V;
  if (verdict.kind !== 'forward') return verdict;
  return { ...verdict, copies: verdict.copies.map(cut) };
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
