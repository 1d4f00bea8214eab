/** How many executions each fill rule made, and of how much (F17): by cause, quantities by symbol. */
import { type Instrument, formatQuantity } from '../../core/ground/instrument.js';
import { invariant } from '../../core/ground/invariant.js';
import type { FillCause, TruthExecution } from '../../core/order/truth.js';
import type { Lots } from '../../core/ground/units.js';
import type { Fidelity } from '../../report/schema/report.js';

type Fills = NonNullable<Fidelity['fills']>;

export function fillsByCause(
  executions: readonly TruthExecution[],
  instruments: readonly Instrument[],
): Fills {
  const sums = new Map<FillCause, CauseSum>();
  for (const { cause, symbol, quantity } of executions) {
    const sum = sums.get(cause) ?? { executions: 0, lots: new Map<string, number>() };
    sums.set(cause, sum);
    sum.executions += 1;
    sum.lots.set(symbol, (sum.lots.get(symbol) ?? 0) + quantity);
  }
  const of = (cause: FillCause): Fills[FillCause] => {
    const sum = sums.get(cause);
    return {
      executions: sum?.executions ?? 0,
      quantities: Object.fromEntries(
        [...(sum?.lots ?? [])].map(([symbol, lots]) => [
          symbol,
          formatQuantity(instrumentOf(instruments, symbol), lots as Lots),
        ]),
      ),
    };
  };
  return {
    taker: of('taker'),
    queue: of('queue'),
    through: of('through'),
    crossed: of('crossed'),
    hidden: of('hidden'),
  } satisfies Readonly<Record<FillCause, unknown>>;
}

interface CauseSum {
  executions: number;
  readonly lots: Map<string, number>;
}

function instrumentOf(instruments: readonly Instrument[], symbol: string): Instrument {
  const found = instruments.find((one) => one.symbol === symbol);
  invariant(found !== undefined, `an execution in ${symbol}, which is not listed`);
  return found;
}
