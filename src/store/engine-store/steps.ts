/** The steps of an append, in order: where tests put the faults of a disk between the store and its file. */
export type AppendStep = 'begin' | 'insert' | 'commit' | 'head';

/** Called before each; what it throws is what the disk would have said. */
export type BeforeStep = (step: AppendStep) => void;
