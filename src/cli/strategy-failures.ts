/** What strategies of many runs threw, told as runs come in: alike ones once, and of many different ones the first. */
import type { StrategyFailure } from '../runs/strategy-runner.js';
import { strategyFailureText } from './strategy-stack.js';
import type { World } from './world.js';

const TOLD_MAX = 10;

/** Mutable on purpose, one owner. */
export class StrategyFailures {
  readonly #world: World;
  readonly #told = new Set<string>();
  #others = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** `called`: what stands before it. */
  take(called: string, failures: readonly StrategyFailure[]): void {
    for (const failure of failures) {
      const text = strategyFailureText(failure, this.#world.cwd);
      if (this.#told.has(text)) continue;
      if (this.#told.size >= TOLD_MAX) this.#others += 1;
      else {
        this.#told.add(text);
        this.#world.err(`${called}${text}`);
      }
    }
  }

  /** How many were not told. */
  end(): void {
    if (this.#others > 0) this.#world.err(`and ${this.#others} more failures of strategies\n`);
  }
}
