/**
 * Decides what happens to each depth message of a recording: which diffs open the book together with which snapshot, which
 * ones apply, where the stream lost one (F2). It moves no levels; the steps say what the tape is made of.
 *
 * Invariants: 1. Every depth message is in a step or counted in `skipped`. 2. Effective times never fall.
 * 3. Received times never fall: a diff buffered until the snapshot came is known only then.
 */
import { NumberColumn } from './columns.js';
import { EffectiveTime, allOf, orderedById } from './lane-order.js';
import { LOSS, type Recording } from './recording.js';

export const STEP_OPEN = 0;
const STEP_APPLY = 1;
export const STEP_GAP = 2;
/** A diff of the opening's own instant: part of the book that opens. Stands right behind its STEP_OPEN. */
export const STEP_JOIN = 3;

/** The steps as columns; `snapshot` is the message that opens the book and only means something for STEP_OPEN. */
export class BookSteps {
  readonly what = new NumberColumn();
  readonly message = new NumberColumn();
  readonly snapshot = new NumberColumn();
  readonly time = new NumberColumn();
  readonly received = new NumberColumn();
  gaps = 0;

  get length(): number {
    return this.what.length;
  }

  push(what: number, message: number, time: number, received: number): void {
    this.what.push(what);
    this.message.push(message);
    this.snapshot.push(0);
    this.time.push(time);
    this.received.push(received);
    if (what === STEP_GAP) this.gaps += 1;
  }

  pushOpen(message: number, snapshot: number, time: number, received: number): void {
    this.push(STEP_OPEN, message, time, received);
    this.snapshot.set(this.length - 1, snapshot);
  }

  /**
   * A diff that follows on. One with both stamps of the opening joins it: formats without update ids cannot tell the two
   * apart, and nothing lies between them that an order or an engine could have seen.
   */
  pushNext(message: number, time: number, received: number): void {
    const last = this.length - 1;
    const opening = this.what.at(last) === STEP_OPEN || this.what.at(last) === STEP_JOIN;
    const joins = opening && this.time.at(last) === time && this.received.at(last) === received;
    this.push(joins ? STEP_JOIN : STEP_APPLY, message, time, received);
  }
}

/** The steps of `recording`; throws `DataError` when its book never opens. */
export function synchronise(recording: Recording): BookSteps {
  const steps = new BookSteps();
  if (recording.rule === 'marked') new MarkedBook(recording, steps).run();
  else new NumberedBook(recording).whole(numberedDepth(recording), steps);
  if (steps.length === 0) throw neverOpens(recording);
  return steps;
}

const RECORD_ANEW =
  'Record from before the snapshot to after it, and give all files of the session together, in order';

function neverOpens(recording: Recording): Error {
  const { depth, skipped, symbol } = recording;
  const flags = depth.snapshot.view();
  const snapshot = flags.indexOf(1);
  if (!flags.includes(0)) {
    const others = skipped.has('other-symbol')
      ? ` of ${String(symbol)}, only of other symbols`
      : '';
    return recording.fault(1, { what: `no depth in this file${others}` });
  }
  if (snapshot < 0) {
    return recording.fault(depth.line.at(0), {
      what: 'no snapshot of the book',
      why: 'diffs alone do not say what else stands in it',
      fix: RECORD_ANEW,
    });
  }
  const why = 'no diff follows on from the snapshot';
  return recording.fault(depth.line.at(snapshot), {
    what: 'the book never opens',
    why,
    fix: RECORD_ANEW,
  });
}

/** Diffs and snapshots of a recording, each in the order of their ids. */
export interface NumberedDepth {
  readonly diffs: Uint32Array;
  readonly snapshots: Uint32Array;
}

export function numberedDepth({ depth }: Recording): NumberedDepth {
  const all = allOf(depth.messages);
  const isSnapshot = (i: number): boolean => depth.snapshot.at(i) === 1;
  return {
    snapshots: orderedById(all.filter(isSnapshot), depth.lastId),
    diffs: orderedById(
      all.filter((i) => !isSnapshot(i)),
      depth.lastId,
    ),
  };
}

/** Snapshots and diffs with update ids: Binance's rules for spot and for futures. Follows a recording, also one that is still being read. Mutable. */
export class NumberedBook {
  readonly #recording: Recording;
  readonly #effective: EffectiveTime;
  #open = false;
  #everOpen = false;
  #idLast = 0;
  #received = -Infinity;
  /** By id. */
  readonly #snapshotsUsed = new Set<number>();

