#!/usr/bin/env node
/**
 * The `squall` command: checks the Node version, brings dist up to date in a checkout (an installed package has no src
 * and skips that), and hands argv to the command line in dist. Knows nothing of any command.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FLOOR = [20, 19];
const root = fileURLToPath(new URL('..', import.meta.url));

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return false;
  console.error(
    `squall needs Node ${FLOOR.join('.')} or newer; this is ${process.version} (${process.execPath}).`,
  );
  return true;
}

/** Rebuilds a stale dist; false, with the reason printed, when that cannot be done. */
async function upToDate() {
  if (!existsSync(join(root, 'src'))) return true;
  if (!existsSync(join(root, 'node_modules', 'esbuild'))) {
    console.error(`squall is not installed yet: run "npm install" in ${root} first.`);
    return false;
  }
  const { expectedStamp, foundStamp } = await import('../scripts/freshness.mjs');
  if (expectedStamp(root) === foundStamp(root)) return true;
  const { build } = await import('../scripts/build.mjs');
  try {
    await build(root);
    return true;
  } catch (error) {
    console.error(`squall cannot be built from its sources: ${error.message}`);
    return false;
  }
}

async function start() {
  if (refuseOldNode() || !(await upToDate())) return 1;
  if (!existsSync(join(root, 'dist', 'cli', 'main.js'))) {
    console.error(`squall is incomplete: ${join(root, 'dist', 'cli', 'main.js')} is not there.`);
    return 1;
  }
  // Input reaches us as JSON and YAML; without the accessor no key of it can reach a prototype.
  delete Object.prototype.__proto__;
  const { main } = await import('../dist/cli/main.js');
  return main(process.argv.slice(2));
}

process.exitCode = await start();
