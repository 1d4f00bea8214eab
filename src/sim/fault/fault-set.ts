/**
 * The faults of one run, built from what the scenario says and sorted by hook, so that a leg of the link asks only
 * those that act on it and a run without faults asks nobody. The order is the scenario's.
 */
import type { FaultAct, FaultRecord, FaultWindow } from '../../core/order/fault-record.js';
import type { QuoteLens } from '../../core/host/quote-board.js';
import { invariant } from '../../core/ground/invariant.js';
import { type EpochMicros, type Lots, type Micros, plus } from '../../core/ground/units.js';
import { withWindow } from '../exchange/halts.js';
import type { FillShape, HaltWindow, VenueFill } from '../exchange/venue-options.js';
import { Anchors } from './anchors.js';
import type { ClockFlaw } from './clock-flaw.js';
import type { FaultContext } from './fault-kind.js';
import { FaultStage, NEVER } from './fault-stage.js';
import { healing } from './healing.js';
import { type MomentSpec, before } from './moment.js';
import type {
  FeedLoss,
  InstrumentHalt,
  InstrumentLens,
  LinkFault,
  StreamNews,
} from './link-fault.js';
import type { FaultValues } from './parameter.js';
import type { ProcessFlaw } from './flaw-of-process.js';
import { FAULT_KINDS } from './registry.js';
import { canSwitch, switched } from './switched.js';
import type { Switchboard } from './switchboard.js';

/** One line of a scenario's `faults:`, durations in microseconds. */
export interface FaultSpec {
  readonly kind: string;
  readonly values: FaultValues;
  /** Names its draws; by its place in the list when left out. Kept where others are left out, none of its draws move. */
  readonly place?: number;
  /** Of what acts by chance: no message later than so long after the start of the run is hit; to the end when left out. */
  readonly lasts?: Micros;
}

export interface FaultState {
  readonly kind: string;
  readonly isActive: boolean;
  readonly acts: number;
  readonly canSwitch: boolean;
}

interface NamedFault {
  readonly kind: string;
  readonly fault: LinkFault;
}

type Hook = keyof LinkFault;
type Having<H extends Hook> = LinkFault & { readonly [K in H]-?: NonNullable<LinkFault[K]> };

export class FaultSet {
  readonly requestLeaves: readonly Having<'requestLeaves'>[];
  readonly requestArrives: readonly Having<'requestArrives'>[];
  readonly replyLeaves: readonly Having<'replyLeaves'>[];
  readonly replyArrives: readonly Having<'replyArrives'>[];
  readonly reportHeard: readonly Having<'reportHeard'>[];
  readonly reportLeaves: readonly Having<'reportLeaves'>[];
  readonly reportArrives: readonly Having<'reportArrives'>[];
  readonly volume: readonly Having<'volume'>[];
  /** What is wrong with the client's clock; empty = nothing. */
  readonly clockFlaws: readonly ClockFlaw[];
  /** What happens to its process and its disk. */
  readonly processFlaws: readonly ProcessFlaw[];
  readonly #stores: readonly Having<'riskStore'>[];
  readonly #disks: readonly Having<'syncTakes'>[];
  readonly #pieces: readonly Having<'fillPieces'>[];
  readonly #prices: readonly Having<'fillPrice'>[];
  readonly #feedLosses: readonly FeedLoss[];
  readonly #feedFreezes: readonly FeedLoss[];
  readonly #halts: readonly InstrumentHalt[];
  readonly #streamNews: readonly StreamNews[];
  readonly #lenses: readonly InstrumentLens[];
  readonly #faults: readonly NamedFault[];
  readonly #kinds: ReadonlyMap<LinkFault, string>;
  readonly #acts: FaultAct[] = [];
  /** Told of what happens; null where no fault waits for anything. */
  readonly anchors: Anchors | null;

