/**
 * The store that several clients share a kill switch through is down, or contradicts the client: asked in the tick in which an
 * order leaves, it answers with an error, or that the switch is engaged, whatever anybody here threw. What may not leave then must
 * not leave, and nothing else in the client says so.
 *
 * Unrealistic: it fails at once. A store that is slow holds up whoever waits for it, and nobody waits here: what is not known in that
 * tick is an error.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type { FaultSpan, LinkFault, StoreVerdict } from './link-fault.js';
import { Span } from './moment.js';
import { type ValuesOf, choice, duration, moment, withFallback } from './parameter.js';

const parameters = {
  at: moment('when it begins'),
  for: duration('how long it lasts'),
  says: withFallback(choice('what it answers', ['error', 'engaged']), 'error'),
};

class RiskStoreFails implements LinkFault {
  readonly #says: StoreVerdict;
  readonly #span: Span;
  #acts = 0;

  constructor(values: ValuesOf<typeof parameters>, { momentOf }: FaultContext) {
    this.#says = values.says;
    this.#span = new Span(momentOf(values.at), values.for);
  }

  activations(): number {
    return this.#acts;
  }

  spans(): readonly FaultSpan[] {
    const { from, to } = this.#span;
    return [{ from, to, paths: ['client'], symbol: null, acts: this.#acts }];
  }

  riskStore(now: EpochMicros): StoreVerdict | null {
    if (!this.#span.has(now)) return null;
    this.#acts += 1;
    return this.#says;
  }
}

export const riskStore = faultKind({
  kind: 'risk-store',
  ids: ['RSK2'],
  holds: [],
  seam: 'semantic',
  text: 'The store of the shared kill switch fails, or says that it is engaged.',
  scope: 'every instrument',
  acts: 'at the client, as an order is about to leave',
  counts: 'each order that asked it in vain',
  parameters,
  exactlyOne: [],
  build: (values, context) => new RiskStoreFails(values, context),
});
