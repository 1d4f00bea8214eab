/**
 * A connection to the WebSocket API: the operations of REST as methods, a session that a key may log on to, and its account's events. Each
 * message is answered by itself, in whatever order the venue answers, for the account whose key it names; how a reply is lost shows on
 * the socket.
 */
import type { RawData } from 'ws';
import type { Accounts, OpenAccount } from './accounts.js';
import { type Call, LostReply, nowMs } from './desk.js';
import { type Operation, accountRead, marketAt, publicRead } from './operations/operation.js';
import { METHODS } from './operations/operations.js';
import { checkSignature, keyNamed, windowAsked } from './request/admission.js';
import type { KnownKey } from './request/keys.js';
import type { ServerErrors } from './server-errors.js';
import type { LiveSocket } from './streams/live-socket.js';
import { Refusal, missing, refused } from './words/refusal.js';
import { type MessageId, type WsMessage, idIn, wsMessage } from './ws-message.js';

export interface SessionParts {
  readonly accounts: Accounts;
  readonly errors: ServerErrors;
  readonly socket: LiveSocket;
}

/** A message, as far as it was understood. */
interface Heard {
  message: WsMessage | null;
  operation: Operation | null;
  /** Whom it is of. */
  account: OpenAccount;
}

const RUBBISH = '<html><body>502 Bad Gateway</body></html>';
const CONNECT_WEIGHT = 2;

export class WsApiSession {
  readonly #parts: SessionParts;
  /** Whether answers say how far the limits are used, unless a message says otherwise. */
  readonly #returnsLimits: boolean;
  readonly #connectedMs: number;
  /** Of whoever logged on, and when. */
  #logon: { readonly key: KnownKey; readonly sinceMs: number } | null = null;
  readonly #subscriptions = new Map<number, () => void>();
  #subscribed = 0;

  constructor(parts: SessionParts, returnsLimits: boolean) {
    this.#parts = parts;
    this.#returnsLimits = returnsLimits;
    this.#connectedMs = this.#nowMs();
    parts.accounts.first.desk.usage.weigh(CONNECT_WEIGHT, this.#connectedMs);
  }

  heard(data: RawData): void {
    void this.#answer(data);
  }

  goOn(now: number): void {
    this.#parts.socket.goOn(now);
  }

  closed(): void {
    for (const end of this.#subscriptions.values()) end();
    this.#subscriptions.clear();
  }

  async #answer(data: RawData): Promise<void> {
    const { first } = this.#parts.accounts;
    first.desk.venue.catchUp();
    const heard: Heard = { message: null, operation: null, account: first };
    try {
      const message = (heard.message = wsMessage(data));
      const operation = (heard.operation = this.#operation(message.method));
      heard.account = this.#accountOf(message, operation);
      const call = this.#admitted(message, operation, heard.account);
      const result = await operation.run(call);
      if (operation.isOrder) call.desk.usage.ordered(this.#nowMs());
      this.#tell({ id: message.id, status: 200, result }, heard);
    } catch (error) {
      const id = heard.message?.id ?? idIn(data);
      if (error instanceof LostReply) this.#lose(error, id, heard.operation);
      else if (error instanceof Refusal) this.#tell(failed(id, error), heard);
      else throw error;
    }
  }

  #nowMs(): number {
    return nowMs(this.#parts.accounts.first.desk);
  }

  /** Whoever the message is of: by the key that it names, or else of the session; the first account where there is none. */
  #accountOf({ params }: WsMessage, { security }: Operation): OpenAccount {
    const ofSession = this.#logon?.key.keyId ?? null;
    const named = security === 'none' ? null : params.text('apiKey');
    const isSigned = security !== 'none' && params.text('signature') !== null;
    return this.#parts.accounts.ofKey(named ?? (isSigned ? null : ofSession));
  }

  #operation(method: string): Operation {
    const own = Object.hasOwn(this.#own, method) ? this.#own[method] : undefined;
    const operation = own ?? (Object.hasOwn(METHODS, method) ? METHODS[method] : undefined);
    if (operation === undefined) throw refused(-1020, 'This operation is not supported.');
    return operation;
  }

  /** Errors: `Refusal`. */
  #admitted(message: WsMessage, operation: Operation, { desk }: OpenAccount): Call {
    const { keys } = this.#parts.accounts;
    const { params, payload } = message;
    const receivedMs = nowMs(desk);
    desk.usage.weigh(operation.weight(params), receivedMs);
    const call = { desk, params, receivedMs, window: null, keyId: null };
    if (operation.security === 'none') return call;
    const signature = params.text('signature');
    const isOfSession = signature === null && params.text('apiKey') === null;
    const logon = isOfSession ? this.#logon : null;
    const key = logon?.key ?? keyNamed(keys, params.text('apiKey'));
    if (operation.security === 'key') return { ...call, keyId: key.keyId };
    if (logon === null) checkSignature(key, { payload, signature });
    const { venue, wall } = desk;
    const window = windowAsked(params, { wall, now: venue.now() });
    return { ...call, keyId: key.keyId, window };
  }

  /** What is about this connection. */
  readonly #own: Readonly<Record<string, Operation>> = {
    'session.logon': accountRead(2, async (call) => {
      await marketAt(call);
      const key = keyNamed(this.#parts.accounts.keys, call.keyId);
      // As at Binance: a secret that both sides have is none to log on with.
      if (!key.isEd25519)
        throw refused(-4056, 'HMAC_SHA256 API key is not supported for session.logon.');
      this.#logon = { key, sinceMs: call.receivedMs };
      return this.#status();
    }),
    'session.status': this.#ofSession(() => this.#status()),
    'session.logout': this.#ofSession(() => {
      this.#logon = null;
      return this.#status();
    }),
    'session.subscriptions': this.#ofSession(() =>
      [...this.#subscriptions.keys()].map((subscriptionId) => ({ subscriptionId })),
    ),
    'userDataStream.subscribe': publicRead(2, async (call) => {
      if (this.#logon === null) throw missing('signature');
      const { keyId } = this.#logon.key;
      await marketAt(call);
      return { subscriptionId: this.#subscribe(keyId) };
    }),
    'userDataStream.subscribe.signature': accountRead(2, async (call) => {
      await marketAt(call);
      return { subscriptionId: this.#subscribe(call.keyId) };
    }),
    'userDataStream.unsubscribe': this.#ofSession(({ params }) => {
      const one = params.whole('subscriptionId');
      for (const [id, end] of this.#subscriptions) {
        if (one !== null && id !== one) continue;
        end();
        this.#subscriptions.delete(id);
      }
      return {};
    }),
  };

