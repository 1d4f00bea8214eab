/** Which route of a market of Binance's is which method of ccxt's implicit interface: one a route, and parameters are sent as they are. */
import type { CcxtApi } from './ccxt-sockets.js';

/** What is asked of every market. */
type CommonRoute =
  | 'time'
  | 'depth'
  | 'days'
  | 'positions'
  | 'order'
  | 'openOrders'
  | 'allOrders'
  | 'trades'
  | 'newOrder'
  | 'cancelOrder';

type Methods = Readonly<Record<CommonRoute, keyof CcxtApi>> &
  Readonly<Record<string, keyof CcxtApi>>;

export const SPOT_METHODS = {
  time: 'publicGetTime',
  depth: 'publicGetDepth',
  days: 'publicGetKlines',
  positions: 'privateGetAccount',
  order: 'privateGetOrder',
  openOrders: 'privateGetOpenOrders',
  allOrders: 'privateGetAllOrders',
  trades: 'privateGetMyTrades',
  newOrder: 'privatePostOrder',
  cancelOrder: 'privateDeleteOrder',
  replaceOrder: 'privatePostOrderCancelReplace',
} as const satisfies Methods;

export const USDM_METHODS = {
  time: 'fapiPublicGetTime',
  depth: 'fapiPublicGetDepth',
  days: 'fapiPublicGetKlines',
  positions: 'fapiPrivateV3GetPositionRisk',
  order: 'fapiPrivateGetOrder',
  openOrders: 'fapiPrivateGetOpenOrders',
  allOrders: 'fapiPrivateGetAllOrders',
  trades: 'fapiPrivateGetUserTrades',
  newOrder: 'fapiPrivatePostOrder',
  cancelOrder: 'fapiPrivateDeleteOrder',
  accountConfig: 'fapiPrivateGetAccountConfig',
  openListenKey: 'fapiPrivatePostListenKey',
  keepListenKey: 'fapiPrivatePutListenKey',
} as const satisfies Methods;

type ValueOf<T> = T[keyof T];
export type Method = ValueOf<typeof SPOT_METHODS> | ValueOf<typeof USDM_METHODS>;

export type Routes = Readonly<Record<CommonRoute, Method>>;
