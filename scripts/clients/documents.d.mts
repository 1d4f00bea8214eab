/** Types of documents.mjs, for the test that every example is tried. */
export interface Fence {
  /** Of which file, as the comment before it says. */
  readonly part: string | null;
  readonly code: string;
}

export interface Block {
  readonly opens: string;
  readonly how: string;
}

export function fencesOf(document: string): readonly Fence[];
export function firstLineOf(fence: Fence): string;
export const EXAMPLES: Readonly<Record<string, { readonly blocks: readonly Block[] }>>;
