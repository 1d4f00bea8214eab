/**
 * Buys a little each time the mid has fallen by so many ticks since the last look. Each dip has a key: a process that begins again counts from the first,
 * and what was bought before is not bought twice.
 */
import { auditTime, filter, map, pairwise, take } from 'rxjs';
import { defineStrategy } from 'squall';

export const strategy = defineStrategy(({ quotes$, scheduler }, { quantity, fallTicks, times }) =>
  quotes$.pipe(
    auditTime(5_000, scheduler),
    map(({ bid, ask }) => (bid + ask) / 2),
    pairwise(),
    filter(([before, now]) => before - now >= Number(fallTicks)),
    take(Number(times)),
    map((_, index) => ({
      kind: 'order',
      side: 'buy',
      quantity: String(quantity),
      idempotencyKey: `dip-${index}`,
    })),
  ),
);
