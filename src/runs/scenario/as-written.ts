/**
 * A scenario's values as they were written, with what `--set` puts over them and the configuration of the machine under them,
 * before anything is checked.
 */
import { readDocument } from './document.js';
import { valueAt } from './explain-issue.js';
import { applyOverride, parseOverride } from './override.js';

export interface Written {
  readonly file: string;
  readonly text: string;
  /** `key=value`; what is wrong with one is said by the load, here it is passed over. */
  readonly set: readonly string[];
  /** `key=value`, for what the file leaves out. */
  readonly defaults?: readonly string[];
}

/** Errors: `ScenarioError` for a text that is no YAML. */
export function asWritten({ file, text, set, defaults = [] }: Written): unknown {
  const { value } = readDocument(file, text);
  applyDefaults(value, defaults);
  for (const typed of set) {
    const override = parseOverride(typed);
    if ('flag' in override) applyOverride(value, override);
  }
  return value;
}

/** Defaults were checked where they came from; only the file's own values are in their way. */
export function applyDefaults(root: unknown, defaults: readonly string[]): void {
  for (const typed of defaults) {
    const override = parseOverride(typed);
    if ('flag' in override && valueAt(root, override.path) === undefined) {
      applyOverride(root, override);
    }
  }
}
