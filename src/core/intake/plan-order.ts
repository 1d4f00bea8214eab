/**
 * The last step of intake: once every answer is in, the order is routed (TWAP-9), planned (TWAP-1 … TWAP-8) and its
 * plan stored; a plan that cannot be made refuses the order. A market that could not be read never blocks it: the
 * plan says what it did not know.
 */
import type { Intake, PendingRead } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import type { OrderRequest } from '../order/order-request.js';
import type { ReadAnswer } from '../outcome.js';
import { routeOf, routedRequest } from '../plan/routing.js';
import { makePlan } from '../plan/slicer.js';
import { settleParent } from '../release/completion.js';

export function onArrivalAnswer(step: Step, asked: PendingRead, answer: ReadAnswer): void {
  const parent = step.state.parents.get(asked.parentId);
  if (parent?.intake == null) return;
  const { parentId } = parent;
  const intake = withAnswer(parent.intake, asked, answer);
  step.emit({ kind: 'arrival-answered', parentId, intake });
  if (intake.waiting.length > 0) return;
  const instrument = step.instrument(parent.request.symbol);
  const quote = intake.quote?.quote ?? null;
  const midTwice = quote === null ? null : quote.bid + quote.ask;
  const request = routed(step, parent.request, { intake, midTwice });
  const made = makePlan(request, {
    now: parent.receivedAt,
    instrument,
    midTwice,
    adv: intake.volume,
    config: step.config.slicing,
  });
  if (!made.ok) {
    step.emit({ kind: 'order-refused', parentId, code: 'unplannable', problems: made.problems });
    return;
  }
  const algo = request.algo === 'twap' ? 'twap' : 'direct';
  const { plan, warnings } = made;
  step.emit({ kind: 'parent-planned', parentId, algo, plan, warnings, arrivalMidTwice: midTwice });
  // A cancel may have come while the market was being read.
  settleParent(step, parentId);
}

function routed(
  step: Step,
  request: OrderRequest,
  seen: { readonly intake: Intake; readonly midTwice: number | null },
): OrderRequest {
  if (request.algo !== 'auto') return request;
  const { depth } = seen.intake;
  const opposite = depth === null ? null : request.side === 'buy' ? depth.asks : depth.bids;
  const config = step.config.routing;
  const instrument = step.instrument(request.symbol);
  const route = routeOf(request, { instrument, midTwice: seen.midTwice, opposite, config });
  return routedRequest(request, route.algo, config);
}

function withAnswer(intake: Intake, asked: PendingRead, answer: ReadAnswer): Intake {
  const waiting = intake.waiting.filter((readId) => readId !== asked.read.readId);
  switch (answer.kind) {
    case 'quote':
      return { ...intake, waiting, quote: answer };
    case 'depth':
      return { ...intake, waiting, depth: answer };
    case 'volume':
      return { ...intake, waiting, volume: answer.averageDailyVolume };
    default:
      return { ...intake, waiting };
  }
}
