/** Results as JSON on stdout: one value, indented, with a line end. */
import type { World } from './world.js';

export function printJson(world: World, value: unknown): void {
  world.out(`${JSON.stringify(value, null, 2)}\n`);
}
