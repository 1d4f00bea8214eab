/** A world that tells no secret of its environment (S26): the one place that everything written for people and programs goes through. */
import { UsageError } from './failure.js';
import { secretsOf } from '../runs/secrets.js';
import type { World } from './world.js';

export function discreet(world: World): World {
  const { redactWords, redactResults } = secretsOf(world.env);
  return {
    ...world,
    out: (text) => world.out(redactResults(text)),
    err: (text) => world.err(redactWords(text)),
    redraw: (line) => world.redraw(redactWords(line)),
    tell: (lines) =>
      world.tell(lines.map(({ tone, text }) => ({ tone, text: redactResults(text) }))),
  };
}

/** What is typed stands in the list of processes, and is stored with runs. Errors: `UsageError`. */
export function refuseTypedSecrets(argv: readonly string[], { env }: World): void {
  const { find } = secretsOf(env);
  for (const [index, word] of argv.entries()) {
    const found = find(word);
    if (found !== null)
      throw new UsageError(
        `word ${index + 1} of the command line holds the value of the environment variable ${found.variable}\n` +
          '  fix: leave it out: keys are read from the environment alone, and what is typed is seen by others and stored',
      );
  }
}