  constructor(recording: Recording) {
    this.#recording = recording;
    this.#effective = new EffectiveTime(recording);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** The last update that is in the book, or was when it was lost. */
  get idLast(): number {
    return this.#idLast;
  }

  /** All there is: what nothing opens for is left out. */
  whole(depth: NumberedDepth, steps: BookSteps): void {
    const rest = depth.diffs.subarray(this.goOn(depth, Infinity, steps));
    for (const diff of rest) this.#leaveOut(diff);
    const unused = depth.snapshots.length - this.#snapshotsUsed.size;
    if (unused > 0 && this.#everOpen) this.#recording.skip('snapshot-not-needed', unused);
  }

  /** What happened up to `until`; returns how many of the diffs that decides. Those that wait for a snapshot it does not. */
  goOn({ diffs, snapshots }: NumberedDepth, until: number, steps: BookSteps): number {
    let decided = 0;
    while (decided < diffs.length) {
      const diff = diffs[decided]!;
      if (this.#open) {
        if (this.#timeOf(diff) > until) break;
        // A diff that does not follow on may be the first of a book that opens anew.
        if (this.#follow(diff, steps)) decided += 1;
        continue;
      }
      const opening = this.openingIn({ diffs, snapshots }, decided);
      if (opening === null || opening.time > until) break;
      for (; decided < opening.place; decided += 1) this.#leaveOut(diffs[decided]!);
      this.#openWith(diffs[decided]!, opening, steps);
      decided += 1;
    }
    return decided;
  }

  /** The first diff from `from` on that a snapshot can be gone on from with, and when the book opens with it. */
  openingIn({ diffs, snapshots }: NumberedDepth, from = 0): Opening | null {
    const { depth } = this.#recording;
    let time = -Infinity;
    for (let place = from; place < diffs.length; place += 1) {
      const diff = diffs[place]!;
      time = Math.max(time, this.#timeOf(diff));
      const snapshot = snapshots.find((candidate) => this.#bridges(diff, candidate));
      if (snapshot !== undefined)
        return { place, snapshot, time: Math.max(time, depth.time.at(snapshot)) };
    }
    return null;
  }

  /** False: there is a gap before it, which is told, and it is not decided. */
  #follow(diff: number, steps: BookSteps): boolean {
    const { depth } = this.#recording;
    const time = this.#timeOf(diff);
    this.#effective.passed(time);
    const isLost = depth.snapshot.at(diff) === LOSS;
    if (!isLost && depth.lastId.at(diff) <= this.#idLast) {
      this.#recording.skip('duplicate-depth');
      return true;
    }
    if (!isLost && this.#continues(diff)) {
      steps.pushNext(diff, time, this.#receivedWith(diff));
      this.#idLast = depth.lastId.at(diff);
      return true;
    }
    steps.push(STEP_GAP, diff, time, this.#receivedWith(diff));
    this.#open = false;
    return isLost;
  }

  /** Not yet passed: others of its time may come. Errors: `DataError`. */
  #timeOf(diff: number): number {
    const { depth } = this.#recording;
    return this.#effective.of(depth.time.at(diff), depth.line.at(diff));
  }

  #leaveOut(diff: number): void {
    this.#effective.passed(this.#timeOf(diff));
    if (this.#recording.depth.snapshot.at(diff) === LOSS) return;
    this.#recording.skip(this.#everOpen ? 'depth-after-gap' : 'depth-before-snapshot');
  }

  #continues(diff: number): boolean {
    const { depth, rule } = this.#recording;
    return rule === 'spot'
      ? depth.firstId.at(diff) <= this.#idLast + 1
      : depth.previousId.at(diff) === this.#idLast;
  }

  #openWith(diff: number, { snapshot, time }: Opening, steps: BookSteps): void {
    const { depth } = this.#recording;
    this.#effective.passed(time);
    this.#snapshotsUsed.add(depth.lastId.at(snapshot));
    this.#received = Math.max(this.#received, depth.received.at(snapshot));
    steps.pushOpen(diff, snapshot, time, this.#receivedWith(diff));
    this.#open = true;
    this.#everOpen = true;
    this.#idLast = depth.lastId.at(diff);
  }

  /**
   * Whether `diff` is the first to apply to `snapshot`. Futures ids of other symbols lie between two diffs, so a snapshot's
   * id may too: then the diff whose `pu` is before it follows on.
   */
  #bridges(diff: number, snapshot: number): boolean {
    const { depth, rule } = this.#recording;
    if (depth.snapshot.at(diff) === LOSS) return false;
    const id = depth.lastId.at(snapshot);
    const first = depth.firstId.at(diff);
    const last = depth.lastId.at(diff);
    if (rule === 'spot') return first <= id + 1 && id + 1 <= last;
    return Math.min(first, depth.previousId.at(diff)) <= id && id <= last;
  }

  #receivedWith(message: number): number {
    this.#received = Math.max(this.#received, this.#recording.depth.received.at(message));
    return this.#received;
  }
}

/** Which of the diffs opens the book, with which snapshot, and when. */
interface Opening {
  readonly place: number;
  readonly snapshot: number;
  readonly time: number;
}

/** Formats that mark snapshot rows instead of numbering updates: Tardis, hftbacktest. */
class MarkedBook {
  readonly #recording: Recording;
  readonly #steps: BookSteps;
  #snapshot: number | null = null;
  #open = false;
  #received = -Infinity;

  constructor(recording: Recording, steps: BookSteps) {
    this.#recording = recording;
    this.#steps = steps;
  }

  run(): void {
    const { depth } = this.#recording;
    const effective = new EffectiveTime(this.#recording);
    for (let message = 0; message < depth.messages; message += 1) {
      const time = effective.next(depth.time.at(message), depth.line.at(message));
      this.#received = Math.max(this.#received, depth.received.at(message));
      if (depth.snapshot.at(message) === 1) this.#take(message, time);
      else if (this.#snapshot !== null) this.#openWith(message, this.#snapshot, time);
      else if (this.#open) this.#steps.pushNext(message, time, this.#received);
      else this.#recording.skip('depth-before-snapshot');
    }
    if (this.#snapshot !== null && this.#steps.length > 0)
      this.#recording.skip('snapshot-not-needed');
  }

  /** A snapshot in mid-stream: the recorder had lost its connection, and what it knew is void. */
  #take(snapshot: number, time: number): void {
    if (this.#open) this.#steps.push(STEP_GAP, snapshot, time, this.#received);
    else if (this.#snapshot !== null) this.#recording.skip('snapshot-not-needed');
    this.#open = false;
    this.#snapshot = snapshot;
  }

  #openWith(message: number, snapshot: number, time: number): void {
    this.#steps.pushOpen(message, snapshot, time, this.#received);
    this.#snapshot = null;
    this.#open = true;
  }
}
