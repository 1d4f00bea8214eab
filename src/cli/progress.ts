/**
 * How far a command is, on stderr: a bar where a person watches, else a line every ten seconds, or nothing. Driven by
 * whoever works; no timer of its own, so that it also moves while a run keeps the thread busy.
 */
import type { World } from './world.js';

export interface Progress {
  /** `share` of the whole, 0 … 1; `text` says what of it. */
  update(share: number, text: string): void;
  /** Clears the line. */
  end(): void;
}

const NO_PROGRESS: Progress = { update: () => undefined, end: () => undefined };

const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 10_000;
const BAR_WIDTH = 30;

export function progressFor(world: World, quiet: boolean): Progress {
  if (quiet) return NO_PROGRESS;
  return world.interactive ? new Bar(world) : new Lines(world);
}

class Bar implements Progress {
  readonly #world: World;
  readonly #started = Date.now();
  #last = 0;
  #shown = false;

  constructor(world: World) {
    this.#world = world;
  }

  update(share: number, text: string): void {
    const now = Date.now();
    if (now - this.#last < BAR_EVERY_MS) return;
    this.#last = now;
    this.#shown = true;
    const done = Math.round(share * BAR_WIDTH);
    const bar = `${'█'.repeat(done)}${'░'.repeat(BAR_WIDTH - done)}`;
    this.#world.redraw(`${bar} ${percent(share)} ${text}${etaText(share, now - this.#started)}`);
  }

  end(): void {
    if (this.#shown) this.#world.redraw('');
  }
}

class Lines implements Progress {
  readonly #world: World;
  readonly #started = Date.now();
  #last = this.#started;

  constructor(world: World) {
    this.#world = world;
  }

  update(share: number, text: string): void {
    const now = Date.now();
    if (now - this.#last < LINE_EVERY_MS) return;
    this.#last = now;
    this.#world.err(`${percent(share)} ${text}${etaText(share, now - this.#started)}\n`);
  }

  end(): void {
    // Lines stay.
  }
}

const percent = (share: number): string => `${Math.floor(share * 100)} %`;

function etaText(share: number, elapsedMs: number): string {
  if (share <= 0) return '';
  return `, about ${Math.max(1, Math.round((elapsedMs * (1 - share)) / share / 1_000))} s left`;
}
