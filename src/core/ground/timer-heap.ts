/**
 * A stable 4-ary min-heap of timers on (time, lane, sequence), in typed arrays; mutable, owned by
 * one clock. It knows nothing of "now": the clock refuses what is past. Scheduling allocates
 * nothing but what the caller passes.
 *
 * Invariants: 1. `pop` yields live timers in the order of a stable sort by (time, lane). 2. A
 * handle is slot + generation; a slot's generation grows when its timer ends and never repeats (a
 * used-up slot is retired), so a stale handle never hits another timer. 3. Canceled entries stay
 * until they surface, yet are never more than half of the heap (or `COMPACT_ABOVE`). 4. Full means
 * an error, never a lost timer.
 */
import type { Lane, TimerHandle } from './clock.js';
import { InvariantError } from './invariant.js';
import type { EpochMicros } from './units.js';

type TimerAction = () => void;

const INITIAL_CAPACITY = 64;
/** Slots that fit a handle beside a 31-bit generation: 4 M timers pending at once. */
const SLOT_LIMIT = 2 ** 22;
const SLOT_MASK = SLOT_LIMIT - 1;
const GENERATION_LIMIT = 2 ** 31 - 1;
/** Lane and sequence share one double: lane x 2^51 + sequence stays below 2^53. */
const LANE_STRIDE = 2 ** 51;
/** Below this many canceled entries a sweep costs more than it frees. */
const COMPACT_ABOVE = 64;

export class TimerHeap {
  // The heap proper: children of entry i are 4i + 1 … 4i + 4.
  #times = new Float64Array(INITIAL_CAPACITY);
  #ranks = new Float64Array(INITIAL_CAPACITY);
  #slots = new Int32Array(INITIAL_CAPACITY);
  #length = 0;
  /**
   * The root has been popped; the next `schedule` may take its place in one sift instead of two.
   */
  #rootVacant = false;
  #canceled = 0;
  #sequence = 0;

  // By slot: the action (null once it ran or was canceled) and how often the slot was used.
  readonly #actions: (TimerAction | null)[] = [];
  #generations = new Int32Array(0);
  /** A stack of slots not in the heap. */
  #freeSlots = new Int32Array(0);
  #freeCount = 0;

  constructor() {
    this.#addSlots(INITIAL_CAPACITY);
  }

  /** Timers that are pending. */
  get size(): number {
    return this.#length - this.#canceled - (this.#rootVacant ? 1 : 0);
  }

