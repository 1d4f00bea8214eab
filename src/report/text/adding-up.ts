/**
 * A column of rounded parts over their rounded sum: parts that were rounded each for itself can miss it by a step or two,
 * which reads like a mistake. Each is rounded down, and the steps missing go to the largest remainders.
 */
import { divide, formatDecimal, parseDecimal, rescale } from '../../core/ground/decimal.js';
import { grouped, padded, placesOf } from './numbers.js';

/**
 * `rounded` with its parts changed so that they add up to its last, their sum; as it is where a part is not known.
 * `exact`: decimal texts of the same rows, whose parts add up.
 */
export function addingUp(
  exact: readonly (string | null)[],
  rounded: readonly string[],
): readonly string[] {
  const sum = rounded.at(-1) ?? '';
  const places = placesOf(sum);
  const scale = Math.max(places, ...exact.map((text) => placesOf(text ?? '')));
  const values = exact.slice(0, -1).map((text) => mantissaOf(text, scale));
  const total = mantissaOf(sum.replaceAll(',', ''), places);
  if (total === null || !values.every((value) => value !== null)) return rounded;
  const unit = 10n ** BigInt(scale - places);
  const floors = values.map((value) => divide(value, unit, 'floor'));
  const missing = Number(total - floors.reduce((a, b) => a + b, 0n));
  const remainder = (index: number): number =>
    Number((values[index] ?? 0n) - (floors[index] ?? 0n) * unit);
  const largestFirst = [...values.keys()].sort((a, b) => remainder(b) - remainder(a));
  const favored = new Set(largestFirst.slice(0, Math.max(0, missing)));
  const parts = floors.map((floor, index) =>
    formatDecimal({ mantissa: favored.has(index) ? floor + 1n : floor, scale: places }),
  );
  return [...parts.map((part) => grouped(padded(part, places))), sum];
}

function mantissaOf(text: string | null, scale: number): bigint | null {
  const value = text === null ? null : parseDecimal(text);
  return value === null ? null : rescale(value, scale, 'half-even');
}
