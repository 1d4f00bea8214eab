/** What the account of futures asks of itself: balances, positions, and what it trades by. */
import { addDecimal, decimal, formatDecimal } from '../../../../core/ground/decimal.js';
import { type Call, type Desk, nowMs } from '../desk.js';
import { positionsTold } from '../operations/account.js';
import { type Operation, accountRead, effect, marketAt } from '../operations/operation.js';
import { nameOf } from '../symbols.js';
import { rateText } from '../words/account-words.js';
import { NOTHING, fixed } from '../words/amounts.js';
import { missing, refused } from '../words/refusal.js';
import {
  type AccountFigures,
  type PositionFigures,
  accountFigures,
  liquidationPrice,
  positionFigures,
  quotient,
} from './figures.js';
import { markText } from './market-operations.js';
import { NOT_ALLOWED } from './refusals.js';
import { placesOf } from './exchange-words.js';
import { QUANTITY_MOST } from './filters.js';
import type { UsdmTerms } from './terms.js';

interface Asked {
  readonly positions: readonly PositionFigures[];
  readonly account: AccountFigures;
}

async function asked(call: Call, terms: UsdmTerms): Promise<Asked> {
  const positions = positionFigures(call.desk, terms, await positionsTold(call));
  return { positions, account: accountFigures(call.desk, positions) };
}

/** What all contracts are quoted in, and the account is kept in. */
export const assetOf = ({ symbols }: Pick<Desk, 'symbols'>): string =>
  symbols.all[0]?.quoteAsset ?? '';

const isHeld = ({ quantity, bids, asks }: PositionFigures): boolean =>
  [quantity, bids, asks].some(({ mantissa }) => mantissa !== 0n);

export const balance = (terms: UsdmTerms): Operation =>
  accountRead(5, async (call) => {
    const { account } = await asked(call, terms);
    return [
      {
        accountAlias: 'squall',
        asset: assetOf(call.desk),
        balance: fixed(account.wallet),
        crossWalletBalance: fixed(account.wallet),
        crossUnPnl: fixed(account.unrealised),
        availableBalance: fixed(account.available),
        maxWithdrawAmount: fixed(account.available),
        marginAvailable: true,
        updateTime: nowMs(call.desk),
      },
    ];
  });

/** The third version names only what is held, and less of it. */
type Version = 2 | 3;

export const account = (terms: UsdmTerms, version: Version): Operation =>
  accountRead(5, async (call) => {
    const { desk } = call;
    const told = await asked(call, terms);
    const positions = told.positions.filter((one) => version === 2 || isHeld(one));
    return {
      ...(version === 2 ? RIGHTS : {}),
      ...totalWords(told.account),
      assets: [
        {
          asset: assetOf(desk),
          ...assetWords(told.account),
          ...(version === 2 ? { marginAvailable: true } : {}),
          updateTime: nowMs(desk),
        },
      ],
      positions: positions.map((one) => ({
        ...positionWords(one),
        ...(version === 2 ? leverageWords(one, terms) : {}),
        updateTime: nowMs(desk),
      })),
    };
  });

const RIGHTS = {
  ...{ feeTier: 0, canTrade: true, canDeposit: false, canWithdraw: false, updateTime: 0 },
  ...{ multiAssetsMargin: false, tradeGroupId: -1 },
};

const marginBalance = ({ wallet, unrealised }: AccountFigures): string =>
  fixed(addDecimal(wallet, unrealised));
const initialMargin = ({
  positionMargin,
  ordersMargin,
}: Pick<PositionFigures, 'positionMargin' | 'ordersMargin'>): string =>
  fixed(addDecimal(positionMargin, ordersMargin));

