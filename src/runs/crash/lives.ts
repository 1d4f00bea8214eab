/**
 * The client of a run, which may be stopped and started again (RCV-4): each life is a process of its own on what the files of the ones before it
 * say. Mutable, one a run. Without a plan for crashes there is one life, no file, and nothing stands between it and its ports.
 */
import { type Clock, LANE_WAKE } from '../../core/ground/clock.js';
import { type Micros, plus } from '../../core/ground/units.js';
import type { Journal } from '../../core/ports.js';
import type { EngineHost } from '../../core/host/engine-host.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { Assembly, Earlier } from '../assembly.js';
import { type AtPoint, ClientProcess, type ClientPorts } from '../../sim/link/client-process.js';
import { invariant } from '../../core/ground/invariant.js';
import type { EngineStore } from '../../store/engine-store.js';
import { storedState } from '../stored-state.js';

export interface CrashPlan {
  readonly atPoint: AtPoint;
  /** From the stop of a process to the start of the next. */
  readonly down: Micros;
  /** Where each process finds what the one before it left. */
  readonly files: { next(): EngineStore };
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
  /** What whoever orders has had an answer to: that is outside, and no process forgets it. */
  readonly #told: JournalBlock[] = [];
  #process: ClientProcess | null = null;
  #assembly!: Assembly;
  #starting = false;
  /** What the disk said: the machine's fault, and no end of a run. */
  #diskError: Error | null = null;
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
    this.#begin(this.#options.crash?.files.next() ?? null, null);
  }

  /** Stopped, and the next one has not begun. */
  get isDown(): boolean {
    return this.#starting;
  }

  /** Told of what is durable. */
  onDurable(blocks: readonly JournalBlock[]): void {
    if (this.#options.crash !== undefined) this.#told.push(...blocks);
  }

  /** Whether the client will be back: it was stopped, not at an end by itself. Errors: `StoreError` where its disk failed. */
  comesBack(): boolean {
    const { crash, world } = this.#options;
    if (this.#diskError !== null) throw this.#diskError;
    if (crash === undefined || this.#process?.stopped !== true) return false;
    if (this.#starting) return true;
    this.#starting = true;
    world.schedule(plus(world.now(), crash.down), LANE_WAKE, () => this.#restart());
    return true;
  }

  #restart(): void {
    const { crash } = this.#options;
    invariant(crash !== undefined, 'only what was stopped begins again');
    this.#starting = false;
    this.restarts += 1;
    this.#options.onRestart();
    const store = crash.files.next();
    const stored = storedState(store.blocks());
    const last = this.#told.at(-1);
    invariant(
      stored.head.seq === this.#told.length &&
        (last === undefined || last.hash === stored.head.hash),
      `what was durable ended at block ${this.#told.length - 1}, the file ends at ${stored.head.seq - 1}`,
    );
    this.#begin(store, { ...stored, blocks: this.#told });
    this.#assembly.host.restart();
  }

  #begin(store: EngineStore | null, earlier: Earlier | null): void {
    const { crash, ports, begin } = this.#options;
    const own =
      store === null ? ports : { ...ports, journal: this.#journalOn(store, ports.journal) };
    this.#process = crash === undefined ? null : new ClientProcess(own, crash.atPoint);
    this.#assembly = begin(this.#process?.ports ?? own, earlier);
  }

  /** First the file, then whoever takes it for durable. */
  #journalOn(store: EngineStore, rest: Journal): Journal {
    return {
      append: (blocks) => {
        try {
          store.append(blocks);
        } catch (error) {
          this.#diskError = error instanceof Error ? error : new Error(String(error));
          throw error;
        }
        rest.append(blocks);
      },
    };
  }
}
