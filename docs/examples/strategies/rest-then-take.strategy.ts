/** Rests some ticks below the bid; what has not filled after a while is called off and taken from the other side. */
import { concat, concatMap, first, timer } from 'rxjs';
import { type StrategyOutput, defineStrategy } from 'squall';

const KEY = 'resting';

export const strategy = defineStrategy(
  ({ quotes$, instrument, position, scheduler }, { quantity, below, patienceMs }) => {
    const wanted = instrument.lotsOf(String(quantity));
    const resting = quotes$.pipe(
      first(),
      concatMap(({ bid }): StrategyOutput[] => [
        {
          kind: 'order',
          side: 'buy',
          quantity: String(quantity),
          type: 'limit',
          limitPrice: instrument.priceText((bid - Number(below)) as typeof bid),
          timeInForce: 'gtc',
          idempotencyKey: KEY,
        },
      ]),
    );
    const callOff = timer(Number(patienceMs), scheduler).pipe(
      concatMap((): StrategyOutput[] => [{ kind: 'cancel', key: KEY }]),
    );
    // A second later the engine knows what the cancel left.
    const taking = timer(1_000, scheduler).pipe(
      concatMap((): StrategyOutput[] => {
        const left = (wanted - position().lots) as typeof wanted;
        if (left <= 0) return [];
        const quantityLeft = instrument.quantityText(left);
        return [{ kind: 'order', side: 'buy', quantity: quantityLeft, idempotencyKey: 'taking' }];
      }),
    );
    return concat(resting, callOff, taking);
  },
);
