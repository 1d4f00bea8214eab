/**
 * The client of a run, which may be stopped and started again (RCV-4): each life is a process of its own on what the files of the ones before it
 * say. Mutable, one a run. Where nothing happens to it there is one life, and nothing stands between it and its ports.
 */
import { type Clock, LANE_WAKE } from '../../core/ground/clock.js';
import { type EpochMicros, type Micros, micros, plus } from '../../core/ground/units.js';
import type { Journal } from '../../core/ports.js';
import type { EngineHost } from '../../core/host/engine-host.js';
import type { InputBody } from '../../core/state/input.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { Assembly, Earlier } from '../assembly.js';
import { ClientProcess, type ClientPorts, type PointKind } from '../../sim/link/client-process.js';
import { invariant } from '../../core/ground/invariant.js';
import type { LeftOfLog, ProcessFlaw } from '../../sim/fault/flaw-of-process.js';
import type { EngineStore } from '../../store/engine-store.js';
import { StoreError } from '../../store/store-error.js';
import { storedState } from '../stored-state.js';
import type { LifeFiles } from './life-files.js';

/** Where each process finds what the one before it left. */
export type LifeDisk = Pick<LifeFiles, 'next' | 'second' | 'fill' | 'failBefore'>;

export interface CrashPlan {
  /** Told of every point, and whether the process is still clearing up after the one before it; true = stop here. */
  readonly atPoint: (kind: PointKind, isRecovering: boolean) => boolean;
  /** From the stop of a process, at `at`, to the start of the next. */
  readonly downFrom: (at: EpochMicros) => Micros;
  readonly files: LifeDisk;
}

export interface LivesOptions {
  readonly ports: ClientPorts;
  readonly crash: Omit<CrashPlan, 'files'> | undefined;
  /** Null = the client is never stopped. */
  readonly files: LifeDisk | null;
  /** How long the disk takes for a write; null = no time, and nothing else happens to a process either. */
  readonly syncTakes: (() => Micros) | null;
  /** True time. */
  readonly world: Clock;
  /** When the machine is awake, from a time on. */
  readonly awakeAt: (at: EpochMicros) => EpochMicros;
  readonly begin: (ports: ClientPorts, earlier: Earlier | null) => Assembly;
  /** What the wire still owes the process before is owed to nobody. */
  readonly onRestart: () => void;
  /** Nothing that comes before then is looked at. */
  readonly onStandstill: (until: EpochMicros) => void;
}

/** How the process that is gone comes back. */
interface ComesBack {
  readonly after: Micros;
  readonly log: LeftOfLog;
  /** What it was stopped by; null = by a point of `squall crash`. */
  readonly flaw: ProcessFlaw | null;
  /** The file may hold what the one before could not tell anybody. */
  readonly knowsMore: boolean;
}

export class Lives {
  readonly #options: LivesOptions;
  /** What whoever orders has had an answer to: that is outside, and no process forgets it. */
  readonly #told: JournalBlock[] = [];
  #process: ClientProcess | null = null;
  #assembly!: Assembly;
  #store: EngineStore | null = null;
  /** Of the process that stopped. */
  #back: ComesBack | null = null;
  /** When the next process begins; null = none is waited for. */
  #backAt: EpochMicros | null = null;
  /** What holds the process up. */
  readonly #holds = new Set<ProcessFlaw>();
  /** What is wrong with the disk by a fault: its next error is that. */
  #diskFlaw: ProcessFlaw | null = null;
  /** From the start of a process that is not the first until it is durable that all was cleared up. */
  #isRecovering = false;
  /** What the disk said: the machine's fault, and no end of a run. */
  #diskError: Error | null = null;

  constructor(options: LivesOptions) {
    this.#options = options;
  }

  get host(): EngineHost {
    return this.#assembly.host;
  }

  /** No process runs. */
  get isDown(): boolean {
    return this.host.stopped !== null || this.#process?.stopped === true;
  }

