/** `squall config show`: every key, its environment name, its value, where that came from, what it may be. */
import { EXIT, type ExitCode } from '../exit-code.js';
import { printJson } from '../json.js';
import { readSettings } from '../settings.js';
import { tableText } from '../table.js';
import type { World } from '../world.js';

export function showConfig(world: World, flags: { readonly json?: boolean }): ExitCode {
  const rows = readSettings(world).all.map(({ key, environment, value, source, range }) => ({
    key,
    environment,
    value,
    source,
    range,
  }));
  if (flags.json === true) printJson(world, { items: rows });
  else {
    const cells = rows.map(({ key, environment, value, source, range }) => [
      key,
      environment,
      value,
      source,
      range,
    ]);
    world.out(tableText(['key', 'environment', 'value', 'from', 'accepted'], cells));
  }
  return EXIT.ok;
}
