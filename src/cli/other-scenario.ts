/** What `--against` names, loaded as the scenario it is compared with was. */
import { type LoadedScenario, loadScenario, parseScenario } from '../runs/scenario/load.js';

/** `key=value` changes the scenario itself; anything else names another one. Errors: `ScenarioError`. */
export function otherScenario(loaded: LoadedScenario, against: string): LoadedScenario {
  const { file, text, set, defaults, dataDir, limits } = loaded;
  const options = { set, defaults, dataDir, limits };
  if (/^[\w.-]+=/.test(against))
    return parseScenario(file, text, { ...options, set: [...set, against] });
  return loadScenario(against, options);
}
