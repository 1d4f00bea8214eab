/** What `--against` names, loaded as the scenario it is compared with was. */
import { completeScenario } from '../runs/instrument-from-data.js';
import { type LoadedScenario, parseScenario, readText } from '../runs/scenario/load.js';

/** `key=value` changes the scenario itself; anything else names another one. Errors: `ScenarioError`. */
export async function otherScenario(
  loaded: LoadedScenario,
  against: string,
): Promise<LoadedScenario> {
  const { file, text, set, defaults, dataDir, limits } = loaded;
  const options = { set, defaults, dataDir, limits };
  if (/^[\w.-]+=/.test(against))
    return parseScenario(file, text, { ...options, set: [...set, against] });
  // What the files of the first showed of its instrument is not the other's.
  const own = defaults.filter((typed) => !typed.startsWith('instrument.'));
  return completeScenario(against, readText(against), { ...options, defaults: own });
}
