/** Goes with the side that took more over ten seconds, where the book shows enough to trade on, up to a position. */
import { bufferTime, concatMap, filter, map } from 'rxjs';
import { type StrategyOutput, defineStrategy } from 'squall';

export const strategy = defineStrategy(
  ({ trades$, depth, instrument, position, scheduler, now }, { quantity, limit }) => {
    const size = instrument.lotsOf(String(quantity));
    const most = instrument.lotsOf(String(limit));
    return trades$.pipe(
      bufferTime(10_000, scheduler),
      map((trades) =>
        trades.reduce((sum, { side, lots }) => sum + (side === 'buy' ? lots : -lots), 0),
      ),
      filter((flow) => flow !== 0),
      concatMap((flow) =>
        depth(3).pipe(
          concatMap((book): StrategyOutput[] => {
            const side = flow > 0 ? 'buy' : 'sell';
            const levels = (flow > 0 ? book?.asks : book?.bids) ?? [];
            const shown = levels.reduce((sum, level) => sum + level.quantity, 0);
            const after = position().lots + (flow > 0 ? size : -size);
            if (shown < size || Math.abs(after) > most) return [];
            // Each stretch is a decision of its own.
            const idempotencyKey = `flow-${now()}`;
            return [
              { kind: 'order', side, quantity: instrument.quantityText(size), idempotencyKey },
            ];
          }),
        ),
      ),
    );
  },
);
