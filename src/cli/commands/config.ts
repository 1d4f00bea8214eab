/** `squall config show`: every key, its environment name, its value, where that came from, what it may be. */
import { EXIT, type ExitCode } from '../exit-code.js';
import { printJson } from '../json.js';
import { readSettings } from '../settings.js';
import { left, table, textOfLines } from '../../report/text/layout.js';
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
    world.out(
      textOfLines(table(['key', 'environment', 'value', 'from', 'accepted'].map(left), cells)),
    );
  }
  return EXIT.ok;
}
