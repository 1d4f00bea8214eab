/**
 * The average daily volume that slices are limited by (TWAP-7) is not what it should be when a plan asks for it: not
 * known, or a figure that is `factor` times the right one, which may be 0.
 *
 * Unrealistic: the answer comes at once and is the same for as long as the fault lasts; the share of the day's volume that
 * an order may be is judged by that answer alone.
 */
import { type EpochMicros, lots } from '../../core/ground/units.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { forceParameters, spanInForce } from './force.js';
import type { FaultSpan, LinkFault, VolumeAnswer } from './link-fault.js';
import type { Span } from './moment.js';
import { type ValuesOf, choice, factor, optional, symbol, withFallback } from './parameter.js';

const parameters = {
  shape: withFallback(choice('what is said instead', ['missing', 'stale']), 'missing'),
  factor: withFallback(factor('of `stale`: the figure in right ones; 0 = no volume', 0, 1000), 10),
  symbol: optional(symbol('of which instrument; the first when left out')),
  ...forceParameters,
};

class VolumeMissing implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #symbol: string;
  readonly #span: Span;
  #count = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#symbol = values.symbol ?? context.firstSymbol;
    this.#span = spanInForce(values, context);
  }

  activations(): number {
    return this.#count;
  }

  spans(): readonly FaultSpan[] {
    const { from, to } = this.#span;
    return [{ from, to, paths: ['query'], symbol: this.#symbol, acts: this.#count }];
  }

  volume(of: string, answer: VolumeAnswer, now: EpochMicros): VolumeAnswer {
    if (of !== this.#symbol || !this.#span.has(now)) return answer;
    this.#count += 1;
    return { kind: 'volume', averageDailyVolume: this.#said(answer) };
  }

  #said({ averageDailyVolume: right }: VolumeAnswer): VolumeAnswer['averageDailyVolume'] {
    const { shape, factor: times } = this.#values;
    return shape === 'missing' || right === null ? null : lots(Math.floor(right * times));
  }
}

export const volumeMissing = faultKind({
  kind: 'volume-missing',
  ids: ['MD11'],
  holds: [],
  seam: 'semantic',
  text: 'The average daily volume is missing, 0 or old.',
  scope: 'one instrument: `symbol`, or the first of the scenario',
  acts: 'on the answer to the question for the average daily volume',
  counts: 'each answer that was wrong',
  parameters,
  exactlyOne: [],
  build: (values, context) => new VolumeMissing(values, context),
});
