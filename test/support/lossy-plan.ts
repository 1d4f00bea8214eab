/** Two orders, one of which joins the ask, on a link that loses acknowledgements and goes silent for a while. */
import { inSeconds, order, planOf, tapeOf } from './simulation-plan.js';

export const LOSSY_PLAN = planOf({
  tape: tapeOf(5),
  faults: [
    { kind: 'ack-lost', values: { probability: 0.4, shape: 'timeout' } },
    {
      kind: 'outage',
      values: { paths: ['stream', 'query'], at: inSeconds(20), for: inSeconds(20) },
    },
  ],
  orders: [
    [2, order({ idempotencyKey: '0' })],
    [
      4,
      order({
        idempotencyKey: '1',
        side: 'sell',
        type: 'limit',
        timeInForce: 'gtc',
        limitPrice: { peg: 'ask', offsetTicks: 0 },
        completion: 'catch-up',
      }),
    ],
  ],
});
