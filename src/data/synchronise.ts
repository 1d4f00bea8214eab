/**
 * Decides what happens to each depth message of a recording: which diffs open the book together with which snapshot, which
 * ones apply, where the stream lost one (F2). It moves no levels; the steps say what the tape is made of.
 *
 * Invariants: 1. Every depth message is in a step or counted in `skipped`. 2. Effective times never fall.
 * 3. Received times never fall: a diff buffered until the snapshot came is known only then.
 */
import { NumberColumn } from './columns.js';
import { EffectiveTime, allOf, orderedById } from './lane-order.js';
import type { Recording } from './recording.js';

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
  else new NumberedBook(recording, steps).run();
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

/** Snapshots and diffs with update ids: Binance's rules for spot and for futures. */
class NumberedBook {
  readonly #recording: Recording;
  readonly #steps: BookSteps;
  readonly #snapshots: Uint32Array;
  readonly #diffs: Uint32Array;
  #open = false;
  #everOpen = false;
  #idLast = 0;
  #received = -Infinity;
  readonly #snapshotsUsed = new Set<number>();

  constructor(recording: Recording, steps: BookSteps) {
    const { depth } = recording;
    const all = allOf(depth.messages);
    const isSnapshot = (i: number): boolean => depth.snapshot.at(i) === 1;
    this.#recording = recording;
    this.#steps = steps;
    this.#snapshots = orderedById(all.filter(isSnapshot), depth.lastId);
    this.#diffs = orderedById(
      all.filter((i) => !isSnapshot(i)),
      depth.lastId,
    );
  }

  run(): void {
    const { depth } = this.#recording;
    const effective = new EffectiveTime(this.#recording);
    for (const diff of this.#diffs) {
      const time = effective.next(depth.time.at(diff), depth.line.at(diff));
      if (this.#open) this.#follow(diff, time);
      else this.#tryOpen(diff, time);
    }
    const unused = this.#snapshots.length - this.#snapshotsUsed.size;
    if (unused > 0 && this.#everOpen) this.#recording.skip('snapshot-not-needed', unused);
  }

  #follow(diff: number, time: number): void {
    const { depth } = this.#recording;
    if (depth.lastId.at(diff) <= this.#idLast) {
      this.#recording.skip('duplicate-depth');
      return;
    }
    if (this.#continues(diff)) {
      this.#steps.pushNext(diff, time, this.#receivedWith(diff));
      this.#idLast = depth.lastId.at(diff);
      return;
    }
    this.#steps.push(STEP_GAP, diff, time, this.#receivedWith(diff));
    this.#open = false;
    this.#tryOpen(diff, time);
  }

  #continues(diff: number): boolean {
    const { depth, rule } = this.#recording;
    return rule === 'spot'
      ? depth.firstId.at(diff) <= this.#idLast + 1
      : depth.previousId.at(diff) === this.#idLast;
  }

  #tryOpen(diff: number, time: number): void {
    const { depth } = this.#recording;
    const snapshot = this.#snapshots.find((candidate) => this.#bridges(diff, candidate));
    if (snapshot === undefined) {
      this.#recording.skip(this.#everOpen ? 'depth-after-gap' : 'depth-before-snapshot');
      return;
    }
    this.#snapshotsUsed.add(snapshot);
    this.#received = Math.max(this.#received, depth.received.at(snapshot));
    this.#steps.pushOpen(diff, snapshot, time, this.#receivedWith(diff));
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
