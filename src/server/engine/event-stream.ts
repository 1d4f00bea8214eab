/**
 * The journal of a running engine as server-sent events: each block once it is durable, its number as the id. A reader is served from the journal at
 * its own pace: what it has not taken lies on the disk, and in memory is one part of it, however slow it is. A comment now and then says that the
 * connection lives.
 *
 * Invariants: 1. Blocks come in order, each once, without a hole. 2. It ends with the engine, and with the token it was asked for with.
 */
import type { EngineDesk } from '../../runs/desk/engine-desk.js';

/** So many bytes of the journal, or one block, are read at once. */
const PART_BYTES = 65_536;
const BEAT_MS = 15_000;
/** When a reader whose connection is lost asks again. */
const AGAIN_MS = 2_000;

export interface EventsAsked {
  /** The first block. */
  readonly from: number;
  /** Whether who asked still may. */
  readonly stillMay: () => boolean;
  readonly onEnd: () => void;
}

export function eventStream(desk: EngineDesk, asked: EventsAsked): ReadableStream<Uint8Array> {
  const reader = new JournalReader(desk, asked);
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytesOf(`retry: ${AGAIN_MS}\n\n`)),
    pull: (controller) => reader.pull(controller),
    cancel: () => reader.end(),
  });
}

class JournalReader {
  readonly #desk: EngineDesk;
  readonly #asked: EventsAsked;
  readonly #unfollow: () => void;
  #next: number;
  #hasEnded = false;
  #wake: () => void = () => undefined;

  constructor(desk: EngineDesk, asked: EventsAsked) {
    this.#desk = desk;
    this.#asked = asked;
    this.#next = asked.from;
    this.#unfollow = desk.follow(() => this.#wake());
  }

  /** Called when the part before was taken. */
  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (!this.#isNews() && this.#desk.ended === null) await this.#newsOrBeat();
    if (this.#hasEnded) return;
    const isNews = this.#isNews();
    if (this.#asked.stillMay() && (isNews || this.#desk.ended === null)) {
      controller.enqueue(bytesOf(isNews ? this.#part() : ': it lives\n\n'));
      return;
    }
    this.end();
    controller.close();
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#unfollow();
    this.#wake();
    this.#asked.onEnd();
  }

  #isNews(): boolean {
    return this.#next < this.#desk.book.blocks;
  }

  #newsOrBeat(): Promise<void> {
    return new Promise((done) => {
      const beat = setTimeout(done, BEAT_MS);
      beat.unref();
      this.#wake = () => {
        clearTimeout(beat);
        done();
      };
    });
  }

  #part(): string {
    let text = '';
    for (const { seq, hash, text: block } of this.#desk.blocks(this.#next)) {
      const [, input, entries] = JSON.parse(block) as readonly unknown[];
      text += `id: ${seq}\ndata: ${JSON.stringify({ seq, hash, input, entries })}\n\n`;
      this.#next = seq + 1;
      if (text.length >= PART_BYTES) break;
    }
    return text;
  }
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