  /** Until when nothing of it goes on; null = it does, or none runs. */
  get standsUntil(): EpochMicros | null {
    return this.isDown ? null : (this.#process?.standsUntil ?? null);
  }

  /** What comes to it by none of its ports. */
  hear(input: InputBody): void {
    const { host } = this;
    if (this.#process === null) host.take(input);
    else this.#process.hear(() => host.take(input));
  }

  /** The run is over: what is on its way to the disk gets there. @returns the last process. */
  end(): Assembly {
    this.#process?.finish();
    return this.#assembly;
  }

  /** The first one. */
  begin(): void {
    this.#begin(this.#options.files?.next() ?? null, null);
  }

  /** Told of what is durable. */
  onDurable(blocks: readonly JournalBlock[]): void {
    if (this.#isRecovering) this.#isRecovering = !blocks.some(opensGate);
    if (this.#options.files !== null) this.#told.push(...blocks);
  }

  /** Each at its time, from here on. */
  sufferAll(flaws: readonly ProcessFlaw[]): void {
    const { world } = this.#options;
    for (const flaw of flaws)
      flaw.whenKnown((at) => {
        world.schedule(at, LANE_WAKE, () => {
          if (!this.isDown) this.#suffer(flaw);
        });
      });
  }

  /** Once it is down: when it will be back; null = it is at an end by itself. Errors: `StoreError` where its disk failed. */
  comesBack(): EpochMicros | null {
    const { crash, world } = this.#options;
    if (this.#diskError !== null) throw this.#diskError;
    if (this.#process?.stopped !== true) return null;
    if (this.#backAt !== null) return this.#backAt;
    const back = this.#back ?? stoppedAtPoint(crash, this.#process, world.now());
    this.#backAt = this.#options.awakeAt(plus(world.now(), back.after));
    world.schedule(this.#backAt, LANE_WAKE, () => this.#restart(back));
    return this.#backAt;
  }

  #suffer(flaw: ProcessFlaw): void {
    const { deed } = flaw;
    if (deed.kind === 'pause') {
      this.#pause(flaw, deed.lasts);
      return;
    }
    const { files } = this.#options;
    invariant(files !== null, 'a process that is stopped has files');
    switch (deed.kind) {
      case 'kill':
        this.#kill(flaw, deed.down);
        return;
      case 'lose-power':
        this.#stop({ after: deed.down, log: deed.log, flaw, knowsMore: false });
        return;
      case 'fill-disk':
        files.fill();
        this.#diskFlaw = flaw;
        return;
      case 'fail-disk':
        files.failBefore(deed.before);
        this.#diskFlaw = flaw;
        return;
      case 'begin-second':
        this.#beginSecond(flaw, files, deed);
    }
  }

  #pause(flaw: ProcessFlaw, lasts: Micros): void {
    const { world } = this.#options;
    flaw.began(world.now());
    this.#holds.add(flaw);
    this.#process?.pause(lasts, () => {
      this.#holds.delete(flaw);
      flaw.ended(world.now());
    });
  }

  /** What it was writing is the system's by then, and gets to the disk without it. */
  #kill(flaw: ProcessFlaw, down: Micros): void {
    const unwritten = this.#process?.stop() ?? [];
    try {
      this.#store?.append(unwritten);
    } catch (error) {
      // The disk had no room for it, or failed: the next one finds out.
      if (!(error instanceof StoreError)) throw error;
    }
    this.#stop({ after: down, log: 'whole', flaw, knowsMore: unwritten.length > 0 });
  }

  #stop(back: ComesBack): void {
    const now = this.#options.world.now();
    this.#process?.stop();
    this.#back = back;
    back.flaw?.began(now);
    for (const held of this.#holds) held.ended(now);
    this.#holds.clear();
  }

  /** Refused, as it should be, or the one that runs from here on. */
  #beginSecond(flaw: ProcessFlaw, files: LifeDisk, lock: { readonly isLockHeld: boolean }): void {
    const now = this.#options.world.now();
    flaw.began(now);
    flaw.ended(now);
    try {
      this.#goOn(files.second(lock), { knowsMore: false });
    } catch (error) {
      if (!(error instanceof StoreError) || !lock.isLockHeld) throw error;
    }
  }

  #restart(back: ComesBack): void {
    const { files, world } = this.#options;
    invariant(files !== null, 'only what was stopped begins again');
    const deed = back.flaw?.deed;
    try {
      this.#goOn(files.next(back.log), back);
    } catch (error) {
      if (!(error instanceof StoreError) || deed?.kind !== 'lose-power' || back.log !== 'cut')
        throw error;
      // It says that acknowledged blocks are missing; somebody puts the log back.
      const mended: ComesBack = { ...back, log: 'whole' };
      world.schedule(plus(world.now(), deed.mended), LANE_WAKE, () => this.#restart(mended));
      return;
    }
    back.flaw?.ended(world.now());
  }

  /** Another process, on what its file says. */
  #goOn(store: EngineStore, { knowsMore }: Pick<ComesBack, 'knowsMore'>): void {
    const { ports, onRestart } = this.#options;
    this.#backAt = null;
    this.#back = null;
    this.#diskFlaw = null;
    this.#isRecovering = true;
    onRestart();
    const read: JournalBlock[] = [];
    const stored = storedState(store.blocks(), (block) => read.push(block));
    const last = this.#told.at(-1);
    invariant(
      read[this.#told.length - 1]?.hash === last?.hash &&
        (knowsMore || read.length === this.#told.length),
      `what was durable ended at block ${this.#told.length - 1}, the file ends at ${stored.head.seq - 1}`,
    );
    this.#begin(store, { ...stored, blocks: this.#told });
    const untold = read.slice(this.#told.length);
    if (untold.length > 0) ports.journal.append(untold);
    this.#assembly.host.restart();
  }

  #begin(store: EngineStore | null, earlier: Earlier | null): void {
    const { ports, begin } = this.#options;
    const own =
      store === null ? ports : { ...ports, journal: this.#journalOn(store, ports.journal) };
    this.#store = store;
    this.#process = this.#processOn(own, store);
    this.#assembly = begin(this.#process?.ports ?? own, earlier);
  }

  #processOn(own: ClientPorts, store: EngineStore | null): ClientProcess | null {
    const { crash, syncTakes, onStandstill } = this.#options;
    if (store === null && syncTakes === null) return null;
    return new ClientProcess(own, {
      atPoint: (kind) => crash?.atPoint(kind, this.#isRecovering) ?? false,
      syncTakes: syncTakes ?? ((): Micros => micros(0)),
      onStandstill,
    });
  }

  /** First the file, then whoever takes it for durable. */
  #journalOn(store: EngineStore, rest: Journal): Journal {
    return {
      append: (blocks) => {
        try {
          store.append(blocks);
        } catch (error) {
          // One that was overtaken has nobody who would wait for it.
          if (store === this.#store) this.#onDiskError(error);
          throw error;
        }
        rest.append(blocks);
      },
    };
  }

  #onDiskError(error: unknown): void {
    const flaw = this.#diskFlaw;
    if (flaw === null || !('down' in flaw.deed)) {
      this.#diskError = error instanceof Error ? error : new Error(String(error));
      return;
    }
    const knowsMore = flaw.deed.kind === 'fail-disk';
    this.#stop({ after: flaw.deed.down, log: 'whole', flaw, knowsMore });
  }
}

function stoppedAtPoint(
  crash: LivesOptions['crash'],
  { failure }: ClientProcess,
  at: EpochMicros,
): ComesBack {
  if (failure instanceof Error) throw failure;
  invariant(crash !== undefined, 'nobody stopped this process');
  return { after: crash.downFrom(at), log: 'whole', flaw: null, knowsMore: false };
}

const opensGate = ({ entries }: JournalBlock): boolean =>
  entries.some(({ kind }) => kind === 'gate-opened');
