/** How a market of Binance's is traded at, beyond its words: what takes more than one question, and what comes by itself. */
import type { Clock } from '../../core/ground/clock.js';
import type { Instrument } from '../../core/ground/instrument.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { Said } from './asked.js';
import type { BinanceClient } from './ccxt-client.js';
import type { CcxtTable } from './ccxt-table.js';
import type { Replace } from './effects.js';
import type { StreamSpeech } from './live-stream.js';
import type { Product } from './product.js';
import type { Ask, Asking } from './requests.js';

export interface Access {
  readonly product: Product;
  readonly ccxt: CcxtTable;
  readonly replace: Replace;
  /** Why the account cannot be traded on, and what helps; null = it can. */
  readonly accountProblem: (asking: Asking) => Promise<Said<string | null>>;
  readonly orderStream: (parts: OrderStreamParts) => StreamSpeech;
}

export interface OrderStreamParts {
  readonly client: BinanceClient;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly product: Product;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly onReport: (report: ExecutionReport) => void;
  /** What of a report could not be read; the rest of it goes on. */
  readonly onUnread: (why: string) => void;
}
