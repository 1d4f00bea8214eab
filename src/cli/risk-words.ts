/** Quarantines and limits of a running engine, as text. */
import { left, right, table, textOfLines } from '../report/text/layout.js';

interface QuarantineRow {
  readonly symbol: string;
  readonly strategyId: string;
  readonly by: string;
  readonly reason: string;
}

export function quarantineLines({ items }: { readonly items: readonly QuarantineRow[] }): string {
  if (items.length === 0) return 'no symbol is in quarantine\n';
  return textOfLines(
    table(
      [left('symbol'), left('strategy'), left('by'), left('why')],
      items.map(({ symbol, strategyId, by, reason }) => [
        symbol,
        strategyId === '*' ? 'every one' : strategyId,
        by,
        reason,
      ]),
    ),
  );
}

type Limit = string | number | null;

interface ShownLimits {
  readonly setBy: string | null;
  readonly perSymbol: readonly (Readonly<Record<string, Limit>> & { readonly symbol: string })[];
  readonly total: Readonly<Record<string, Limit>> | null;
}

/** Those that are set. */
export function limitLines({ setBy, perSymbol, total }: ShownLimits): string {
  if (setBy === null) return 'no limits\n';
  const rowsOf = (of: string, limits: Readonly<Record<string, Limit>>): readonly string[][] =>
    Object.entries(limits).flatMap(([name, limit]) =>
      limit === null ? [] : [[of, words(name), String(limit)]],
    );
  const rows = [
    ...perSymbol.flatMap(({ symbol, ...limits }) => rowsOf(symbol, limits)),
    ...rowsOf('in all', total ?? {}),
  ];
  return textOfLines([
    ...table([left('of'), left('at most'), right('')], rows),
    `set by ${setBy === 'operator' ? 'an operator' : 'configuration'}`,
  ]);
}

/** `orderValue` -> `order value`. */
const words = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
