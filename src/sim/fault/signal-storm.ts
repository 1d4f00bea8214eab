/**
 * Signals come again and again: each of those hit has copies behind it, late, at a price that is a little another, and some of
 * them for the other side. What is within the tolerance repeats it and makes no order; what is not makes one of its own until
 * no more are remembered (DED-2, DED-3).
 *
 * Unrealistic: copies ask for as much as the first, and each comes by itself; a producer that goes wrong tells its others, too.
 */
import { type Decimal, decimal, formatDecimal } from '../../core/ground/decimal.js';
import { type EpochMicros, type Micros, micros, plus } from '../../core/ground/units.js';
import type { RawSignal } from '../../core/state/signal.js';
import { type Message, shareDrawn } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault } from './link-fault.js';
import { type ValuesOf, count, drawn, duration, share, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('signal', 'signals'),
  copies: drawn(count('how many come behind each'), 1, 30),
  within: duration('the last of them comes so long after it at most'),
  priceBps: withFallback(
    drawn(count('by how much of its price theirs differ at most', 0), 1, 30),
    0,
  ),
  contrary: withFallback(drawn(share('share of copies that are for the other side'), 0.01, 0.2), 0),
};

const BPS = 10_000n;

/** So much above its price, below it where negative; with as many decimals, and above nothing. */
function movedBy({ mantissa, scale }: Decimal, bps: number): string {
  const moved = (mantissa * (BPS + BigInt(bps))) / BPS;
  return formatDecimal({ mantissa: moved < 1n ? 1n : moved, scale });
}

class SignalStorm implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #context: FaultContext;
  readonly #hits: Hits;
  #told = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#context = context;
    this.#hits = new Hits(values, context);
  }

  runBegins(): void {
    const { stage } = this.#context;
    for (const [index, { at, signal }] of stage.client.signals.entries()) {
      const message = { key: `signal:${index}`, nth: 1 };
      stage.at(at, () => {
        if (this.#hits.hits(message, at)) this.#repeat(signal, message, at);
      });
    }
  }

  activations(): number {
    return this.#told;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans([], now).map((span) => ({ ...span, acts: this.#told }));
  }

  #repeat(signal: RawSignal, { key }: Message, at: EpochMicros): void {
    const { copies } = this.#values;
    for (let nth = 1; nth <= copies; nth += 1) {
      const message = { key, nth };
      this.#context.stage.at(plus(at, this.#delayOf(message)), (client) => {
        this.#told += 1;
        client.signal(this.#copyOf(signal, message));
      });
    }
  }

  #delayOf(message: Message): Micros {
    return micros(Math.floor(shareDrawn(this.#context, message, '.delay') * this.#values.within));
  }

  #copyOf(signal: RawSignal, message: Message): RawSignal {
    const { priceBps, contrary } = this.#values;
    const bps = Math.round((2 * shareDrawn(this.#context, message, '.price') - 1) * priceBps);
    const turned = shareDrawn(this.#context, message, '.side') < contrary;
    const { side } = signal.order;
    const other = side === 'buy' ? 'sell' : 'buy';
    return {
      ...signal,
      price: movedBy(decimal(signal.price), bps),
      order: { ...signal.order, side: turned ? other : side },
    };
  }
}

export const signalStorm = faultKind({
  kind: 'signal-storm',
  ids: ['RSK6'],
  holds: [],
  seam: 'semantic',
  text: 'Signals are told again many times, late, at other prices, for the other side.',
  scope: 'every instrument',
  acts: 'at the client, as a producer of signals does',
  counts: 'each copy told',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new SignalStorm(values, context),
});
