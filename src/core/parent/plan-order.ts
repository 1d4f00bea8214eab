/**
 * The last step of intake: once every answer is in, the order is routed (TWAP-9), planned (TWAP-1 … TWAP-8) and its
 * plan stored; a plan that cannot be made refuses the order. A market that could not be read never blocks it: the
 * plan says what it did not know.
 */
import type { ParentId } from '../order/order.js';
import type { OrderRequest } from '../order/order-request.js';
import type { ReadAnswer } from '../order/outcome.js';
import { routeOf, routedRequest } from '../plan/routing.js';
import type { PlanWarning } from '../plan/plan.js';
import { makePlan } from '../plan/slicer.js';
import type { Intake } from '../state/intake.js';
import type { AnsweredRead, ParentState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { onReduceAnswer } from './reduce-gated.js';

export function onArrivalAnswer(
  step: Step,
  parent: ParentState,
  { asked, answer }: { readonly asked: AnsweredRead; readonly answer: ReadAnswer },
): void {
  if (parent.intake === null || !asked.awaited) return;
  const { parentId } = parent;
  const waiting = parent.intake.waiting.filter((readId) => readId !== asked.read.readId);
  const intake = { ...parent.intake, waiting, ...factsOf(step, parent.request, answer) };
  step.emit({ kind: 'arrival-answered', parentId, intake });
  if (!onReduceAnswer(step, step.parent(parentId), { asked, answer })) return;
  planIfReady(step, parentId);
}

/** Plans the order once nothing is waited for any more. */
export function planIfReady(step: Step, parentId: ParentId): void {
  const { intake, request: asked, receivedAt } = step.parent(parentId);
  if (intake === null || intake.waiting.length > 0) return;
  const instrument = step.instrument(asked.symbol);
  const { midTwice } = intake;
  const request = routed(step, asked, intake);
  const made = makePlan(request, {
    now: receivedAt,
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
  const { plan } = made;
  const warnings = [...made.warnings, ...forcedWarning(step)];
  step.emit({ kind: 'parent-planned', parentId, algo, plan, warnings, arrivalMidTwice: midTwice });
}

/** REC-3: each order until all is cleared up. */
const forcedWarning = ({ state }: Step): readonly PlanWarning[] =>
  state.gate?.state === 'forced'
    ? [
        {
          code: 'reconciliation-forced',
          text: `${state.gate.operator} opened the gate before all was known`,
        },
      ]
    : [];

function routed(step: Step, request: OrderRequest, { midTwice, opposite }: Intake): OrderRequest {
  if (request.algo !== 'auto') return request;
  const config = step.config.routing;
  const instrument = step.instrument(request.symbol);
  const route = routeOf(request, { instrument, midTwice, opposite, config });
  return routedRequest(request, route.algo, config);
}

/** What planning needs of an answer; a market that could not be read leaves it unknown. */
function factsOf(step: Step, { side }: OrderRequest, answer: ReadAnswer): Partial<Intake> {
  switch (answer.kind) {
    case 'depth': {
      const opposite = side === 'buy' ? answer.asks : answer.bids;
      return { opposite: opposite.slice(0, step.config.routing.depthLevels) };
    }
    case 'volume':
      return { volume: answer.averageDailyVolume };
    default:
      return {};
  }
}
