/** The text of a file that a person wrote and that is stored with what comes of it: one that holds a secret of this process is refused (S26). */
import { readText } from '../runs/scenario/load.js';
import { ScenarioError } from '../runs/scenario/problem.js';
import { secretsOf } from '../runs/secrets.js';
import type { World } from './world.js';

/** `name`: what it is, for messages. Errors: `ScenarioError`. */
export function writtenText(world: World, file: string, name?: string): string {
  const text = readText(file, name);
  const found = secretsOf(world.env).find(text);
  if (found === null) return text;
  const before = text.slice(0, found.offset).split('\n');
  const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
  throw new ScenarioError(file, [
    {
      place: { kind: 'file', file, line, column },
      path: '',
      what: `here stands the value of the environment variable ${found.variable}`,
      why: 'what a scenario says is stored with its runs and shown',
      fix: 'take it out: keys are read from the environment alone',
    },
  ]);
}
