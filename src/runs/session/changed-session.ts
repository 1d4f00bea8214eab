/**
 * A recorded session run again with changes: the same engine on the recorded inputs at their times, as long as they are what would come, and on what the venue
 * of the recording would have said otherwise from there on (`changed-venue.ts`). Mutable, run once.
 *
 * Invariants: 1. Without a change it gives the recorded journal. 2. A recorded answer is heard by whoever asked the same thing at the same time, if nothing
 * that it tells of was changed; every other answer is made from what the recording knows. 3. A wake that is due in both comes when it came in the
 * recording. 4. What the recording cannot say ends it.
 */
import { decided } from '../../core/engine/decide.js';
import type { ConfigAt } from '../../core/engine/replay.js';
import { seenInput } from '../../core/host/seen-input.js';
import { invariant } from '../../core/ground/invariant.js';
import { type EpochMicros, type Micros, plus, seconds } from '../../core/ground/units.js';
import { isAnythingLeft } from '../../core/state/anything-left.js';
import type { EffectCommand } from '../../core/state/command.js';
import { commandOf } from '../../core/state/commands-of.js';
import type { EngineConfig } from '../../core/state/config.js';
import { evolve } from '../../core/state/evolve.js';
import { initialState } from '../../core/state/initial-state.js';
import type { Input, InputBody } from '../../core/state/input.js';
import { GENESIS_HASH, type JournalBlock, chainBlock } from '../../core/state/journal-block.js';
import type { State } from '../../core/state/state.js';
import { isGated } from '../assembly.js';
import { configAt } from '../verify/config-at.js';
import { CannotSay } from './cannot-say.js';
import type { Change, Changes } from './change.js';
import type { Made } from './changed-messages.js';
import { type Assumed, ChangedWire } from './changed-wire.js';
import { Deliveries } from './deliveries.js';
import { OwnerWakes, type OwnerWake } from './owner-wakes.js';
import { RecordedMarket } from './recorded-market.js';
import type { Session } from './session.js';
import { TurnedAway } from './turned-away.js';

export interface ChangedSession {
  readonly blocks: readonly JournalBlock[];
  /** Those of the changes that were made; of the others the message never came. */
  readonly made: ReadonlyMap<Change, Made>;
  /** What is not in the recording. */
  readonly assumed: readonly Assumed[];
  /** Null = every order is over, or was left as the recording left it. */
  readonly endedBy: EndedBy | null;
}

export interface EndedBy {
  readonly at: EpochMicros;
  /** What was sent, and nobody knows what became of it; null = it is none of that. */
  readonly command: EffectCommand | null;
  readonly text: string;
}

/** Whoever was turned away at the gate tries again so much later (as `assembly.ts` has it). */
const AGAIN_AFTER: Micros = seconds(1);
/** How long it goes on when the recording is over. */
const BEYOND: Micros = seconds(600);
/** Inputs, for each of the recording: a session that goes in circles ends. */
const STEPS_MAX = 20;

export const changeSession = (session: Session, changes: Changes): ChangedSession =>
  new Changing(session, changes).run();

class Changing {
  readonly #session: Session;
  readonly #market: RecordedMarket;
  readonly #wire: ChangedWire;
  readonly #deliveries = new Deliveries();
  readonly #state = initialState();
  readonly #wakes = new OwnerWakes(this.#state);
  /** The recording, folded as far as it was heard. */
  readonly #recorded = initialState();
  readonly #recordedWakes = new OwnerWakes(this.#recorded);
  readonly #blocks: JournalBlock[] = [];
  readonly #turnedAway = new TurnedAway();
  #next = 0;
  readonly #configAt: ConfigAt;
  #config: EngineConfig | null = null;
  #now: EpochMicros;
  readonly #end: EpochMicros;

