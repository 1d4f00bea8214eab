/**
 * The venue's front refuses submits it would otherwise take, each with a share of its own or one at a given time. The
 * order never reaches the book; the answer is a parsed refusal that names this request, so it is definite.
 *
 * Unrealistic: refusals are independent of the order, the account and each other; real ones come in runs (a balance
 * stays short, a filter stays wrong). Replaces are never refused here.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { LinkRequest } from '../link/messages.js';
import { shareDrawn } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type { Moment } from './moment.js';
import type { FaultSpan, LinkFault, RequestVerdict } from './link-fault.js';
import { type ValuesOf, code, moment, optional, share, withFallback } from './parameter.js';

const parameters = {
  probability: optional(share('share of submits refused')),
  at: optional(moment('the first submit to arrive from here on is refused')),
  code: withFallback(code("the venue's code"), 'insufficient-balance'),
};

class Reject implements LinkFault {
  readonly #probability: number;
  readonly #at: Moment | null;
  readonly #verdict: RequestVerdict;
  readonly #context: FaultContext;
  #count = 0;
  #hitAt: EpochMicros | null = null;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#probability = values.probability ?? 0;
    this.#at = values.at === null ? null : context.momentOf(values.at);
    const reply = { kind: 'rejected', code: values.code, text: `fault: ${values.code}` } as const;
    this.#verdict = { kind: 'reply', reply };
    this.#context = context;
  }

  activations(): number {
    return this.#count;
  }

  /** One at a given time ends with the submit it hit. */
  spans(now: EpochMicros): readonly FaultSpan[] {
    const from = this.#at === null ? this.#context.start : this.#at.at;
    if (from === null) return [];
    const to = this.#hitAt ?? now;
    return [{ from, to, paths: ['submit'], symbol: null, acts: this.#count }];
  }

  requestArrives(sent: LinkRequest, now: EpochMicros): RequestVerdict {
    if (sent.request.kind !== 'submit' || !this.#hits(sent, now)) return null;
    this.#count += 1;
    if (this.#at !== null) this.#hitAt = now;
    return this.#verdict;
  }

  #hits(sent: LinkRequest, now: EpochMicros): boolean {
    if (this.#at !== null) return this.#at.at !== null && now >= this.#at.at && this.#count === 0;
    return shareDrawn(this.#context, sent) < this.#probability;
  }
}

export const reject = faultKind({
  kind: 'reject',
  id: 'SUB5',
  seam: 'semantic',
  text: 'Submits are refused before they reach the book.',
  parameters,
  exactlyOne: [['probability', 'at']],
  build: (values, context) => new Reject(values, context),
});
