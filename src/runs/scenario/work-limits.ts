/** How much one run may come to before it is refused; what a scenario comes to is estimated in `work.ts`. */
export interface WorkLimits {
  /** Rows of generated markets, 25 bytes each. */
  readonly rows: number;
  /** Inputs the engine is to decide on. */
  readonly steps: number;
}

export const DEFAULT_WORK_LIMITS: WorkLimits = { rows: 40_000_000, steps: 50_000_000 };
