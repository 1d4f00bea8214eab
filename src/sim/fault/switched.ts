/**
 * A fault with a switch: as it is while that is on, and as if it were not there while it is off. What it has begun is not taken back, and
 * what it would have hit meanwhile it does not count. What is told of ahead (a halt, the news of a stream that breaks, what it does by the
 * clock of the run) no switch reaches: such a fault has none (`canSwitch`).
 */
import type { QuoteLens } from '../../core/host/quote-board.js';
import type { FeedLoss, LinkFault } from './link-fault.js';

type Hook = keyof LinkFault;
type Given<H extends Hook> = NonNullable<LinkFault[H]>;
type IsOn = () => boolean;

export function switched(fault: LinkFault, isOn: IsOn): LinkFault {
  const hooks = fault as unknown as Readonly<Partial<Record<Hook, unknown>>>;
  const gated: Partial<Record<Hook, unknown>> = {};
  for (const name of Object.keys(GATES) as Hook[]) {
    const hook = hooks[name];
    if (hook === undefined) continue;
    const gate = GATES[name] as (given: unknown, isOn: IsOn) => unknown;
    gated[name] = gate(typeof hook === 'function' ? (hook.bind(fault) as unknown) : hook, isOn);
  }
  return gated as unknown as LinkFault;
}

/** What acts by itself, at times that are fixed before. */
const FIXED: readonly Hook[] = ['halt', 'streamNews', 'clockFlaw', 'processFlaw', 'runBegins'];

export const canSwitch = (fault: LinkFault): boolean =>
  FIXED.every((hook) => fault[hook] === undefined);

/** Every hook, so that one nobody has thought of does not compile, rather than being lost. */
const GATES: { readonly [H in Hook]-?: (given: Given<H>, isOn: IsOn) => Given<H> } = {
  activations: (given) => given,
  spans: (given) => given,
  runBegins: (given) => given,
  requestLeaves: (given, isOn) => (request, now) => (isOn() ? given(request, now) : null),
  requestArrives: (given, isOn) => (request, now) => (isOn() ? given(request, now) : null),
  replyLeaves: (given, isOn) => (request, reply, now) =>
    isOn() ? given(request, reply, now) : null,
  replyArrives: (given, isOn) => (request, reply, now) =>
    isOn() ? given(request, reply, now) : null,
  reportHeard: (given, isOn) => (report, now) => {
    if (isOn()) given(report, now);
  },
  reportLeaves: (given, isOn) => (report, now) => (isOn() ? given(report, now) : null),
  reportArrives: (given, isOn) => (report, now) => (isOn() ? given(report, now) : null),
  volume: (given, isOn) => (symbol, answer, now) => (isOn() ? given(symbol, answer, now) : answer),
  fillPieces: (given, isOn) => (fill, now) => (isOn() ? given(fill, now) : [fill.quantity]),
  fillPrice: (given, isOn) => (fill, now) => (isOn() ? given(fill, now) : fill.price),
  riskStore: (given, isOn) => (now) => (isOn() ? given(now) : null),
  syncTakes: (given) => given,
  feedLoss: (given, isOn) => gatedLoss(given, isOn),
  feedFreeze: (given, isOn) => gatedLoss(given, isOn),
  quoteLens: ({ symbol, lens }, isOn) => ({ symbol, lens: gatedLens(lens, isOn) }),
  streamNews: (given) => given,
  halt: (given) => given,
  clockFlaw: (given) => given,
  processFlaw: (given) => given,
};

const gatedLoss = (loss: FeedLoss, isOn: IsOn): FeedLoss => ({
  get from() {
    return loss.from;
  },
  get to() {
    return loss.to;
  },
  symbol: loss.symbol,
  loses: (deliveredAt) => isOn() && loss.loses(deliveredAt),
});

const gatedLens =
  (lens: QuoteLens, isOn: IsOn): QuoteLens =>
  (quote, now) =>
    isOn() ? lens(quote, now) : quote;
