/**
 * What zod objects to, put into words: what stands there, why it is wrong, what to write instead, and "did you mean" for
 * keys and words. Only wording and place; nothing is judged here.
 */
import type { core } from 'zod';
import { type JsonSchema, descriptionAt, knownKeys } from './known-keys.js';
import { IS_MISSING } from './fault-schema.js';
import { nearestWord } from '../../report/text/nearest-word.js';
import type { Path } from './problem.js';

export interface Explained {
  readonly path: Path;
  /** The place of the key itself is meant, not of its value. */
  readonly atKey: boolean;
  readonly what: string;
  readonly why: string | null;
  readonly fix: string | null;
}

type Issue = core.$ZodIssue;

/** What was validated, and by what. */
export interface Validated {
  readonly root: unknown;
  readonly schema: JsonSchema;
}

/** One issue may be several problems (unknown keys). */
export function explainIssue(issue: Issue, validated: Validated): readonly Explained[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key, validated));
    case 'invalid_union':
      return unionProblem(issue, path, validated);
    case 'invalid_value':
      return [wrongWord(issue, path, validated)];
    default:
      return [plain(issue, path, validated)];
  }
}

const at = (path: Path, parts: Partial<Explained> & Pick<Explained, 'what'>): Explained => ({
  path,
  atKey: false,
  why: null,
  fix: null,
  ...parts,
});

function unknownKey(path: Path, key: string, { root, schema }: Validated): Explained {
  const known = knownKeys(schema, path, valueAt(root, path));
  const meant = nearestWord(key, known);
  const listed = known.length === 0 ? 'remove it' : `known here: ${known.join(', ')}`;
  const fix = meant === null ? listed : `did you mean "${meant}"?`;
  return at([...path, key], { atKey: true, what: `unknown key "${key}"`, fix });
}

function wrongWord(
  issue: Extract<Issue, { code: 'invalid_value' }>,
  path: Path,
  { root, schema }: Validated,
): Explained {
  const value = valueAt(root, path);
  if (value === undefined) return missing(path, schema);
  const words = issue.values.map(String);
  const meant = typeof value === 'string' ? nearestWord(value, words) : null;
  const own = isOwnMessage(issue.message) ? issue.message : null;
  return at(path, {
    what: `${shown(value)} is not ${wordsText(words)}`,
    why: own,
    fix: meant === null ? wordFix(value, words) : `did you mean "${meant}"?`,
  });
}

/** Beyond so many nobody reads them. */
const LISTED_MOST = 12;

function wordsText(words: readonly string[]): string {
  if (words.length === 1) return `"${words.join()}"`;
  if (words.length > LISTED_MOST) return `one of the ${words.length} known here`;
  return `one of ${words.join(', ')}`;
}

/** Where no word is near: those that share a part with it, as stream-gap does with stream-stalled, else all that were not listed yet. */
function wordFix(value: unknown, words: readonly string[]): string | null {
  if (words.length === 1) return `write ${words.join()}`;
  if (words.length <= LISTED_MOST) return null;
  const parts = new Set(typeof value === 'string' ? value.split('-') : []);
  const akin = words.filter((word) => word.split('-').some((part) => parts.has(part)));
  return `write one of ${(akin.length === 0 ? words : akin).join(', ')}`;
}

function missing(path: Path, schema: JsonSchema): Explained {
  const name = String(path.at(-1) ?? 'the scenario');
  const description = descriptionAt(schema, path);
  return at(path, {
    what: `"${name}" is missing`,
    fix: `add ${name}${description === null ? '' : `: ${description}`}`,
  });
}

