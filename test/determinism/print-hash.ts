/** Run as a process of its own: plays one fixed plan with pegged limit orders and polls, and prints its journal hash. */
import { simulate } from '../../src/runs/simulation.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';

const plan = planOf({
  tape: tapeOf(11, { durationSeconds: 75, messagesPerSecond: 4 }),
  orders: [
    [
      5,
      order({
        // 103 lots in 4 slices: three of 26 and one of 25.
        quantity: '0.103',
        duration: inSeconds(40),
        slices: 4,
        type: 'limit',
        limitPrice: { peg: 'mid', offsetTicks: 0 },
        timeInForce: 'gtc',
        fillTimeout: inSeconds(12),
      }),
    ],
  ],
});
const { journalHash, audit } = simulate(plan);
process.stdout.write(`${journalHash} ${audit.violations.length}\n`);
