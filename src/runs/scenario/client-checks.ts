/** The accounts of a venue's clients: each has its own name and its own key. */
import type { Found } from './problem.js';
import type { Scenario } from './schema.js';

type Client = NonNullable<Scenario['venue']['accounts']>[number];

export const clientProblems = ({ venue: { accounts = [] } }: Scenario): readonly Found[] =>
  accounts.flatMap((client, index) => [
    ...again(accounts, index, 'name', 'give it a name of its own'),
    ...again(accounts, index, 'keyEnv', 'name another variable: a key is of one account'),
    ...halfNamed(client, index),
  ]);

function again(
  accounts: readonly Client[],
  index: number,
  field: 'name' | 'keyEnv',
  fix: string,
): readonly Found[] {
  const value = accounts[index]?.[field];
  const first = accounts.findIndex((other) => other[field] === value);
  if (value === undefined || first === index) return [];
  const what = `"${value}" is the ${field} of venue.accounts.${first} too`;
  return [{ path: ['venue', 'accounts', index, field], what, fix }];
}

/** A key of the environment beside a secret that everybody knows, or the other way round. */
function halfNamed({ keyEnv, secretEnv }: Client, index: number): readonly Found[] {
  if ((keyEnv === undefined) === (secretEnv === undefined)) return [];
  const [there, missing] = keyEnv === undefined ? ['secretEnv', 'keyEnv'] : ['keyEnv', 'secretEnv'];
  const what = `has a ${there} and no ${missing}`;
  return [{ path: ['venue', 'accounts', index], what, fix: 'give both, or neither' }];
}