const totalWords = (of: AccountFigures): object => ({
  totalInitialMargin: initialMargin(of),
  totalMaintMargin: fixed(of.maintenance),
  totalWalletBalance: fixed(of.wallet),
  totalUnrealizedProfit: fixed(of.unrealised),
  totalMarginBalance: marginBalance(of),
  totalPositionInitialMargin: fixed(of.positionMargin),
  totalOpenOrderInitialMargin: fixed(of.ordersMargin),
  totalCrossWalletBalance: fixed(of.wallet),
  totalCrossUnPnl: fixed(of.unrealised),
  availableBalance: fixed(of.available),
  maxWithdrawAmount: fixed(of.available),
});

const assetWords = (of: AccountFigures): object => ({
  walletBalance: fixed(of.wallet),
  unrealizedProfit: fixed(of.unrealised),
  marginBalance: marginBalance(of),
  maintMargin: fixed(of.maintenance),
  initialMargin: initialMargin(of),
  positionInitialMargin: fixed(of.positionMargin),
  openOrderInitialMargin: fixed(of.ordersMargin),
  crossWalletBalance: fixed(of.wallet),
  crossUnPnl: fixed(of.unrealised),
  availableBalance: fixed(of.available),
  maxWithdrawAmount: fixed(of.available),
});

const positionWords = (of: PositionFigures): object => ({
  symbol: nameOf(of.instrument),
  positionSide: 'BOTH',
  positionAmt: fixed(of.quantity, placesOf(of.instrument.lotSize)),
  unrealizedProfit: fixed(of.unrealised),
  isolatedMargin: NOTHING,
  notional: fixed(of.worth),
  isolatedWallet: NOTHING,
  initialMargin: initialMargin(of),
  maintMargin: fixed(of.maintenance),
});

const leverageWords = (of: PositionFigures, { leverage }: UsdmTerms): object => ({
  leverage: String(leverage),
  isolated: false,
  entryPrice: fixed(of.entryPrice),
  breakEvenPrice: fixed(of.entryPrice),
  positionInitialMargin: fixed(of.positionMargin),
  openOrderInitialMargin: fixed(of.ordersMargin),
  maxNotional: NOTIONAL_MOST,
  bidNotional: fixed(of.bids),
  askNotional: fixed(of.asks),
});

/** No bracket of the venue ends. */
const NOTIONAL_MOST = formatDecimal(QUANTITY_MOST);

export const positionRisk = (terms: UsdmTerms, version: Version): Operation =>
  accountRead(5, async (call) => {
    const { desk, params } = call;
    const one = params.text('symbol') === null ? null : desk.symbols.needed(params);
    const told = await asked(call, terms);
    return told.positions
      .filter(({ instrument }) => one === null || instrument === one)
      .filter((of) => version === 2 || isHeld(of))
      .map((of) => riskWords(desk, { of, terms, account: told.account }, version));
  });

interface Risk {
  readonly of: PositionFigures;
  readonly terms: UsdmTerms;
  readonly account: AccountFigures;
}

const riskWords = (desk: Desk, { of, terms, account: whole }: Risk, version: Version): object => ({
  symbol: nameOf(of.instrument),
  positionSide: 'BOTH',
  positionAmt: fixed(of.quantity, placesOf(of.instrument.lotSize)),
  entryPrice: fixed(of.entryPrice),
  breakEvenPrice: fixed(of.entryPrice),
  markPrice: markText(desk, of.instrument, desk.venue.now()),
  unRealizedProfit: fixed(of.unrealised),
  liquidationPrice: fixed(liquidationPrice(terms, whole, of)),
  isolatedMargin: NOTHING,
  notional: fixed(of.worth),
  isolatedWallet: NOTHING,
  ...(version === 2
    ? {
        ...{ leverage: String(terms.leverage), maxNotionalValue: NOTIONAL_MOST },
        ...{ marginType: 'cross', isAutoAddMargin: 'false' },
      }
    : {
        marginAsset: of.instrument.quoteAsset,
        initialMargin: initialMargin(of),
        maintMargin: fixed(of.maintenance),
        positionInitialMargin: fixed(of.positionMargin),
        openOrderInitialMargin: fixed(of.ordersMargin),
        adl: 1,
        bidNotional: fixed(of.bids),
        askNotional: fixed(of.asks),
      }),
  updateTime: nowMs(desk),
});

