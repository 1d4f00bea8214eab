/** Types of patches.mjs, for the test configuration and the test of the lists. */
import type { Plugin } from 'vitest/config';

export interface Mutant {
  readonly id: string;
  /** What a trader would lose. */
  readonly loss: string;
  readonly requirements: readonly string[];
  /** `tests`: what is broken shows in no run (a judge, a telling): only directed tests see it. */
  readonly seenBy?: 'tests';
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export function listedMutants(): readonly Mutant[];
export function mutantOf(id: string, mutants?: readonly Mutant[]): Mutant;
export function sourceOf(mutant: Pick<Mutant, 'file'>): string;
export function mutated(mutant: Omit<Mutant, 'loss' | 'requirements'>, source: string): string;
export function mutantPlugin(id: string | undefined): Plugin[];
