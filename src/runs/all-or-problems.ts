/** Several preparations of one scenario, so that what is wrong with any of them is said at once. */
import { type ScenarioProblem, ScenarioError } from './scenario/problem.js';

/**
 * One after the other, whatever becomes of those before; all results, or one `ScenarioError` with the problems of all.
 * Any other error ends it at once: it is not about the scenario.
 */
export async function allOrProblems<T extends readonly unknown[]>(
  work: readonly [...{ [K in keyof T]: () => Promise<T[K]> }],
): Promise<T> {
  const results: unknown[] = [];
  const problems: ScenarioProblem[] = [];
  let file = '';
  let found = 0;
  for (const prepare of work) {
    try {
      results.push(await prepare());
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      file = error.file;
      found += error.found;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ScenarioError(file, problems, found);
  return results as unknown as T;
}
