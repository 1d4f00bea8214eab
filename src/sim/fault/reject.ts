/**
 * The venue's front refuses submits it would otherwise take, each with a share of its own or one at a given time. The
 * order never reaches the book; the answer is a parsed refusal that names this request, so it is definite.
 *
 * Unrealistic: refusals are independent of the order, the account and each other; real ones come in runs (a balance
 * stays short, a filter stays wrong). Replaces are never refused here.
 */
import { faultKind } from './fault-kind.js';
import { HIT_RULES, hitParameters } from './hits.js';
import { onRequests } from './on-messages.js';
import { code, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('submit', 'submits'),
  code: withFallback(code("the venue's code"), 'insufficient-balance'),
};

export const reject = faultKind({
  kind: 'reject',
  ids: ['SUB5'],
  holds: [],
  seam: 'semantic',
  text: 'Submits are refused before they reach the book.',
  scope: 'every instrument',
  acts: 'on submits as they arrive, before the book',
  counts: 'each submit refused',
  parameters,
  ...HIT_RULES,
  build: (values, context) =>
    onRequests({ paths: ['submit'], ...values }, context, {
      hook: 'requestArrives',
      concerns: ({ request }) => request.kind === 'submit',
      verdict: () => ({
        kind: 'reply',
        reply: { kind: 'rejected', code: values.code, text: `fault: ${values.code}` },
      }),
    }),
});
