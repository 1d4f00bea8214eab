/**
 * The venue undoes an execution some time after it made it, or corrects it down to a part: as after an error of another member, a
 * price far off the market, a trade reported twice. Position, cash and commission are given back. The order stays as open or as
 * closed as it is, and what was undone of it is not worked again; it is told on the order stream and stands in the list of executions.
 *
 * Unrealistic: real venues take minutes to hours and hear both sides first; nobody is asked here. A correction changes the quantity
 * alone, never the price.
 */
import { type EpochMicros, plus } from '../../core/ground/units.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault } from './link-fault.js';
import { SOME_SECONDS, type ValuesOf, drawn, duration, share, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('execution', 'executions', 0.05),
  delay: drawn(duration('how long after it was made'), ...SOME_SECONDS),
  part: withFallback(
    drawn(share('which share of it is undone, at least a lot; 1 = all of it'), 0.2, 1),
    1,
  ),
};

class TradeBusted implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #context: FaultContext;
  readonly #hits: Hits;
  #busted = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#context = context;
    this.#hits = new Hits(values, context);
  }

  activations(): number {
    return this.#busted;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['submit'], now).map((span) => ({ ...span, acts: this.#busted }));
  }

  reportHeard(
    { execType, clientOrderId, execution, liquidation }: ExecutionReport,
    at: EpochMicros,
  ): void {
    // A position that the venue closes itself is the venue's to put right.
    if (execType !== 'trade' || execution === null || liquidation === true) return;
    const { execId } = execution;
    if (!this.#hits.hits({ key: `bust:${clientOrderId}:${execId}`, nth: 1 }, at)) return;
    const { delay, part } = this.#values;
    this.#context.stage.atVenue(plus(at, delay), (venue, now) => {
      if (venue.bust({ clientOrderId, execId, share: part }, now)) this.#busted += 1;
    });
  }
}

export const tradeBusted = faultKind({
  kind: 'trade-busted',
  ids: ['FIL5'],
  holds: [],
  seam: 'semantic',
  text: 'The venue undoes an execution afterwards, or a part of it.',
  scope: 'every instrument',
  acts: 'on executions, at the venue, open orders and closed ones alike',
  counts: 'each execution that was undone',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new TradeBusted(values, context),
});
