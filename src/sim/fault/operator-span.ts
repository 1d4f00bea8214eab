/** Faults that are an operator's doing: one command when they begin, and one that takes it back when they end. */
import { type EpochMicros, plus } from '../../core/ground/units.js';
import type { OperatorCommand } from '../../core/state/input.js';
import type { FaultContext } from './fault-kind.js';
import type { ClientHands, FaultStage } from './fault-stage.js';
import type { FaultSpan, LinkFault } from './link-fault.js';
import { type Moment, behindEvent } from './moment.js';
import { type ValuesOf, duration, moment } from './parameter.js';

export const spanParameters = {
  at: moment('when it begins'),
  for: duration('how long it lasts'),
};

interface Commands {
  /** Told to whoever reads the journal. */
  readonly reason: string;
  readonly begin: (client: ClientHands) => OperatorCommand;
  readonly end: (client: ClientHands) => OperatorCommand;
}

export class OperatorSpan implements LinkFault {
  readonly #begins: Moment;
  readonly #lasts: ValuesOf<typeof spanParameters>['for'];
  readonly #stage: FaultStage;
  readonly #commands: Commands;
  #from: EpochMicros | null = null;
  #acts = 0;

  constructor(values: ValuesOf<typeof spanParameters>, context: FaultContext, commands: Commands) {
    this.#begins = context.momentOf(values.at);
    this.#lasts = values.for;
    this.#stage = context.stage;
    this.#commands = commands;
  }

  runBegins(): void {
    const { begin, end, reason } = this.#commands;
    this.#begins.whenKnown((at, happened) => {
      const from = behindEvent(at, happened);
      this.#from = from;
      this.#stage.at(from, (client) => {
        this.#acts += 1;
        client.operate(begin(client), reason);
      });
      this.#stage.at(plus(from, this.#lasts), (client) => client.operate(end(client), reason));
    });
  }

  activations(): number {
    return this.#acts;
  }

  spans(): readonly FaultSpan[] {
    const from = this.#from;
    if (from === null) return [];
    return [
      { from, to: plus(from, this.#lasts), paths: ['client'], symbol: null, acts: this.#acts },
    ];
  }
}
