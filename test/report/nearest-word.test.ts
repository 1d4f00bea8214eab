/** Which known word a mistyped one is taken for. */
import { expect, it } from 'vitest';
import { nearestWord } from '../../src/report/text/nearest-word.js';

it.each([
  ['evry', ['every', 'at'], 'every'],
  ['Probabilty', ['probability', 'nth'], 'probability'],
  ['form', ['for', 'at'], 'for'],
  // As many steps as it has letters is another word.
  ['to', ['nth', 'at', 'for'], null],
  ['x', ['at'], null],
  ['something', ['else'], null],
  ['a', [], null],
] as const)('for %s among %j: %s', (word, known, meant) => {
  expect(nearestWord(word, known)).toBe(meant);
});