  constructor(session: Session, changes: Changes) {
    const { blocks, parts } = session;
    const [first, last] = [blocks[0], blocks.at(-1)];
    invariant(first !== undefined && last !== undefined, 'a session without a block');
    this.#session = session;
    this.#configAt = configAt(parts);
    this.#now = first.input.at;
    this.#end = last.input.at;
    this.#market = new RecordedMarket(blocks);
    this.#wire = new ChangedWire(session, changes, {
      deliveries: this.#deliveries,
      state: this.#state,
      market: this.#market,
    });
  }

  run(): ChangedSession {
    let endedBy: EndedBy | null = null;
    try {
      this.#goOn();
    } catch (error) {
      if (!(error instanceof CannotSay)) throw error;
      endedBy = { at: this.#now, command: error.command, text: error.message };
    }
    const { made, assumed } = this.#wire;
    return { blocks: this.#blocks, made, assumed, endedBy };
  }

  #goOn(): void {
    const { blocks } = this.#session;
    for (let steps = 0; !this.#isOver(); steps += 1) {
      if (steps > STEPS_MAX * blocks.length) throw new CannotSay('it goes round in circles');
      if (!this.#step()) return;
      if (this.#now > this.#end + BEYOND && !isAtRest(this.#state))
        throw new CannotSay('the recording was over ten minutes before, and orders are not');
    }
  }

  /** One that was left with orders under way ends where it was left: there was no process any more. */
  #isOver(): boolean {
    if (this.#next < this.#session.blocks.length) return false;
    if (!isAtRest(this.#recorded)) return true;
    return isAtRest(this.#state) && this.#deliveries.at === null;
  }

  /** False = nothing comes any more. */
  #step(): boolean {
    const block = this.#session.blocks[this.#next];
    const isDown = block?.input.kind === 'started';
    if (isDown) this.#deliveries.lose();
    const wake = isDown ? null : this.#wakes.first((one) => this.#comesRecorded(one, block));
    const times = [block?.input.at, this.#deliveries.at, wake?.at].map((at) => at ?? Infinity);
    const first = Math.min(...times);
    if (first === Infinity) return false;
    this.#now = Math.max(first, this.#now) as EpochMicros;
    if (block !== undefined && times[0] === first) this.#hearRecorded(block);
    else {
      this.#market.stand(this.#next - 1, this.#now, false);
      if (times[1] === first) this.#hear(this.#deliveries.take());
      else if (wake !== null) this.#hear({ kind: 'wake', owner: wake.owner });
    }
    return true;
  }

  /** Due at the same time in the recording, which knows when it came. */
  #comesRecorded({ owner, at }: OwnerWake, block: JournalBlock | undefined): boolean {
    return block !== undefined && this.#recordedWakes.of(owner) === at;
  }

  #hearRecorded(block: JournalBlock): void {
    const { seq, input, entries } = block;
    this.#next += 1;
    this.#config = this.#configAt(seq);
    const body = this.#bodyOf(block);
    for (const entry of entries) evolve(this.#recorded, entry, input.at);
    this.#recordedWakes.note(block);
    this.#market.stand(seq, this.#now, true);
    this.#hear(body);
    // Afterwards: what leaves here as well is not missing.
    for (const entry of entries) {
      const command = commandOf(entry);
      if (command !== null) this.#wire.noteRecorded(command, input.at);
    }
  }

  /** What of a recorded input comes here as well; null = nothing. */
  #bodyOf({ seq, input, entries }: JournalBlock): InputBody | null {
    const { at: _at, quotes: _quotes, ...body } = input;
    switch (body.kind) {
      case 'wake': {
        const due = this.#wakes.of(body.owner);
        return due !== null && due <= this.#now ? body : null;
      }
      case 'order-request':
        return this.#turnedAway.isComing(body.request, entries.some(isGated)) ? body : null;
      case 'outcome':
      case 'answer':
      case 'execution-report':
        return this.#wire.heardHere(seq, body, this.#now);
      default:
        return body;
    }
  }

  #hear(body: InputBody | null): void {
    if (body === null) return;
    const config = this.#config;
    invariant(config !== null, 'nothing says what decided the first block');
    const looking = { state: this.#state, config, feed: this.#market };
    const input: Input = seenInput(body, this.#now, looking);
    const step = decided(this.#state, input, config);
    step.fold();
    const before = this.#blocks.at(-1);
    const { entries } = step;
    const block = chainBlock(before?.hash ?? GENESIS_HASH, this.#blocks.length, { input, entries });
    this.#blocks.push(block);
    this.#wakes.note(block);
    for (const entry of entries) {
      const command = commandOf(entry);
      if (command !== null) this.#wire.send(command, this.#now, config);
    }
    if (body.kind === 'order-request') this.#noteRequest(body, entries.some(isGated));
  }

  /** Turned away here and not there: whoever asked comes again. */
  #noteRequest(body: Extract<InputBody, { kind: 'order-request' }>, isTurnedAway: boolean): void {
    if (this.#turnedAway.noteHere(body.request, isTurnedAway))
      this.#deliveries.add(plus(this.#now, AGAIN_AFTER), () => body);
  }
}

const isAtRest = (state: State): boolean => state.gate?.state !== 'shut' && !isAnythingLeft(state);
