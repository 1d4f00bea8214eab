/** RSK-3: where money is, no engine starts without limits: every instrument has one for its position and one for an order. */
import type { EngineConfig } from '../core/state/config.js';

/** Ends the program with exit code 78. */
export class LimitsMissing extends Error {
  override readonly name = 'LimitsMissing';
}

export function requireLimits({ mode, instruments, limits }: EngineConfig): void {
  if (mode === 'sim') return;
  for (const symbol of instruments.keys()) {
    const own = limits?.perSymbol.find((one) => one.symbol === symbol);
    if ((own?.position ?? null) !== null && (own?.orderValue ?? null) !== null) continue;
    throw new LimitsMissing(
      `${mode}: ${symbol} has no limits. Set execution.limits.perSymbol with its position and orderValue.`,
    );
  }
}
