/**
 * Trading halts at the venue (F13): no matching, rows update the book silently, cancels work. It acts in the
 * venue, not on the link; the client learns of it only through refused orders and fills that do not come.
 *
 * Unrealistic: no reopening auction, no halt message on the feed, and recorded trades of the window still print.
 */
import { faultKind } from './fault-kind.js';
import { choice, duration, optional, sinceStart, symbol, withFallback } from './parameter.js';
import { windowOf } from './window.js';

export const halt = faultKind({
  kind: 'halt',
  id: 'MD9',
  seam: 'semantic',
  text: 'The venue stops matching for a while.',
  parameters: {
    at: sinceStart('when it begins'),
    for: duration('how long it lasts'),
    newOrders: withFallback(choice('orders that arrive meanwhile', ['refuse', 'queue']), 'refuse'),
    symbol: optional(symbol('which instrument halts; the first when left out')),
  },
  exactlyOne: [],
  build(values, context) {
    const window = windowOf(context.start, values.at, values.for);
    const of = values.symbol ?? context.firstSymbol;
    return {
      halt: {
        symbol: of,
        window: { ...window, newOrders: values.newOrders },
      },
      /** 1 once it began. */
      activations: (now) => (now >= window.from ? 1 : 0),
      spans: () => [{ ...window, paths: [], symbol: of, acts: 1 }],
    };
  },
});
