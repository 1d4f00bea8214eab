/**
 * Trading halts at the venue (F13): no matching, rows update the book silently, cancels work. It acts in the
 * venue, not on the link; the client learns of it only through refused orders and fills that do not come. Where
 * halts of one instrument overlap, trading is halted throughout, and each keeps its own word on new orders: the one
 * that began first counts while it lasts.
 *
 * Unrealistic: no reopening auction, no halt message on the feed, and recorded trades of the window still print.
 */
import { type EpochMicros, plus } from '../../core/ground/units.js';
import type { HaltWindow } from '../exchange/venue-options.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type { FaultSpan, InstrumentHalt, LinkFault } from './link-fault.js';
import { behindEvent } from './moment.js';
import {
  type ValuesOf,
  choice,
  duration,
  moment,
  optional,
  symbol,
  withFallback,
} from './parameter.js';

const parameters = {
  at: moment('when it begins'),
  for: duration('how long it lasts'),
  newOrders: withFallback(choice('orders that arrive meanwhile', ['refuse', 'queue']), 'refuse'),
  symbol: optional(symbol('which instrument halts; the first when left out')),
};

class Halt implements LinkFault {
  readonly halt: InstrumentHalt;
  readonly #symbol: string;
  #window: HaltWindow | null = null;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#symbol = values.symbol ?? context.firstSymbol;
    const begins = context.momentOf(values.at);
    const windowFrom = (from: EpochMicros): HaltWindow => ({
      from,
      to: plus(from, values.for),
      newOrders: values.newOrders,
    });
    begins.whenKnown((at, happened) => {
      this.#window = windowFrom(behindEvent(at, happened));
    });
    this.halt = {
      symbol: this.#symbol,
      window: this.#window,
      whenKnown: (listener) => {
        begins.whenKnown((at, happened) => listener(windowFrom(behindEvent(at, happened))));
      },
    };
  }

  /** 1 once it began. */
  activations(now: EpochMicros): number {
    return this.#window !== null && now >= this.#window.from ? 1 : 0;
  }

  spans(): readonly FaultSpan[] {
    if (this.#window === null) return [];
    const { from, to } = this.#window;
    return [{ from, to, paths: [], symbol: this.#symbol, acts: 1 }];
  }
}

export const halt = faultKind({
  kind: 'halt',
  ids: ['MD9'],
  holds: [],
  seam: 'semantic',
  text: 'The venue stops matching for a while.',
  scope: 'one instrument: `symbol`, or the first of the scenario',
  acts: 'in the venue (fill rule F13)',
  counts: 'each halt that began, also where it overlaps others',
  parameters,
  exactlyOne: [],
  build: (values, context) => new Halt(values, context),
});