/** The scenario says at which leverage the account trades; a client may ask for that one. */
export const leverage = (terms: UsdmTerms): Operation =>
  effect(1, async (call) => {
    const symbol = nameOf(call.desk.symbols.needed(call.params));
    const wanted = Number(call.params.needed('leverage', 'whole'));
    await marketAt(call);
    if (wanted !== terms.leverage) throw refused(-4028, `Leverage ${wanted} is not valid`);
    return { symbol, leverage: wanted, maxNotionalValue: NOTIONAL_MOST };
  });

const MARGIN_TYPES: Readonly<Record<string, boolean>> = { CROSSED: true, ISOLATED: false };

export const MARGIN_TYPE: Operation = effect(1, async (call) => {
  call.desk.symbols.needed(call.params);
  const isCross = call.params.word('marginType', MARGIN_TYPES, {
    ...{ code: -1130, msg: "Data sent for parameter 'marginType' is not valid." },
  });
  if (isCross === null) throw missing('marginType');
  await marketAt(call);
  throw isCross ? refused(-4046, 'No need to change margin type.') : NOT_ALLOWED;
});

export const POSITION_MODE_SET: Operation = effect(1, async (call) => {
  const isHedge = call.params.flag('dualSidePosition');
  if (isHedge === null) throw missing('dualSidePosition');
  await marketAt(call);
  throw isHedge ? NOT_ALLOWED : refused(-4059, 'No need to change position side.');
});

export const POSITION_MODE: Operation = accountRead(30, async (call) => {
  await marketAt(call);
  return { dualSidePosition: false };
});

export const ASSETS_MODE: Operation = accountRead(30, async (call) => {
  await marketAt(call);
  return { multiAssetsMargin: false };
});

export const COMMISSION_RATE: Operation = accountRead(20, async (call) => {
  const { desk, params } = call;
  const symbol = nameOf(desk.symbols.needed(params));
  await marketAt(call);
  const { makerBps, takerBps } = desk.terms;
  return {
    symbol,
    makerCommissionRate: rateText(makerBps),
    takerCommissionRate: rateText(takerBps),
  };
});

/** One bracket, whatever a position is worth. */
export const leverageBracket = (terms: UsdmTerms): Operation =>
  accountRead(1, async (call) => {
    const { desk, params } = call;
    const one = params.text('symbol') === null ? null : desk.symbols.needed(params);
    await marketAt(call);
    const rate = quotient(decimal('1'), decimal(String(2 * terms.leverage)));
    const row = (symbol: string): object => ({
      symbol,
      notionalCoef: 1,
      brackets: [
        {
          ...{ bracket: 1, initialLeverage: terms.leverage },
          ...{ notionalCap: Number(NOTIONAL_MOST), notionalFloor: 0 },
          ...{ maintMarginRatio: Number(formatDecimal(rate)), cum: 0 },
        },
      ],
    });
    const all = desk.symbols.all.map((instrument) => row(nameOf(instrument)));
    return one === null ? all : [row(nameOf(one))];
  });

export const symbolConfig = (terms: UsdmTerms): Operation =>
  accountRead(5, async (call) => {
    const { desk, params } = call;
    const one = params.text('symbol') === null ? null : desk.symbols.needed(params);
    await marketAt(call);
    return (one === null ? desk.symbols.all : [one]).map((instrument) => ({
      symbol: nameOf(instrument),
      ...{ marginType: 'CROSSED', isAutoAddMargin: false, leverage: terms.leverage },
      maxNotionalValue: NOTIONAL_MOST,
    }));
  });

export const ACCOUNT_CONFIG: Operation = accountRead(5, async (call) => {
  await marketAt(call);
  return { ...RIGHTS, dualSidePosition: false };
});

export const ORDER_COUNT: Operation = accountRead(1, async (call) => {
  await marketAt(call);
  return call.desk.usage.orderRows(call.receivedMs);
});
