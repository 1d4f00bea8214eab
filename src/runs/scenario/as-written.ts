/** A scenario's values as they were written, with what `--set` puts over them, before anything is checked. */
import { readDocument } from './document.js';
import { applyOverride, parseOverride } from './override.js';

export interface Written {
  readonly file: string;
  readonly text: string;
  /** `key=value`; what is wrong with one is said by the load, here it is passed over. */
  readonly set: readonly string[];
}

/** Errors: `ScenarioError` for a text that is no YAML. */
export function asWritten({ file, text, set }: Written): unknown {
  const { value } = readDocument(file, text);
  for (const typed of set) {
    const override = parseOverride(typed);
    if ('flag' in override) applyOverride(value, override);
  }
  return value;
}