  constructor(faults: readonly NamedFault[], anchors: Anchors | null = null) {
    const links = faults.map(({ fault }) => fault);
    this.#faults = faults;
    this.anchors = anchors?.any === true ? anchors : null;
    this.#kinds = new Map(faults.map(({ kind, fault }) => [fault, kind]));
    this.requestLeaves = having(links, 'requestLeaves');
    this.requestArrives = having(links, 'requestArrives');
    this.replyLeaves = having(links, 'replyLeaves');
    this.replyArrives = having(links, 'replyArrives');
    this.reportHeard = having(links, 'reportHeard');
    this.reportLeaves = having(links, 'reportLeaves');
    this.reportArrives = having(links, 'reportArrives');
    this.volume = having(links, 'volume');
    this.clockFlaws = theirs(links, 'clockFlaw');
    this.processFlaws = theirs(links, 'processFlaw');
    this.#stores = having(links, 'riskStore');
    this.#disks = having(links, 'syncTakes');
    this.#pieces = having(links, 'fillPieces');
    this.#prices = having(links, 'fillPrice');
    this.#feedLosses = theirs(links, 'feedLoss');
    this.#feedFreezes = theirs(links, 'feedFreeze');
    this.#halts = theirs(links, 'halt');
    this.#streamNews = theirs(links, 'streamNews');
    this.#lenses = theirs(links, 'quoteLens');
  }

  feedLossesOf(symbol: string): readonly FeedLoss[] {
    return this.#feedLosses.filter(of(symbol));
  }

  feedFreezesOf(symbol: string): readonly FeedLoss[] {
    return this.#feedFreezes.filter(of(symbol));
  }

  /** For the venue: disjoint and in time order, as it wants them. While halts overlap, the one that began first counts. */
  haltsOf(symbol: string): readonly HaltWindow[] {
    return this.#halts
      .flatMap(({ symbol: of, window }) => (of === symbol && window !== null ? [window] : []))
      .sort((a, b) => a.from - b.from)
      .reduce<readonly HaltWindow[]>(withWindow, []);
  }

