/** `squall token`: who may talk to an engine, and with which second factor. A token is printed once; the file beside the state has its hash alone. */
import { table, left, textOfLines } from '../../report/text/layout.js';
import {
  addFactor,
  factorFileOf,
  readFactors,
  removeFactor,
} from '../../server/engine/second-factor.js';
import { addToken, readTokens, removeToken, tokenFileOf } from '../../server/engine/tokens.js';
import { type EngineFlags, stateOf } from '../engine-client.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import type { World } from '../world.js';

/** Errors: `UsageError`. */
function stateNamed(world: World, flags: EngineFlags): string {
  const state = stateOf(world, flags);
  if (state !== null) return state;
  throw new UsageError('whose tokens? --state is missing\n  fix: --state paper.db (SQUALL_STATE)');
}

const fileOf = (world: World, flags: EngineFlags): string => tokenFileOf(stateNamed(world, flags));

export function newToken(
  world: World,
  name: string,
  flags: EngineFlags & { readonly role: string },
): ExitCode {
  const file = fileOf(world, flags);
  const token = addToken(file, { name, role: flags.role }, new Date());
  if (flags.json === true) printJson(world, { name, role: flags.role, token });
  else world.out(`${token}\n`);
  world.err(`the ${flags.role} ${name} may use it; it is shown this once (${file} has its hash)\n`);
  return EXIT.ok;
}

export function listTokens(world: World, flags: EngineFlags): ExitCode {
  const factors = new Set(
    readFactors(factorFileOf(stateNamed(world, flags))).map(({ name }) => name),
  );
  const tokens = readTokens(fileOf(world, flags)).map(({ name, role, madeAt }) => ({
    name,
    role,
    madeAt,
    secondFactor: factors.has(name),
  }));
  if (flags.json === true) printJson(world, { tokens });
  else
    world.out(
      tokens.length === 0
        ? 'no tokens\n'
        : textOfLines(
            table(
              [left('name'), left('role'), left('made'), left('second factor')],
              tokens.map(({ name, role, madeAt, secondFactor }) => [
                name,
                role,
                madeAt,
                secondFactor ? 'yes' : 'no',
              ]),
            ),
          ),
    );
  return EXIT.ok;
}

export function dropToken(world: World, name: string, flags: EngineFlags): ExitCode {
  removeToken(fileOf(world, flags), name);
  removeFactor(factorFileOf(stateNamed(world, flags)), name);
  world.err(`${name} has no token any more\n`);
  return EXIT.ok;
}

/** ORD-6: the secret is printed once; an authenticator takes it, or the address it stands in. */
export function ruleFactor(
  world: World,
  name: string,
  flags: EngineFlags & { readonly off?: boolean },
): ExitCode {
  const file = factorFileOf(stateNamed(world, flags));
  if (flags.off === true) {
    const was = removeFactor(file, name);
    world.err(`${name} has no second factor${was ? ' any more' : ''}\n`);
    return EXIT.ok;
  }
  const tokens = fileOf(world, flags);
  const { secret, uri } = addFactor(file, { name, tokens }, new Date());
  if (flags.json === true) printJson(world, { name, secret, uri });
  else world.out(textOfLines([secret, uri]));
  world.err(
    `for the authenticator of ${name}: the secret, and the same as an address for a QR code; it is shown this once (${file} holds it)\n`,
  );
  return EXIT.ok;
}
