/** The accounts of a venue in a scenario: what each has, which keys it has, and what is wrong with a list of them. */
import { describe, expect, it } from 'vitest';
import { clientsOf } from '../../src/cli/venue-keys.js';
import { prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { ScenarioError } from '../../src/runs/scenario/problem.js';
import { type VenuePlan, venuePlan } from '../../src/runs/venue/venue-plan.js';
import { SOUND_SCENARIO } from '../runs/damage.js';

const text = (accounts: string): string =>
  SOUND_SCENARIO.replace('  idempotency:', `  accounts:\n${accounts}\n  idempotency:`);

const load = (accounts: string) => parseScenario('venue.yaml', text(accounts));

const planOf = async (accounts: string): Promise<VenuePlan> =>
  venuePlan(await prepareScenario(load(accounts)));

async function clients(accounts: string, env: Record<string, string> = {}) {
  const plan = await planOf(accounts);
  return clientsOf({ env }, { dialect: 'binance', plan, loaded: load(accounts) });
}

async function wrongIn(accounts: string, env: Record<string, string> = {}): Promise<string> {
  try {
    await clients(accounts, env);
  } catch (error) {
    if (error instanceof ScenarioError) return error.message;
    throw error;
  }
  throw new Error('nothing is wrong');
}

const OWN = '    - { name: a, keyEnv: A_KEY, secretEnv: A_SECRET }';

describe('the accounts of a venue', () => {
  it('LIV-3: each has what it says, and of what it does not say what the account has', async () => {
    const { accounts, venue } = await planOf(
      `    - { name: a, cash: '5', positions: { BTCUSDT: '0.25' } }\n    - { name: b }`,
    );
    expect(accounts.map(({ name, options }) => [name, options.cash])).toEqual([
      ['a', '5'],
      ['b', '1000000'],
    ]);
    expect(accounts[0]?.options.positions).toEqual(new Map([['BTCUSDT', 250]]));
    expect(accounts[1]?.options).toEqual(venue.account);
  });

  it('SIM-4: each has luck of its own, which another account does not move', async () => {
    const seeds = async (accounts: string): Promise<ReadonlyMap<string, number>> =>
      new Map((await planOf(accounts)).accounts.map(({ name, seed }) => [name, seed]));
    const [two, three] = [
      await seeds('    - { name: a }\n    - { name: b }'),
      await seeds('    - { name: c }\n    - { name: b }\n    - { name: a }'),
    ];
    expect(new Set(three.values()).size).toBe(3);
    for (const [name, seed] of two) expect(three.get(name)).toBe(seed);
  });

  it('LIV-3: keys are those of the environment, which are never said, or made of the name', async () => {
    const env = { A_KEY: 'KEY-1f', A_SECRET: 'hush-77' };
    const found = await clients(`${OWN}\n    - { name: b }`, env);
    expect(found.clients.map(({ keys }) => keys)).toEqual([
      { keyId: 'KEY-1f', secret: 'hush-77' },
      { keyId: 'SQUALL-b', secret: 'squall-secret-b' },
    ]);
    expect(found.text).toBe(
      '  account a takes the keys of A_KEY and A_SECRET\n  account b takes the key SQUALL-b with the secret squall-secret-b\n',
    );
  });

  it.each([
    [
      '    - { name: a }\n    - { name: a }',
      'venue.accounts.1.name: "a" is the name of venue.accounts.0 too\n  fix: give it a name of its own',
    ],
    [
      `${OWN}\n    - { name: b, keyEnv: A_KEY, secretEnv: B_SECRET }`,
      'venue.accounts.1.keyEnv: "A_KEY" is the keyEnv of venue.accounts.0 too\n  fix: name another variable: a key is of one account',
    ],
    [
      '    - { name: b, keyEnv: A_KEY }',
      'venue.accounts.0: has a keyEnv and no secretEnv\n  fix: give both, or neither',
    ],
    [
      "    - { name: a, positions: { ETHUSDT: '1' } }",
      'venue.accounts.0.positions.ETHUSDT: there is no instrument ETHUSDT',
    ],
    ['    - { name: A }', 'venue.accounts.0.name: '],
    ["    - { name: a, cash: '-1' }", 'venue.accounts.0.cash: "-1" must not be below 0'],
    ['    - { cash: "1" }', 'venue.accounts.0.name: "name" is missing'],
    ['    - { name: a, secret: hush }', 'venue.accounts.0.secret: '],
    [
      '    []',
      'venue.accounts: a list is not at least 1 entries long\n  fix: write accounts for the clients of squall venue',
    ],
  ])('LIV-3: %j is refused, with its place', async (accounts, told) => {
    const message = await wrongIn(accounts);
    expect(message).toMatch(/^venue\.yaml:\d+:\d+: /);
    expect(message).toContain(told);
  });

  it.each([
    [{}, 'venue.accounts.0.keyEnv: A_KEY is not set in the environment\n  fix: set it, or leave'],
    [{ A_KEY: 'k' }, 'venue.accounts.0.secretEnv: A_SECRET is not set in the environment'],
    [
      { A_KEY: 'SQUALL-b', A_SECRET: 's' },
      'venue.accounts.1.name: it has the key of account "a"\n  fix: give each account a key of its own',
    ],
  ])('LIV-3: with %j in the environment it is refused', async (env, told) => {
    expect(await wrongIn(`${OWN}\n    - { name: b }`, env as Record<string, string>)).toContain(
      told,
    );
  });
});
