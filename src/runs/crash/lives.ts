/**
 * The client of a run, which may be stopped and started again (RCV-4): each life is a process of its own on what the ones before it made
 * durable. Mutable, one a run. Without a plan for crashes there is one life, and nothing stands between it and its ports.
 */
import { type Clock, LANE_WAKE } from '../../core/ground/clock.js';
import { type Micros, plus } from '../../core/ground/units.js';
import type { EngineHost } from '../../core/host/engine-host.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { Assembly, Earlier } from '../assembly.js';
import { type AtPoint, ClientProcess, type ClientPorts } from '../../sim/link/client-process.js';
import { storedIn } from './stored-state.js';

export interface CrashPlan {
  readonly atPoint: AtPoint;
  /** From the stop of a process to the start of the next. */
  readonly down: Micros;
}

export interface LivesOptions {
  readonly ports: ClientPorts;
  readonly crash: CrashPlan | undefined;
  /** True time. */
  readonly world: Clock;
  readonly begin: (ports: ClientPorts, earlier: Earlier | null) => Assembly;
  /** What the wire still owes the process before is owed to nobody. */
  readonly onRestart: () => void;
}

export class Lives {
  readonly #options: LivesOptions;
  readonly #durable: JournalBlock[] = [];
  #process: ClientProcess | null = null;
  #assembly!: Assembly;
  #starting = false;
  /** Processes that began on what another one left. */
  restarts = 0;

  constructor(options: LivesOptions) {
    this.#options = options;
  }

  get host(): EngineHost {
    return this.#assembly.host;
  }

  get assembly(): Assembly {
    return this.#assembly;
  }

  /** The first one. */
  begin(): void {
    this.#begin(null);
  }

  /** Told of what is durable. */
  onDurable(blocks: readonly JournalBlock[]): void {
    if (this.#options.crash !== undefined) this.#durable.push(...blocks);
  }

  /** Whether the client will be back: it was stopped, not at an end by itself. */
  comesBack(): boolean {
    const { crash, world } = this.#options;
    if (crash === undefined || this.#process?.stopped !== true) return false;
    if (this.#starting) return true;
    this.#starting = true;
    world.schedule(plus(world.now(), crash.down), LANE_WAKE, () => this.#restart());
    return true;
  }

  #restart(): void {
    this.#starting = false;
    this.restarts += 1;
    this.#options.onRestart();
    this.#begin({ ...storedIn(this.#durable), blocks: this.#durable });
  }

  #begin(earlier: Earlier | null): void {
    const { crash, ports, begin } = this.#options;
    this.#process = crash === undefined ? null : new ClientProcess(ports, crash.atPoint);
    this.#assembly = begin(this.#process?.ports ?? ports, earlier);
    if (earlier !== null) this.#assembly.host.restart();
  }
}