  /** `at` must be a safe integer: a NaN would break the order for good, so the clock checks it. */
  schedule(at: EpochMicros, lane: Lane, action: TimerAction): TimerHandle {
    if (this.#freeCount === 0) this.#grow();
    const slot = this.#freeSlots[--this.#freeCount]!;
    this.#actions[slot] = action;
    const vacant = this.#rootVacant;
    const entry = vacant ? 0 : this.#length++;
    this.#times[entry] = at;
    this.#ranks[entry] = lane * LANE_STRIDE + this.#sequence++;
    this.#slots[entry] = slot;
    if (vacant) {
      this.#rootVacant = false;
      this.#siftDown(0);
    } else {
      this.#siftUp(entry);
    }
    return (this.#generations[slot]! * SLOT_LIMIT + slot) as TimerHandle;
  }

  /** False if the timer ran or was canceled before. */
  cancel(timer: TimerHandle): boolean {
    const slot = timer & SLOT_MASK;
    const pending = this.#actions[slot] ?? null;
    if (pending === null || this.#generations[slot] !== (timer - slot) / SLOT_LIMIT) return false;
    this.#endTimer(slot);
    this.#canceled += 1;
    if (this.#canceled > COMPACT_ABOVE && this.#canceled * 2 > this.#length) this.#compact();
    return true;
  }

  /** Time of the next live timer. */
  peekTime(): EpochMicros | null {
    this.#settleRoot();
    return this.#length === 0 ? null : (this.#times[0] as EpochMicros);
  }

  /** Removes the next live timer and returns its action. */
  pop(): TimerAction | null {
    this.#settleRoot();
    if (this.#length === 0) return null;
    const slot = this.#slots[0]!;
    const action = this.#actions[slot] ?? null;
    this.#endTimer(slot);
    this.#freeSlot(slot);
    this.#rootVacant = true;
    return action;
  }

  /** Brings a live timer to the root, if there is one. */
  #settleRoot(): void {
    if (this.#rootVacant) {
      this.#rootVacant = false;
      this.#dropRoot();
    }
    while (this.#canceled > 0) {
      const slot = this.#slots[0]!;
      if (this.#actions[slot] !== null) return;
      this.#freeSlot(slot);
      this.#canceled -= 1;
      this.#dropRoot();
    }
  }

  #dropRoot(): void {
    const last = --this.#length;
    if (last > 0) {
      this.#moveEntry(last, 0);
      this.#siftDown(0);
    }
  }

  // The sifts take an index and read its key from the arrays: a double handed from function to
  // function is boxed whenever the callee is not inlined, which halves the speed in some processes
  // and not in others.
  #siftUp(from: number): void {
    const times = this.#times;
    const ranks = this.#ranks;
    const slots = this.#slots;
    const time = times[from]!;
    const rank = ranks[from]!;
    const slot = slots[from]!;
    let entry = from;
    while (entry > 0) {
      const parent = (entry - 1) >> 2;
      const parentTime = times[parent]!;
      if (parentTime < time || (parentTime === time && ranks[parent]! < rank)) break;
      times[entry] = parentTime;
      ranks[entry] = ranks[parent]!;
      slots[entry] = slots[parent]!;
      entry = parent;
    }
    times[entry] = time;
    ranks[entry] = rank;
    slots[entry] = slot;
  }

  #siftDown(from: number): void {
    const times = this.#times;
    const ranks = this.#ranks;
    const slots = this.#slots;
    const length = this.#length;
    const time = times[from]!;
    const rank = ranks[from]!;
    const slot = slots[from]!;
    let entry = from;
    for (let first = 4 * entry + 1; first < length; first = 4 * entry + 1) {
      const end = first + 4 < length ? first + 4 : length;
      let least = first;
      let leastTime = times[first]!;
      for (let child = first + 1; child < end; child += 1) {
        const childTime = times[child]!;
        if (childTime < leastTime || (childTime === leastTime && ranks[child]! < ranks[least]!)) {
          least = child;
          leastTime = childTime;
        }
      }
      if (time < leastTime || (time === leastTime && rank < ranks[least]!)) break;
      times[entry] = leastTime;
      ranks[entry] = ranks[least]!;
      slots[entry] = slots[least]!;
      entry = least;
    }
    times[entry] = time;
    ranks[entry] = rank;
    slots[entry] = slot;
  }

  #moveEntry(from: number, to: number): void {
    this.#times[to] = this.#times[from]!;
    this.#ranks[to] = this.#ranks[from]!;
    this.#slots[to] = this.#slots[from]!;
  }

  /**
   * Sweeps the canceled entries out. The order of the rest is total, so rebuilding cannot change
   * it.
   */
  #compact(): void {
    this.#settleRoot();
    const length = this.#length;
    let kept = 0;
    for (let entry = 0; entry < length; entry += 1) {
      const slot = this.#slots[entry]!;
      if (this.#actions[slot] === null) {
        this.#freeSlot(slot);
        continue;
      }
      this.#moveEntry(entry, kept);
      kept += 1;
    }
    this.#length = kept;
    this.#canceled = 0;
    for (let entry = (kept - 2) >> 2; entry >= 0; entry -= 1) {
      this.#siftDown(entry);
    }
  }

  /** From here on the handle is stale. */
  #endTimer(slot: number): void {
    this.#actions[slot] = null;
    this.#generations[slot]! += 1;
  }

  #freeSlot(slot: number): void {
    if (this.#generations[slot]! < GENERATION_LIMIT) this.#freeSlots[this.#freeCount++] = slot;
  }

  #grow(): void {
    const slotCount = this.#actions.length;
    if (slotCount >= SLOT_LIMIT) {
      throw new InvariantError(`timer heap is full: ${this.size} timers pending of ${SLOT_LIMIT}`);
    }
    this.#times = enlarged(this.#times, new Float64Array(slotCount * 2));
    this.#ranks = enlarged(this.#ranks, new Float64Array(slotCount * 2));
    this.#slots = enlarged(this.#slots, new Int32Array(slotCount * 2));
    this.#addSlots(slotCount);
  }

  /** Adds empty slots, lowest on top of the stack. */
  #addSlots(added: number): void {
    const before = this.#actions.length;
    for (let slot = before; slot < before + added; slot += 1) this.#actions.push(null);
    this.#generations = enlarged(this.#generations, new Int32Array(before + added));
    this.#freeSlots = enlarged(this.#freeSlots, new Int32Array(before + added));
    for (let slot = before + added - 1; slot >= before; slot -= 1)
      this.#freeSlots[this.#freeCount++] = slot;
  }
}

function enlarged<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
