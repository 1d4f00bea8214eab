/**
 * `--set key=value`: values of the command line put over those of the file before anything is validated, and remembered,
 * so that a problem with one names the flag. A key is a dotted path, list entries by index (`orders.0.quantity=2`); the
 * value `null` leaves the key out.
 */
import { parseDocument } from 'yaml';
import { isForbiddenKey } from './document.js';
import { takesText } from './known-keys.js';
import { scenarioJsonSchema } from './scenario-json-schema.js';
import type { Path, ScenarioProblem } from './problem.js';

/** In place of a value: the key is to be as if the file did not have it. */
const LEAVE_OUT = 'null';

export interface Override {
  readonly path: Path;
  readonly text: string;
  /** As it was typed, for messages. */
  readonly flag: string;
}

const flagProblem = (flag: string, what: string, fix: string): ScenarioProblem => ({
  place: { kind: 'flag', flag },
  path: '',
  what,
  why: null,
  fix,
});

/** `key=value` -> an override, or what is wrong with it. */
export function parseOverride(typed: string): Override | ScenarioProblem {
  const flag = `--set ${typed}`;
  const equals = typed.indexOf('=');
  if (equals <= 0) {
    return flagProblem(flag, 'is not key=value', 'write --set orders.0.quantity=2');
  }
  const parts = typed.slice(0, equals).split('.');
  if (parts.some((part) => part === '' || isForbiddenKey(part))) {
    return flagProblem(flag, 'is not a path into a scenario', 'write --set orders.0.quantity=2');
  }
  const path = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return { path, text: typed.slice(equals + 1), flag };
}

/** Puts one override into `root`, which is changed in place; returns what is in its way, or null. */
export function applyOverride(root: unknown, override: Override): ScenarioProblem | null {
  const { path, flag } = override;
  let container = root;
  for (const [depth, part] of path.entries()) {
    const wrong = misfit(container, part);
    if (wrong !== null) return flagProblem(flag, wrong, `give an index or key of that part`);
    const slots = container as Record<string | number, unknown>;
    if (depth < path.length - 1)
      container = slots[part] ??= typeof path[depth + 1] === 'number' ? [] : {};
    else if (override.text === LEAVE_OUT && !Array.isArray(container)) {
      Reflect.deleteProperty(slots, part);
    } else {
      const read = valueOf(override);
      if ('what' in read) return read;
      slots[part] = read.value;
    }
  }
  return null;
}

function misfit(container: unknown, part: string | number): string | null {
  if (Array.isArray(container)) {
    if (typeof part !== 'number') return `"${part}" is not an index, and this part is a list`;
    if (part > container.length)
      return `there is no entry ${part}: the list has ${container.length}`;
    return null;
  }
  if (typeof container !== 'object' || container === null)
    return `nothing can stand below "${part}"`;
  return null;
}

/** As YAML would read it; a plain word is text where text can stand, so that decimals need no quotes in a shell. */
function valueOf({ path, text, flag }: Override): { readonly value: unknown } | ScenarioProblem {
  if (!/^[{["']/.test(text) && takesText(scenarioJsonSchema(), path)) return { value: text };
  const wrong = (what: string): ScenarioProblem =>
    flagProblem(flag, `not valid YAML: ${what.split('\n')[0] ?? ''}`, 'close quotes and brackets');
  try {
    const document = parseDocument(text, { version: '1.2', schema: 'core', prettyErrors: false });
    const [fault] = [...document.errors, ...document.warnings];
    if (fault !== undefined) return wrong(fault.message);
    return { value: document.toJS({ maxAliasCount: 0 }) as unknown };
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}
