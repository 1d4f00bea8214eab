/** A broker before the stub: REST alone, and what came of a command or a question as a promise. */
import { type Micros, lots, millis, ticks } from '../../../src/core/ground/units.js';
import type { ClientOrderId, OrderTerms } from '../../../src/core/order/order.js';
import type { EffectOutcome, ReadAnswer } from '../../../src/core/order/outcome.js';
import type { LeaveGate } from '../../../src/core/ports.js';
import type { BrokerRead, EffectCommand } from '../../../src/core/state/command.js';
import { AlpacaClient } from '../../../src/live/alpaca/alpaca-client.js';
import { ALPACA_ERRORS } from '../../../src/live/alpaca/errors.js';
import { ExecutionIds } from '../../../src/live/alpaca/execution-ids.js';
import { OrderEntry } from '../../../src/live/alpaca/order-entry.js';
import { OrderQueries } from '../../../src/live/alpaca/order-queries.js';
import { SystemClock } from '../../../src/live/clock/system-clock.js';
import { RestBroker } from '../../../src/live/rest/rest-broker.js';
import { submitOf } from '../../contract/broker-rig.js';
import { type Answer, StubAlpaca } from './stub-alpaca.js';
import { INSTRUMENTS } from './wire-samples.js';

export const KEYS = { keyId: 'KEY-OF-A-TEST', secret: 'SECRET-OF-A-TEST' };

const LET_PASS: LeaveGate = () => null;

const LIMIT: OrderTerms = {
  symbol: 'AAPL',
  side: 'buy',
  quantity: lots(10),
  type: 'limit',
  limitPrice: ticks(18_550),
  stopPrice: null,
  timeInForce: 'day',
  postOnly: false,
};

type Question = BrokerRead extends infer R
  ? R extends BrokerRead
    ? Omit<R, 'readId'>
    : never
  : never;

export class RestRig {
  readonly stub: StubAlpaca;
  readonly clock = SystemClock.ofWall();
  readonly client: AlpacaClient;
  readonly broker: RestBroker;
  #lastRead = 0;

  constructor(stub: StubAlpaca, requestTimeout: Micros) {
    this.stub = stub;
    const client = new AlpacaClient(KEYS, { trading: stub.url, market: stub.url });
    const entry = new OrderEntry(client, INSTRUMENTS);
    const queries = new OrderQueries(client, INSTRUMENTS, new ExecutionIds(() => undefined));
    this.client = client;
    this.broker = new RestBroker({
      clock: this.clock,
      requestTimeout,
      venue: {
        errors: ALPACA_ERRORS,
        enter: (command, options) => entry.enter(command, options),
        ask: (read, options) => queries.ask(read, options),
      },
    });
  }

  static async before(stub = StubAlpaca.listen(), timeout = millis(2_000)): Promise<RestRig> {
    return new RestRig(await stub, timeout);
  }

  async close(): Promise<void> {
    this.broker.close();
    this.clock.close();
    await this.stub.close();
  }

  outcomeOf(command: EffectCommand, gate: LeaveGate = LET_PASS): Promise<EffectOutcome> {
    return new Promise((done) => {
      this.broker.reports$.subscribe((input) => {
        if (input.kind === 'outcome' && input.clientOrderId === command.clientOrderId)
          done(input.outcome);
      });
      this.broker.send(command, gate);
    });
  }

  answerTo(question: Question): Promise<ReadAnswer> {
    const readId = (this.#lastRead += 1);
    return new Promise((done) => {
      this.broker.reports$.subscribe((input) => {
        if (input.kind === 'answer' && input.readId === readId) done(input.answer);
      });
      this.broker.send({ ...question, readId }, LET_PASS);
    });
  }
}

export const ID = 'c-1' as ClientOrderId;
export const BY_CLIENT_ID = `GET /v2/orders:by_client_order_id?client_order_id=${ID}`;

export const submit = (terms: Partial<OrderTerms> = {}): ReturnType<typeof submitOf> =>
  submitOf({ ...LIMIT, ...terms }, ID);

export const ok = (body: unknown): Answer => ({ status: 200, body });

export const refusal = (
  status: number,
  code: number,
  message: string,
  headers: Record<string, string> = {},
): Answer => ({ status, body: { code, message }, headers });
