/**
 * What the programs of the incidents did wrong, as brokers that stand between the core and the wire: they send what should not
 * be sent, keep back what should be asked, or tell the core something else than they heard.
 */
import { type Observable, filter, map, mergeMap, of, tap } from 'rxjs';
import type { Lots } from '../../src/core/ground/units.js';
import type { ExecutionReport } from '../../src/core/order/execution-report.js';
import type { ExecId, ClientOrderId } from '../../src/core/order/order.js';
import type { Broker, BrokerInput } from '../../src/core/ports.js';
import type { BrokerCommand, SubmitCommand } from '../../src/core/state/command.js';

export type WrongClient = (broker: Broker) => Broker;

type Again = (sent: SubmitCommand) => SubmitCommand;

/** Takes an outcome for "not placed", and orders again at once, each order one more time. */
const resends =
  (outcome: 'unknown' | 'rejected', again: Again): WrongClient =>
  (broker) => {
    const sent = new Map<ClientOrderId, SubmitCommand>();
    return {
      send: (command, mayLeave) => {
        if (command.kind === 'submit') sent.set(command.clientOrderId, command);
        broker.send(command, mayLeave);
      },
      reports$: broker.reports$.pipe(
        tap((input) => {
          if (input.kind !== 'outcome' || input.outcome.kind !== outcome) return;
          const first = sent.get(input.clientOrderId);
          if (first === undefined) return;
          sent.delete(input.clientOrderId);
          // A new request has its whole time before it.
          broker.send({ ...again(first), validUntil: null }, () => null);
        }),
      ),
    };
  };

const sendsAgain = resends('unknown', (sent) => sent);

const insistsOnRejected = resends('rejected', (sent) => sent);

const sendsAgainUnderNewId = resends('unknown', (sent) => ({
  ...sent,
  clientOrderId: `${sent.clientOrderId}r` as ClientOrderId,
}));

const neverSends =
  (...kinds: readonly BrokerCommand['kind'][]): WrongClient =>
  (broker) => ({
    send: (command, mayLeave) => {
      if (!kinds.includes(command.kind)) broker.send(command, mayLeave);
    },
    reports$: broker.reports$,
  });

/** Is told what the stream tells, and never looks an order up. */
const neverAsks = neverSends('read-order', 'read-executions');

/** Leaves it at what an order says of itself. */
const neverAsksForExecutions = neverSends('read-executions');

const neverCancels = neverSends('cancel');

/** Believes its own clock. */
const neverAsksTheTime = neverSends('read-time');

/** Hears everything through `change`. */
const hears =
  (change: (inputs: Observable<BrokerInput>) => Observable<BrokerInput>): WrongClient =>
  (broker) => ({
    send: (command, mayLeave) => {
      broker.send(command, mayLeave);
    },
    reports$: change(broker.reports$),
  });

/** Takes each telling of an execution for an execution of its own. */
const knowsNoExecutionIds: WrongClient = (broker) => {
  let told = 0;
  return hears(
    map((input) => {
      if (input.kind !== 'execution-report' || input.report.execution === null) return input;
      const { report } = input;
      const cumQty = null;
      const execution = { ...input.report.execution, execId: `own-${(told += 1)}` as ExecId };
      return { ...input, report: { ...report, cumQty, execution } };
    }),
  )(broker);
};

/** Takes what is filled in all for what filled last. */
const takesTotalsForParts: WrongClient = hears(
  map((input) => {
    if (input.kind !== 'execution-report' || input.report.execution === null) return input;
    const { report } = input;
    const quantity = report.cumQty ?? input.report.execution.quantity;
    return { ...input, report: { ...report, execution: { ...input.report.execution, quantity } } };
  }),
);

/** Drops what the stream says of an order whose submit was not answered yet, and looks nothing up. */
const knowsAnsweredOrdersOnly: WrongClient = (broker) => {
  const answered = new Set<ClientOrderId>();
  return hears(
    filter((input) => {
      if (input.kind === 'outcome') answered.add(input.clientOrderId);
      return input.kind !== 'execution-report' || answered.has(input.report.clientOrderId);
    }),
  )(neverAsks(broker));
};

/**
 * Notes the id of each execution as it hears of it, and applies none of an order it `isDeafTo`: told again, by the stream or by a
 * query, it is taken for a repetition.
 */
function noting(
  isDeafTo: (clientOrderId: ClientOrderId) => boolean,
): (inputs: Observable<BrokerInput>) => Observable<BrokerInput> {
  const noted = new Set<ExecId>();
  return mergeMap((input) => {
    if (input.kind === 'answer' && input.answer.kind === 'executions') {
      const executions = input.answer.executions.filter(({ execId }) => !noted.has(execId));
      return of({ ...input, answer: { ...input.answer, executions } });
    }
    if (input.kind !== 'execution-report' || input.report.execution === null) return of(input);
    const { clientOrderId, execution } = input.report;
    if (noted.has(execution.execId)) return [];
    noted.add(execution.execId);
    return isDeafTo(clientOrderId) ? [] : of(input);
  });
}

/** It cannot apply an execution of an order whose submit was not answered yet. */
const notesBeforeItApplies: WrongClient = (broker) => {
  const answered = new Set<ClientOrderId>();
  return hears((inputs) =>
    inputs.pipe(
      tap((input) => {
        if (input.kind === 'outcome') answered.add(input.clientOrderId);
      }),
      noting((id) => !answered.has(id)),
    ),
  )(broker);
};