  /** What the connection knows by itself: no question to the venue. */
  #ofSession(run: (call: Call) => object): Operation {
    return publicRead(2, (call) => Promise.resolve(call).then(run));
  }

  #subscribe(keyId: string | null): number {
    const { accounts, socket } = this.#parts;
    const { user } = accounts.ofKey(keyId);
    if (user.isUnconfirmed) throw new LostReply('timeout');
    const subscriptionId = this.#subscribed;
    this.#subscribed += 1;
    const tell = (event: object): void => socket.send(JSON.stringify({ subscriptionId, event }));
    const end = user.listen({
      tell,
      cut: () => socket.cut(),
      ended: () => {
        this.#subscriptions.delete(subscriptionId);
        tell({ e: 'eventStreamTerminated', E: this.#nowMs() });
      },
    });
    this.#subscriptions.set(subscriptionId, end);
    return subscriptionId;
  }

  #status(): object {
    return {
      apiKey: this.#logon?.key.keyId ?? null,
      authorizedSince: this.#logon?.sinceMs ?? null,
      connectedSince: this.#connectedMs,
      returnRateLimits: this.#returnsLimits,
      serverTime: this.#nowMs(),
      userDataStream: this.#subscriptions.size > 0,
    };
  }

  #tell(answer: object, heard: Heard): void {
    this.#parts.socket.send(JSON.stringify(this.#whole(answer, heard)));
  }

  #whole(answer: object, { message, operation, account }: Heard): object {
    const says = message === null ? null : flagIn(message);
    if (!(says ?? this.#returnsLimits)) return answer;
    const { usage } = account.desk;
    return { ...answer, rateLimits: usage.rows(this.#nowMs(), operation?.isOrder ?? false) };
  }

  #lose({ shape }: LostReply, id: MessageId, operation: Operation | null): void {
    const { socket, errors } = this.#parts;
    switch (shape) {
      case 'timeout':
        return;
      case 'reset':
      case 'restart':
        socket.cut();
        return;
      case 'truncated':
        socket.send(JSON.stringify({ id, status: 200, result: {} }).slice(0, -HALF));
        return;
      case 'unparsable':
        socket.send(RUBBISH);
        return;
      case '5xx': {
        const { status, error } = errors.nextOnSocket(operation?.isEffect ?? false);
        socket.send(JSON.stringify({ id, status, error }));
      }
    }
  }
}

/** So many characters of an answer's end never come. */
const HALF = 10;

const flagIn = ({ params }: WsMessage): boolean | null => {
  const said = params.text('returnRateLimits');
  return said === null ? null : said === 'true';
};

function failed(id: MessageId, { words, body }: Refusal): object {
  const { status, away } = words;
  const error = away === undefined ? body : { ...body, data: away.until };
  return { id, status, error };
}
