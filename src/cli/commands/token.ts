/** `squall token`: who may talk to an engine. A token is printed once; the file beside the state has its hash alone. */
import { table, left, textOfLines } from '../../report/text/layout.js';
import { addToken, readTokens, removeToken, tokenFileOf } from '../../server/engine/tokens.js';
import { type EngineFlags, stateOf } from '../engine-client.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import type { World } from '../world.js';

function fileOf(world: World, flags: EngineFlags): string {
  const state = stateOf(world, flags);
  if (state === null)
    throw new UsageError(
      'whose tokens? --state is missing\n  fix: --state paper.db (SQUALL_STATE)',
    );
  return tokenFileOf(state);
}

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
  const tokens = readTokens(fileOf(world, flags)).map(({ name, role, madeAt }) => ({
    name,
    role,
    madeAt,
  }));
  if (flags.json === true) printJson(world, { tokens });
  else
    world.out(
      tokens.length === 0
        ? 'no tokens\n'
        : textOfLines(
            table(
              [left('name'), left('role'), left('made')],
              tokens.map(({ name, role, madeAt }) => [name, role, madeAt]),
            ),
          ),
    );
  return EXIT.ok;
}

export function dropToken(world: World, name: string, flags: EngineFlags): ExitCode {
  removeToken(fileOf(world, flags), name);
  world.err(`${name} has no token any more\n`);
  return EXIT.ok;
}
