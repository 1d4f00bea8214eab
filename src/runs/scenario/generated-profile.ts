/** The instrument of a generated market whose scenario names none: what a well-known one is like. */

/** Below `instrument`; the file's own values are in their way. */
const GENERATED_PROFILE: readonly (readonly [key: string, value: unknown])[] = [
  ['symbol', 'BTCUSDT'],
  ['tickSize', '0.1'],
  ['lotSize', '0.001'],
  ['minNotional', '5'],
  ['adv', '25000'],
];

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Puts the profile into a scenario with a generated market and no `instrument`, which is changed in place. */
export function applyGeneratedProfile(root: unknown): void {
  if (!isMapping(root) || 'instrument' in root || 'instruments' in root) return;
  const { market } = root;
  if (isMapping(market) && 'synthetic' in market)
    root['instrument'] = Object.fromEntries(GENERATED_PROFILE);
}
