/** One thing that `verify` looked at. */
export interface VerifyCheck {
  readonly name:
    | 'file'
    | 'seal'
    | 'chain'
    | 'state'
    | 'decisions'
    | 'replay'
    | 'row'
    | 'orders'
    | 'fills'
    | 'report'
    | 'truth'
    | 'series';
  /** Null where there is nothing to hold it against. */
  readonly ok: boolean | null;
  /** What was compared, or the first difference. */
  readonly text: string;
}

/** Matters of storage: they say nothing of builds. */
export const OF_STORAGE: ReadonlySet<VerifyCheck['name']> = new Set(['file', 'seal', 'chain']);
