/**
 * Who may trade at a venue that stands on a port: the keys of its accounts. Those of the environment the venue takes and never says; the others are
 * made from the account's name and are no secret. Errors: `ScenarioError`.
 */
import type { NamedAccount, VenuePlan } from '../runs/venue/venue-plan.js';
import type { LoadedScenario } from '../runs/scenario/load.js';
import { ScenarioError } from '../runs/scenario/problem.js';
import type { DialectName, WireKeys } from '../server/venue/dialects.js';
import { KEY_NAMES } from './live-keys.js';
import { type VenueClient, onlyClient } from './stand-in-dialect.js';
import type { World } from './world.js';

/** Of no account anywhere. */
const PLAY_KEYS: WireKeys = { keyId: 'SQUALL', secret: 'squall-secret' };

const playKeysOf = (name: string): WireKeys => ({
  keyId: `${PLAY_KEYS.keyId}-${name}`,
  secret: `${PLAY_KEYS.secret}-${name}`,
});

export interface VenueClients {
  readonly clients: readonly VenueClient[];
  /** Which keys they have, for people: no secret of anybody's. */
  readonly text: string;
}

export interface KeysAsked {
  readonly dialect: DialectName;
  readonly plan: VenuePlan;
  readonly loaded: Pick<LoadedScenario, 'file' | 'locate'>;
}

export function clientsOf(world: Pick<World, 'env'>, asked: KeysAsked): VenueClients {
  const { plan } = asked;
  return plan.accounts.length === 0 ? oneClient(world, asked) : namedClients(world, asked);
}

function oneClient({ env }: Pick<World, 'env'>, { dialect, plan }: KeysAsked): VenueClients {
  const [id, secret] = KEY_NAMES[dialect];
  const [keyId, own] = [env[id] ?? '', env[secret] ?? ''];
  const keys = keyId !== '' && own !== '' ? { keyId, secret: own } : null;
  return {
    clients: onlyClient(plan, keys ?? PLAY_KEYS),
    text:
      keys === null
        ? `  takes the key ${PLAY_KEYS.keyId} with the secret ${PLAY_KEYS.secret}\n`
        : `  takes the keys of ${id} and ${secret}\n`,
  };
}

function namedClients({ env }: Pick<World, 'env'>, { plan, loaded }: KeysAsked): VenueClients {
  const wrong = (index: number, field: string, what: string, fix: string): ScenarioError =>
    new ScenarioError(loaded.file, [
      loaded.locate({ path: ['venue', 'accounts', index, field], what, fix }),
    ]);
  const clients: VenueClient[] = [];
  for (const [index, account] of plan.accounts.entries()) {
    const { name, keysFrom } = account;
    for (const field of ['keyEnv', 'secretEnv'] as const) {
      const variable = keysFrom?.[field];
      if (variable === undefined || (env[variable] ?? '') !== '') continue;
      throw wrong(
        index,
        field,
        `${variable} is not set in the environment`,
        `set it, or leave keyEnv and secretEnv out: the account then has the key ${playKeysOf(name).keyId}`,
      );
    }
    const keys = keysOf(account, env);
    const same = clients.find((other) => other.keys.keyId === keys.keyId);
    if (same !== undefined)
      throw wrong(
        index,
        keysFrom === null ? 'name' : 'keyEnv',
        `it has the key of account "${same.name ?? ''}"`,
        'give each account a key of its own: the venue knows them by it',
      );
    clients.push({ ...account, keys });
  }
  return { clients, text: plan.accounts.map(accountText).join('') };
}

const keysOf = ({ name, keysFrom }: NamedAccount, env: World['env']): WireKeys =>
  keysFrom === null
    ? playKeysOf(name)
    : { keyId: env[keysFrom.keyEnv] ?? '', secret: env[keysFrom.secretEnv] ?? '' };

function accountText({ name, keysFrom }: NamedAccount): string {
  const { keyId, secret } = playKeysOf(name);
  return keysFrom === null
    ? `  account ${name} takes the key ${keyId} with the secret ${secret}\n`
    : `  account ${name} takes the keys of ${keysFrom.keyEnv} and ${keysFrom.secretEnv}\n`;
}
