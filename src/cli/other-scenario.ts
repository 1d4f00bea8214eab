/** What `--against` names, loaded as the scenario it is compared with was. */
import { completeScenario } from '../runs/instrument-from-data.js';
import { type LoadedScenario, parseScenario } from '../runs/scenario/load.js';
import type { World } from './world.js';
import { writtenText } from './written-text.js';

/** `key=value` changes the scenario itself; anything else names another one. Errors: `ScenarioError`. */
export async function otherScenario(
  world: World,
  loaded: LoadedScenario,
  against: string,
): Promise<LoadedScenario> {
  const { file, text, set, defaults, dataDir, limits } = loaded;
  const options = { set, defaults, dataDir, limits };
  if (/^[\w.-]+=/.test(against))
    return parseScenario(file, text, { ...options, set: [...set, against] });
  // What the files of the first showed of its instrument is not the other's.
  const own = defaults.filter((typed) => !typed.startsWith('instrument.'));
  return completeScenario(against, writtenText(world, against), { ...options, defaults: own });
}
