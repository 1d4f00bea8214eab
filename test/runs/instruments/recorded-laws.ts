/**
 * Two recorded instruments and a generated one in one run, one of them halted: each gives the executions it gives alone.
 * Stated once, for the recordings and for their generated twins.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { EndedRun } from '../../../src/runs/ended-run.js';
import { executeRun, prepareScenario } from '../../../src/runs/execute-run.js';
import { PACKAGE_ROOT } from '../../../src/runs/package-root.js';
import { parseScenario } from '../../../src/runs/scenario/load.js';
import { executionsOf } from './several.js';

interface OfSymbol {
  readonly symbol: string;
}

interface Text {
  readonly instruments: readonly OfSymbol[];
  readonly orders: readonly OfSymbol[];
  readonly faults: readonly OfSymbol[];
}

const FILE = join(PACKAGE_ROOT, 'scenarios/recorded/three-instruments.yaml');
const TEXT = parse(readFileSync(FILE, 'utf8')) as Text;
const SYMBOLS = TEXT.instruments.map(({ symbol }) => symbol);
/** An order has the same key, and so the same id, whichever others stand beside it. */
const ORDERS = TEXT.orders.map((order, index) => ({ ...order, idempotencyKey: `k${index}` }));

/** The scenario as far as it is about `symbols`. */
function textOf(symbols: readonly string[]): string {
  const about = <T extends OfSymbol>(all: readonly T[]): readonly T[] =>
    all.filter(({ symbol }) => symbols.includes(symbol));
  return stringify({
    ...TEXT,
    clock: { start: '2024-08-08T23:56:30Z', duration: '210s' },
    instruments: about(TEXT.instruments),
    orders: about(ORDERS),
    faults: about(TEXT.faults),
    expect: [],
  });
}

/** `dataDir` is asked for once tests run: a twin is written only then. */
export function eachAsAlone(dataDir: () => string): void {
  const runOf = async (symbols: readonly string[]): Promise<EndedRun> => {
    const loaded = parseScenario(FILE, textOf(symbols), { dataDir: dataDir() });
    return executeRun(await prepareScenario(loaded));
  };

  it('SIM-4: two recorded instruments and a generated one give what each gives alone, one halted', async () => {
    const together = await runOf(SYMBOLS);
    expect(together.report.invariants.violations).toEqual([]);
    expect(together.report.faults).toEqual({ halt: 1 });
    for (const symbol of SYMBOLS) {
      const alone = executionsOf(await runOf([symbol]), symbol);
      expect(alone.length).toBeGreaterThan(0);
      expect(executionsOf(together, symbol)).toEqual(alone);
    }
  }, 60_000);
}
