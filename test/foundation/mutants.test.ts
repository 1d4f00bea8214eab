/** The list of mutants (scripts/mutants) follows the sources: what a patch replaces stands there, exactly once. */
import { describe, expect, it } from 'vitest';
import { listedMutants, mutantOf, mutated, sourceOf } from '../../scripts/mutants/patches.mjs';

describe('the list of mutants', () => {
  const mutants = listedMutants();

  it('DOC-4: patches text that stands exactly once in its file, and changes it', () => {
    const stale = mutants.flatMap((mutant) => {
      try {
        const source = sourceOf(mutant);
        return mutated(mutant, source) === source ? [`${mutant.id}: changes nothing`] : [];
      } catch (error) {
        return [String(error)];
      }
    });
    expect(stale).toEqual([]);
  });

  it('DOC-4: names each mutant once, with what it costs and the requirements it breaks', () => {
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
    for (const { id, loss, requirements } of mutants) {
      expect(id).toMatch(/^[a-z0-9-]+$/);
      expect(loss).toMatch(/\.$/);
      expect(requirements.length, id).toBeGreaterThan(0);
    }
  });

  it('DOC-4: a patch that has lost its place, or found two, says which and what to do', () => {
    const patch = { id: 'x', file: 'a.ts', find: 'one', replace: 'two' };
    expect(mutated(patch, 'say one')).toBe('say two');
    expect(() => mutated(patch, 'nothing')).toThrow(
      /mutant x: its text stands 0 times in a\.ts\n +fix: /,
    );
    expect(() => mutated(patch, 'one one')).toThrow(/stands 2 times/);
    expect(() => mutantOf('nowhere')).toThrow(/no mutant "nowhere"\n +fix: one of /);
  });
});
