/**
 * `/stream`: what happens to an account's orders, told to every connection that proved to be its and listens. Frames are binary, as the paper API's;
 * they hold JSON, or MessagePack where the handshake asked for it. There is no replay: what was said while nobody listened is gone.
 *
 * Invariant: while the order stream is down, by a fault of the scenario, nobody is told anything: connections break off without a word, and
 * new ones do so at once; or they are let in, and what they ask to be told is not confirmed, then or later.
 */
import { decode, encode } from '@msgpack/msgpack';
import type { RawData, WebSocket } from 'ws';
import { formatPrice, formatQuantity } from '../../../core/ground/instrument.js';
import { type Lots, lots } from '../../../core/ground/units.js';
import type { ExecutionReport } from '../../../core/order/execution-report.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import { type OrderContext, orderOfReport } from './order-json.js';
import { eventOf } from './order-words.js';
import { isRecord, recordIn, tell } from './socket-frames.js';
import { uuidOfExecution } from './uuid-names.js';
import { stampOfNanos } from './wall-stamps.js';

const TRADE_UPDATES = 'trade_updates';

/** Of one account. */
export class TradeStream {
  readonly desk: AlpacaDesk;
  readonly #onTold: ((report: ExecutionReport) => void) | undefined;
  readonly #listeners = new Set<Listener>();
  #isDown = false;

  constructor(desk: AlpacaDesk, onTold?: (report: ExecutionReport) => void) {
    this.desk = desk;
    this.#onTold = onTold;
    desk.venue.reports$.subscribe((input) => {
      if (input.kind === 'execution-report') this.#report(input.report);
      if (input.kind === 'stream') this.#streamIs(input.status);
    });
  }

  /** Nobody who comes is let in. */
  get isShut(): boolean {
    return this.#isDown && !this.isUnconfirmed;
  }

  /** Whoever asks to be told is not answered. */
  get isUnconfirmed(): boolean {
    return this.desk.venue.streamEnd() === 'unconfirmed';
  }

  add(listener: Listener): void {
    this.#listeners.add(listener);
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  #streamIs(status: 'up' | 'down'): void {
    this.#isDown = status === 'down';
    if (this.#isDown) for (const { socket } of this.#listeners) socket.terminate();
  }

  #report(report: ExecutionReport): void {
    const listening = [...this.#listeners].filter(({ listens }) => listens);
    if (listening.length === 0) return;
    const frame = { stream: TRADE_UPDATES, data: tradeUpdate(this.desk, report) };
    for (const listener of listening) listener.tell(frame);
    this.#onTold?.(report);
  }
}

/** Of all accounts: a connection is the account's whose keys it says, and until then it waits with the first. */
export class TradeStreams {
  readonly #all: readonly TradeStream[];

  /** At least one. */
  constructor(all: readonly TradeStream[]) {
    this.#all = all;
  }

  take(socket: WebSocket, isPacked: boolean): void {
    const streamOf = (keyId: unknown, secret: unknown): TradeStream | null =>
      this.#all.find(({ desk }) => desk.isKey(keyId, secret)) ?? null;
    const [first] = this.#all;
    if (first !== undefined) new Listener(socket, { isPacked, streamOf }).join(first);
  }
}

interface ListenerParts {
  readonly isPacked: boolean;
  /** Null: nobody has these keys. */
  readonly streamOf: (keyId: unknown, secret: unknown) => TradeStream | null;
}

/** One connection. Mutable, one owner. */
class Listener {
  readonly socket: WebSocket;
  readonly #parts: ListenerParts;
  #stream: TradeStream | null = null;
  #isKnown = false;
  /** As the stream was when it came to it. */
  #isUnconfirmed = false;
  listens = false;

  constructor(socket: WebSocket, parts: ListenerParts) {
    this.socket = socket;
    this.#parts = parts;
    socket.on('message', (data) => this.#heard(data));
    socket.on('close', () => this.#stream?.remove(this));
    // A message that is too long, or half a connection: it closes.
    socket.on('error', () => undefined);
  }

  join(stream: TradeStream): void {
    if (stream === this.#stream) return;
    this.#stream?.remove(this);
    this.#stream = stream;
    this.#isUnconfirmed = stream.isUnconfirmed;
    this.listens = false;
    if (stream.isShut) this.socket.terminate();
    else stream.add(this);
  }

  tell(frame: object): void {
    tell(this.socket, this.#parts.isPacked ? encode(frame) : Buffer.from(JSON.stringify(frame)));
  }

  #heard(raw: RawData): void {
    const message = recordIn(raw, (bytes) =>
      this.#parts.isPacked ? decode(bytes) : JSON.parse(bytes.toString()),
    );
    const data = isRecord(message?.['data']) ? message['data'] : {};
    switch (message?.['action']) {
      case 'authenticate':
        this.#authenticate(data);
        return;
      case 'listen':
        this.#listen(data['streams']);
        return;
      default:
        this.tell({ action: 'error', data: { error_message: 'invalid message' } });
    }
  }

  /** Either way of naming the keys is Alpaca's. */
  #authenticate(data: Readonly<Record<string, unknown>>): void {
    const stream = this.#parts.streamOf(data['key_id'], data['secret_key']);
    this.#isKnown = stream !== null;
    if (stream !== null) this.join(stream);
    this.#authorization('authenticate');
  }

  #listen(streams: unknown): void {
    if (!this.#isKnown) {
      this.#authorization('listen');
      return;
    }
    if (this.#isUnconfirmed) return;
    this.listens = Array.isArray(streams) && streams.includes(TRADE_UPDATES);
    this.tell({ stream: 'listening', data: { streams: this.listens ? [TRADE_UPDATES] : [] } });
  }

  #authorization(action: string): void {
    const status = this.#isKnown ? 'authorized' : 'unauthorized';
    this.tell({ stream: 'authorization', data: { action, status } });
  }
}

/** Price and quantity are of this execution, the order is what it was after it. */
export function tradeUpdate(context: OrderContext, report: ExecutionReport): object {
  const { execution, bustOf } = report;
  const { instrument } = context.assets.of(report.symbol);
  return {
    event: eventOf(report),
    execution_id: execution === null ? null : uuidOfExecution(execution.execId),
    timestamp: stampOfNanos(context.wall, report.venueTime),
    ...(execution === null
      ? {}
      : {
          price: formatPrice(instrument, execution.price),
          qty: formatQuantity(instrument, lots(Math.abs(execution.quantity))),
          position_qty: formatQuantity(instrument, positionAfter(context, report)),
        }),
    ...(bustOf === null ? {} : { previous_execution_id: uuidOfExecution(bustOf) }),
    ...(report.text === '' ? {} : { reason: report.text }),
    order: orderOfReport(context, report),
  };
}

/** Of the account as it was after an execution; of one that stands in no ledger, as it is now. */
function positionAfter({ index }: OrderContext, { execution, symbol }: ExecutionReport): Lots {
  const order = execution === null ? null : index.executed(execution.execId);
  const step = order?.steps.find(({ entry }) => entry.execId === execution?.execId);
  return step?.position ?? index.holding(symbol).quantity;
}
