/** The symbols a client asks the data API for. Pure. */
import type { AlpacaDesk } from './alpaca-desk.js';
import type { AssetClass, ListedAsset } from './listed-assets.js';
import { type Refusal, marketRefusal } from './refusal.js';
import type { Ctx } from './reply.js';

/** Pairs are named so there, and in no other way. */
const PAIR = /^[A-Z0-9]+\/[A-Z0-9]+$/;

/** Those of them that are of the class and listed, each once. */
export function assetsAsked(
  c: Ctx,
  desk: AlpacaDesk,
  assetClass: AssetClass,
): readonly ListedAsset[] | Refusal {
  const names = (c.req.query('symbols') ?? '').split(',').filter((name) => name !== '');
  if (names.length === 0) return marketRefusal('symbols is required');
  const odd = assetClass === 'crypto' ? names.find((name) => !PAIR.test(name)) : undefined;
  if (odd !== undefined)
    return marketRefusal(`invalid symbol: ${odd} does not match ^[A-Z]+x?/[A-Z]+$`);
  const assets = names.map((name) => desk.assets.named(name));
  return [...new Set(assets)].filter(
    (asset): asset is ListedAsset => asset?.assetClass === assetClass,
  );
}