/** Takes what it hears of an order while it is being replaced for the word on that. */
const takesFillsForTheAnswer: WrongClient = (broker) => {
  const changing = new Set<ClientOrderId>();
  return {
    send: (command, mayLeave) => {
      if (command.kind === 'replace')
        changing.add(command.clientOrderId).add(command.newClientOrderId);
      broker.send(command, mayLeave);
    },
    reports$: broker.reports$.pipe(
      tap((input) => {
        if (input.kind === 'outcome' && input.effect === 'replace') changing.clear();
      }),
      noting((id) => changing.has(id)),
    ),
  };
};

/** Begun again, it works out what has filled since a marker from before the first fill, and books that. */
const booksAgainWhenBegunAgain: WrongClient = (broker) => {
  const told = new Map<ClientOrderId, ExecutionReport>();
  let isBegunAgain = false;
  return {
    send: (command, mayLeave) => {
      // What every process asks first that begins on what another one left.
      if (command.kind === 'read-history') isBegunAgain = true;
      broker.send(command, mayLeave);
    },
    reports$: broker.reports$.pipe(
      mergeMap((input) => {
        if (input.kind === 'execution-report' && input.report.execution !== null)
          told.set(input.report.clientOrderId, input.report);
        if (!isBegunAgain || input.kind !== 'answer' || input.answer.kind !== 'history')
          return of(input);
        const again = [...told.values()].map((report) => bookedAnew(report));
        return of(...again, input);
      }),
    ),
  };
};

function bookedAnew(report: ExecutionReport): BrokerInput {
  const { cumQty, execution } = report;
  const execId = `again-${report.clientOrderId}` as ExecId;
  const quantity = cumQty ?? execution!.quantity;
  return {
    kind: 'execution-report',
    report: { ...report, cumQty: null, execution: { ...execution!, execId, quantity } },
  };
}

type EndOf = (input: BrokerInput, ofOrder: ClientOrderId) => boolean;

/** Takes what `isEnd` says for the end of an order: hears nothing of it any more, and asks nothing. */
const forgetsAfter =
  (isEnd: EndOf): WrongClient =>
  (broker) => {
    const asked = new Map<unknown, ClientOrderId>();
    const over = new Set<ClientOrderId>();
    const orderOf = (input: BrokerInput): ClientOrderId | undefined => {
      if (input.kind === 'answer') return asked.get(input.readId);
      if (input.kind === 'stream') return undefined;
      return input.kind === 'outcome' ? input.clientOrderId : input.report.clientOrderId;
    };
    return {
      send: (command, mayLeave) => {
        if (command.kind === 'read-order' || command.kind === 'read-executions')
          asked.set(command.readId, command.clientOrderId);
        broker.send(command, mayLeave);
      },
      reports$: broker.reports$.pipe(
        mergeMap((input) => {
          const order = orderOf(input);
          if (order === undefined) return of(input);
          if (over.has(order)) return [];
          if (isEnd(input, order)) over.add(order);
          return of(input);
        }),
      ),
    };
  };

/** Puts in the place of an order that is filled in part one for all of its quantity again. */
const replacesInFull: WrongClient = (broker) => {
  const filled = new Map<ClientOrderId, number>();
  return {
    send: (command, mayLeave) => {
      const before = command.kind === 'replace' ? (filled.get(command.clientOrderId) ?? 0) : 0;
      const sent =
        command.kind === 'replace'
          ? { ...command, quantity: (command.quantity + before) as Lots }
          : command;
      broker.send(sent, mayLeave);
    },
    reports$: broker.reports$.pipe(
      tap((input) => {
        if (input.kind !== 'execution-report') return;
        const { clientOrderId, cumQty } = input.report;
        if (cumQty !== null) filled.set(clientOrderId, cumQty);
      }),
    ),
  };
};

const believesCancels = forgetsAfter(
  (input) =>
    input.kind === 'outcome' && input.effect === 'cancel' && input.outcome.kind === 'accepted',
);

const believesRejections = forgetsAfter(
  (input) => input.kind === 'execution-report' && input.report.status === 'rejected',
);

const believesNotFound = forgetsAfter(
  (input) =>
    input.kind === 'answer' && input.answer.kind === 'order' && input.answer.order === null,
);

const believesBlanks = forgetsAfter(
  (input) =>
    input.kind === 'answer' && input.answer.kind === 'order' && input.answer.order?.cumQty === null,
);

/** Begun again, it asks nothing of what it had at the venue. */
const asksNothingWhenBegunAgain = neverSends(
  'read-order',
  'read-executions',
  'read-history',
  'read-open-orders',
);

/** Of a list that comes in pages. */
const readsOnePage: WrongClient = (broker) => ({
  send: (command, mayLeave) => broker.send(command, mayLeave),
  reports$: broker.reports$.pipe(
    map((input) =>
      input.kind === 'answer' && 'nextCursor' in input.answer
        ? { ...input, answer: { ...input.answer, nextCursor: null } }
        : input,
    ),
  ),
});

export const WRONG_CLIENTS = {
  asksNothingWhenBegunAgain,
  readsOnePage,
  sendsAgain,
  insistsOnRejected,
  sendsAgainUnderNewId,
  neverAsks,
  neverAsksForExecutions,
  neverCancels,
  neverAsksTheTime,
  knowsNoExecutionIds,
  takesTotalsForParts,
  knowsAnsweredOrdersOnly,
  notesBeforeItApplies,
  takesFillsForTheAnswer,
  booksAgainWhenBegunAgain,
  replacesInFull,
  believesCancels,
  believesRejections,
  believesNotFound,
  believesBlanks,
} as const;