  /** Halts that hang on an event, each as it becomes known. */
  onHalt(listener: (symbol: string, window: HaltWindow) => void): void {
    for (const halt of this.#halts)
      if (halt.window === null) halt.whenKnown((known) => listener(halt.symbol, known));
  }

  /** Each gap of the order stream that the client hears of, as it becomes known. */
  onStreamNews(listener: Parameters<StreamNews['whenKnown']>[0]): void {
    for (const news of this.#streamNews) news.whenKnown(listener);
  }

  /** Whether the shared kill switch is engaged, as its store says; throws where it cannot say. */
  killSwitchEngaged(now: EpochMicros): boolean {
    for (const fault of this.#stores) {
      const said = fault.riskStore(now);
      if (said === 'error') throw new Error('the risk store does not answer');
      if (said === 'engaged') return true;
    }
    return false;
  }

  /** Whether the client's process is any other than one that runs from the beginning to the end, on a disk that takes no time. */
  get touchProcess(): boolean {
    return this.processFlaws.length > 0 || this.#disks.length > 0;
  }

  /** How long the disk takes for a write of the client's journal; asked once of each. */
  syncTakes(now: EpochMicros): Micros {
    return this.#disks.reduce((sum, disk) => sum + disk.syncTakes(now), 0) as Micros;
  }

  /** What the venue makes of executions; null where no fault has a hand in it. */
  get fillShape(): FillShape | null {
    if (this.#pieces.length === 0 && this.#prices.length === 0) return null;
    return {
      pieces: (fill, now) =>
        this.#pieces.reduce((cut, fault) => cutAgain(fault, fill, cut, now), [fill.quantity]),
      price: (fill, now) =>
        this.#prices.reduce((price, fault) => fault.fillPrice({ ...fill, price }, now), fill.price),
    };
  }

  /** All lenses on an instrument one after the other; null when there is none. */
  quoteLensOf(symbol: string): QuoteLens | null {
    return chained(this.#lenses.filter(of(symbol)).map(({ lens }) => lens));
  }

  /** Once the stage is connected. */
  runBegins(): void {
    for (const { fault } of this.#faults) fault.runBegins?.();
  }

  /** Whoever asked a hook says what came of it, for the record. */
  acted(fault: LinkFault, act: Omit<FaultAct, 'kind'>): void {
    this.#acts.push({ kind: this.#kinds.get(fault) ?? '', ...act });
  }

  /** What all faults did up to `end`: windows in the order of the scenario, one that never began left out. */
  record(end: EpochMicros): FaultRecord {
    const windows = this.#faults.flatMap(({ kind, fault }) =>
      fault
        .spans(end)
        .filter(({ from }) => from <= end)
        .map((span): FaultWindow => {
          const { symbol, paths, from, to, acts } = span;
          const window = { kind, symbol, paths, from, to: to > end ? end : to, acts };
          const holds = FAULT_KINDS.get(kind)?.holds ?? [];
          return holds.length === 0 ? window : { holds, ...window };
        }),
    );
    // Reports leave ahead of the clock.
    return { windows, acts: [...this.#acts].sort((a, b) => a.at - b.at) };
  }

  /** Of each, in the order of the scenario: whether it acts now where it is on, how often it has, and whether a switch reaches it. */
  states(now: EpochMicros): readonly FaultState[] {
    return this.#faults.map(({ kind, fault }) => ({
      kind,
      isActive: fault.spans(now).some(({ from, to }) => from <= now && now <= to),
      acts: fault.activations(now),
      canSwitch: canSwitch(fault),
    }));
  }

  /** Kind -> how often faults of it acted up to `now`; a kind that never did is there with 0. */
  activations(now: EpochMicros): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { kind, fault } of this.#faults) {
      counts.set(kind, (counts.get(kind) ?? 0) + fault.activations(now));
    }
    return counts;
  }
}

/** Those with a hook. Loops: with `filter` and `map` for each hook V8 spends 75 ms on compiling the constructor. */
function having<H extends Hook>(faults: readonly LinkFault[], hook: H): readonly Having<H>[] {
  const found: Having<H>[] = [];
  for (const fault of faults) if (fault[hook] !== undefined) found.push(fault as Having<H>);
  return found;
}

/** What those with a hook have there. */
function theirs<H extends Hook>(
  faults: readonly LinkFault[],
  hook: H,
): readonly NonNullable<LinkFault[H]>[] {
  const found: NonNullable<LinkFault[H]>[] = [];
  for (const { [hook]: has } of faults) if (has !== undefined) found.push(has);
  return found;
}

function cutAgain(
  fault: Having<'fillPieces'>,
  { filled, leaves, ...fill }: VenueFill,
  cut: readonly Lots[],
  now: EpochMicros,
): Lots[] {
  let sum = 0;
  return cut.flatMap((quantity) => {
    const from = { filled: (filled + sum) as Lots, leaves: (leaves - sum) as Lots };
    sum += quantity;
    return fault.fillPieces({ ...fill, ...from, quantity }, now);
  });
}

const of =
  (symbol: string) =>
  (one: { readonly symbol: string | null }): boolean =>
    one.symbol === null || one.symbol === symbol;

export const NO_FAULTS = new FaultSet([]);

/** What the faults of a run depend on beside what the scenario says of them. */
export type RunFacts = Pick<FaultContext, 'seed' | 'start' | 'firstSymbol'> & {
  /** Left out where nobody will connect one: a fault that acts on it is then an `InvariantError`. */
  readonly stage?: FaultStage;
  /** From here on no fault acts (L1); left out = they may to the end. */
  readonly faultsEnd?: EpochMicros;
  /** Whoever holds it switches them off and on; left out = they are on. */
  readonly switchboard?: Switchboard;
};

/** The faults of a run; a kind or value that the border should have refused is an `InvariantError`. */
export function buildFaults(specs: readonly FaultSpec[], run: RunFacts): FaultSet {
  const anchors = new Anchors(run.start);
  const { stage = new FaultStage(), faultsEnd = NEVER, switchboard, ...told } = run;
  const faults = specs.map(({ kind: name, values, place, lasts }, index) => {
    const kind = FAULT_KINDS.get(name);
    invariant(kind !== undefined, `unknown kind of fault: ${name}`);
    const context = {
      stage,
      purpose: `fault.${name}.${place ?? index}`,
      healsAt: lasts === undefined ? NEVER : plus(run.start, lasts),
      momentOf: (spec: MomentSpec) => before(anchors.momentOf(spec, name), faultsEnd),
      ...told,
    };
    const fault = kind.build(values, context);
    const healed = faultsEnd === NEVER ? fault : healing(fault, faultsEnd);
    return {
      kind: name,
      fault: switchboard === undefined ? healed : switched(healed, () => switchboard.isOn(index)),
    };
  });
  return new FaultSet(faults, anchors);
}

function chained(lenses: readonly QuoteLens[]): QuoteLens | null {
  const [first, ...rest] = lenses;
  if (first === undefined) return null;
  if (rest.length === 0) return first;
  return (quote, now) => {
    let seen = first(quote, now);
    for (const lens of rest) seen = seen === null ? null : lens(seen, now);
    return seen;
  };
}
