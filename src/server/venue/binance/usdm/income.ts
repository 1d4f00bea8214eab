/** What moved the balance of an account of futures, one row each: realised profit, commissions, funding. */
import { type Decimal, decimal } from '../../../../core/ground/decimal.js';
import type { EpochMicros } from '../../../../core/ground/units.js';
import { type Call, wallMs } from '../desk.js';
import { type Operation, accountRead, marketAt } from '../operations/operation.js';
import { nameOf } from '../symbols.js';
import { fixed } from '../words/amounts.js';
import type { Book } from './book.js';
import { negative } from './figures.js';

const TYPES: Readonly<Record<IncomeType, IncomeType>> = {
  REALIZED_PNL: 'REALIZED_PNL',
  COMMISSION: 'COMMISSION',
  FUNDING_FEE: 'FUNDING_FEE',
};
type IncomeType = 'REALIZED_PNL' | 'COMMISSION' | 'FUNDING_FEE';

interface Income {
  readonly incomeType: IncomeType;
  readonly symbol: string;
  readonly income: Decimal;
  readonly asset: string;
  readonly at: EpochMicros;
  readonly tradeId: string;
}

const ROWS = 100;
const ROWS_MOST = 1_000;

export const income = (book: Book): Operation =>
  accountRead(30, async (call) => {
    const { desk, params } = call;
    const one = params.text('symbol') === null ? null : desk.symbols.needed(params);
    const type = params.word('incomeType', TYPES, {
      ...{ code: -1130, msg: "Data sent for parameter 'incomeType' is not valid." },
    });
    const startMs = params.whole('startTime') ?? -Infinity;
    const endMs = params.whole('endTime') ?? Infinity;
    const limit = params.limit(ROWS, ROWS_MOST);
    const now = await marketAt(call);
    const rows = [...ofExecutions(call, book), ...ofFundings(call)]
      .filter(({ at }) => at <= now)
      .sort((a, b) => a.at - b.at)
      .map((row, index) => words(call, row, index + 1))
      .filter(({ time }) => time >= startMs && time <= endMs)
      .filter(({ symbol }) => one === null || symbol === nameOf(one))
      .filter(({ incomeType }) => type === null || incomeType === type);
    return startMs === -Infinity ? rows.slice(-limit) : rows.slice(0, limit);
  });

function ofExecutions({ desk }: Call, { profits }: Book): readonly Income[] {
  return desk.venue.truth.executions.flatMap(({ symbol, execId, fee, at }) => {
    const asset = desk.symbols.inside(symbol)?.quoteAsset ?? '';
    const of = { symbol, at, tradeId: execId };
    const realised = profits.of(symbol, execId);
    const profit: Income = { ...of, incomeType: 'REALIZED_PNL', income: realised, asset };
    const charged = negative(decimal(fee.amount));
    const commission: Income = {
      ...of,
      incomeType: 'COMMISSION',
      income: charged,
      asset: fee.asset,
    };
    return realised.mantissa === 0n ? [commission] : [profit, commission];
  });
}

function ofFundings({ desk }: Call): readonly Income[] {
  return desk.venue.fundings().flatMap(({ at, symbol, paid }) => {
    const asset = desk.symbols.inside(symbol)?.quoteAsset ?? '';
    const of = { incomeType: 'FUNDING_FEE', symbol, at, asset, tradeId: '' } as const;
    return paid === null ? [] : [{ ...of, income: negative(paid) }];
  });
}

interface IncomeWords {
  readonly symbol: string;
  readonly incomeType: IncomeType;
  readonly income: string;
  readonly asset: string;
  readonly info: string;
  readonly time: number;
  readonly tranId: number;
  readonly tradeId: string;
}

const words = ({ desk }: Call, row: Income, tranId: number): IncomeWords => ({
  symbol: nameOf(row),
  incomeType: row.incomeType,
  income: fixed(row.income),
  asset: row.asset,
  info: row.tradeId,
  time: wallMs(desk, row.at),
  tranId,
  tradeId: row.tradeId,
});