function plain(issue: Issue, path: Path, { root, schema }: Validated): Explained {
  const value = valueAt(root, path);
  if (value === undefined && (issue.code === 'invalid_type' || issue.message === IS_MISSING)) {
    return missing(path, schema);
  }
  if (isOwnMessage(issue.message)) {
    const quotesIt = typeof value === 'string' && issue.message.includes(`"${value}"`);
    const leaf = typeof value !== 'object' && value !== undefined;
    const what = leaf && !quotesIt ? `${shown(value)} ${issue.message}` : issue.message;
    return at(path, { what, fix: quoteFix(value, issue.message) });
  }
  const expected = expectedOf(issue);
  const description = descriptionAt(schema, path);
  return at(path, {
    what: `${shown(value)} is not ${expected}`,
    fix: listFix(issue, value) ?? (description === null ? null : `write ${description}`),
  });
}

/** One word where a list of words stands. */
const listFix = (issue: Issue, value: unknown): string | null =>
  issue.code === 'invalid_type' && issue.expected === 'array' && typeof value === 'string'
    ? `write [${value}]`
    : null;

/** A number where a decimal must be text is nearly always one that lost its quotes. */
const quoteFix = (value: unknown, message: string): string | null =>
  typeof value === 'number' && message.includes('in quotes') ? `write "${value}"` : null;

/** Zod's own words begin like this; ours do not. */
const isOwnMessage = (message: string): boolean =>
  !/^(Invalid|Too|Unrecognized|Expected)/.test(message);

/** What should stand there, as the end of "… is not …". */
function expectedOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_WORDS.get(issue.expected) ?? issue.expected;
    case 'too_small':
      return `${issue.inclusive === true ? 'at least' : 'above'} ${issue.minimum}${unitOf(issue)}`;
    case 'too_big':
      return `${issue.inclusive === true ? 'at most' : 'below'} ${issue.maximum}${unitOf(issue)}`;
    default:
      return issue.message;
  }
}

const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'a map of keys'],
  ['record', 'a map of keys'],
  ['int', 'a whole number'],
  ['number', 'a number'],
]);

const unitOf = ({ origin }: { readonly origin: string }): string => {
  if (origin === 'string') return ' characters long';
  return origin === 'array' ? ' entries long' : '';
};

/** Of several shapes the one that was most likely meant: whose objections lie deepest, then the fewest. */
function unionProblem(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
  validated: Validated,
): readonly Explained[] {
  const { root, schema } = validated;
  const value = valueAt(root, path);
  if (value === undefined) return [missing(path, schema)];
  const branches = issue.errors.filter((errors) => errors.length > 0);
  const word = typeof value === 'string' ? nearestWord(value, wordsOf(branches.flat())) : null;
  if (word !== null)
    return [
      at(path, { what: `${shown(value)} means nothing here`, fix: `did you mean "${word}"?` }),
    ];
  const meant = branches.filter((errors) => !errors.some((error) => isOtherShape(error)));
  const [best] = meant.sort((a, b) => a.length - b.length);
  if (best !== undefined) {
    return best.flatMap((below) =>
      explainIssue({ ...below, path: [...issue.path, ...below.path] }, validated),
    );
  }
  const choices = branches.flat().map((error) => choiceText(error));
  const description = descriptionAt(schema, path);
  return [
    at(path, {
      what: `${shown(value)} is not ${[...new Set(choices)].join(' or ')}`,
      fix: description === null ? null : `write ${description}`,
    }),
  ];
}

/** Words that may stand in the place itself. */
const wordsOf = (issues: readonly Issue[]): readonly string[] =>
  issues.flatMap((issue) =>
    issue.code === 'invalid_value' && issue.path.length === 0 ? issue.values.map(String) : [],
  );

/** The value is of another type than this branch is about. */
const isOtherShape = (issue: Issue): boolean =>
  issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');

function choiceText(issue: Issue): string {
  if (issue.code === 'invalid_value')
    return issue.values.map((value) => `"${String(value)}"`).join(', ');
  if (isOwnMessage(issue.message)) return issue.message.replace(/^must be /, '');
  return expectedOf(issue);
}

export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part))
      return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

const SHOWN_MAX = 60;

function shown(value: unknown): string {
  if (value === null) return 'nothing (null)';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map of keys';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return typeof value;
  return value.length > SHOWN_MAX ? `"${value.slice(0, SHOWN_MAX)}…"` : `"${value}"`;
}
