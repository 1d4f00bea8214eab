/**
 * The venue's front refuses submits it would otherwise take, each with a share of its own or one at a given time. The
 * order never reaches the book; the answer is a parsed refusal that names this request, so it is definite.
 *
 * Unrealistic: refusals are independent of the order, the account and each other; real ones come in runs (a balance
 * stays short, a filter stays wrong). Replaces are never refused here.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { LinkRequest } from '../link/messages.js';
import { messageOf } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { Hits, HIT_RULES, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, RequestVerdict } from './link-fault.js';
import { type ValuesOf, code, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('submit', 'submits'),
  code: withFallback(code("the venue's code"), 'insufficient-balance'),
};

class Reject implements LinkFault {
  readonly #hits: Hits;
  readonly #verdict: RequestVerdict;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#hits = new Hits(values, context);
    const reply = { kind: 'rejected', code: values.code, text: `fault: ${values.code}` } as const;
    this.#verdict = { kind: 'reply', reply };
  }

  activations(): number {
    return this.#hits.count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['submit'], now);
  }

  requestArrives(sent: LinkRequest, now: EpochMicros): RequestVerdict {
    if (sent.request.kind !== 'submit') return null;
    return this.#hits.hits(messageOf(sent), now) ? this.#verdict : null;
  }
}

export const reject = faultKind({
  kind: 'reject',
  ids: ['SUB5'],
  seam: 'semantic',
  text: 'Submits are refused before they reach the book.',
  scope: 'every instrument',
  acts: 'on submits as they arrive, before the book',
  counts: 'each submit refused',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new Reject(values, context),
});
