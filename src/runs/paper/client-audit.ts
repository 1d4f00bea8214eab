/**
 * What a client's own file says of its orders, held against the venue's ledger once the client has ended: whether it sent anything
 * twice or without having it durable first, and whether it knows every execution, each once (RCV-4, S3, S4, S8, L2, L4). Pure.
 */
import type { ClientOrderId, ExecId } from '../../core/order/order.js';
import { isParentTerminal } from '../../core/order/parent.js';
import type { TruthExecution, TruthLedger } from '../../core/order/truth.js';
import { evolve } from '../../core/state/evolve.js';
import { initialState } from '../../core/state/initial-state.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { State } from '../../core/state/state.js';

export interface ClientAudit {
  readonly blocks: number;
  /** Processes that began on what another one left. */
  readonly restarts: number;
  readonly orders: number;
  readonly executions: number;
  readonly parents: number;
  /** Executions that were never booked, that were booked more than once, and bookings of none. */
  readonly missed: number;
  readonly doubled: number;
  readonly phantom: number;
  /** Orders that are open at the venue, and over for the client. */
  readonly leftOpen: number;
  /** What is wrong, in words; none = all is right. */
  readonly findings: readonly string[];
}

type Step = Pick<JournalBlock, 'input' | 'entries'>;

/** `inside`: what the ledger calls an execution that the client was told of under another name. */
export function clientAudit(
  ledger: TruthLedger,
  steps: Iterable<Step>,
  inside: (execId: ExecId) => string = (execId) => execId,
): ClientAudit {
  const told = new Told(inside);
  for (const step of steps) told.take(step);
  const accepted = acceptedOf(ledger);
  const open = leftOpen(ledger, told.state);
  return {
    blocks: told.blocks,
    restarts: told.restarts,
    orders: accepted.size,
    executions: ledger.executions.length,
    parents: [...told.state.parents.entries()].length,
    ...fillCounts(ledger, told),
    leftOpen: open.length,
    findings: [
      ...twice(accepted),
      ...unrecorded(ledger, told),
      ...otherFills(ledger, told),
      ...otherTotals(ledger, told.state),
      ...open,
    ],
  };
}

/** The journal, as far as it is asked about. */
class Told {
  readonly state: State = initialState();
  readonly intents = new Set<ClientOrderId>();
  /** By order and execution, each with how it was booked, as often as it was. */
  readonly fills = new Map<string, string[]>();
  blocks = 0;
  restarts = 0;
  readonly #inside: (execId: ExecId) => string;

  constructor(inside: (execId: ExecId) => string) {
    this.#inside = inside;
  }

  take({ input, entries }: Step): void {
    this.blocks += 1;
    if (input.kind === 'started') this.restarts += 1;
    for (const entry of entries) {
      evolve(this.state, entry, input.at);
      if (entry.kind === 'submit-intent') this.intents.add(entry.clientOrderId);
      else if (entry.kind === 'replace-intent') this.intents.add(entry.command.newClientOrderId);
      else if (entry.kind === 'fill-booked') {
        const { execId, quantity, price } = entry.row.execution;
        const key = `${entry.clientOrderId} ${this.#inside(execId)}`;
        this.fills.set(key, [...(this.fills.get(key) ?? []), `${quantity} @ ${price}`]);
      }
    }
  }
}

function acceptedOf({ entries }: TruthLedger): ReadonlyMap<ClientOrderId, number> {
  const accepted = new Map<ClientOrderId, number>();
  // An order that takes the place of another is accepted as any other is, behind the word that the other was replaced.
  for (const { kind, clientOrderId } of entries)
    if (kind === 'accepted') accepted.set(clientOrderId, (accepted.get(clientOrderId) ?? 0) + 1);
  return accepted;
}

const twice = (accepted: ReadonlyMap<ClientOrderId, number>): readonly string[] =>
  [...accepted]
    .filter(([, times]) => times > 1)
    .map(([id, times]) => `S3: order ${id} was accepted ${times} times`);

/** What is at the venue and has no intent: it left before it was durable, or what was durable is lost. */
function unrecorded({ arrivals }: TruthLedger, { intents }: Told): readonly string[] {
  const ids = new Set(arrivals.map(idOf).filter((id) => id !== null));
  return [...ids]
    .filter((id) => !intents.has(id))
    .map((id) => `S8: order ${id} reached the venue, and the journal knows no intent of it`);
}

function idOf(arrival: TruthLedger['arrivals'][number]): ClientOrderId | null {
  if (arrival.kind === 'submit') return arrival.clientOrderId;
  return arrival.kind === 'replace' ? arrival.newClientOrderId : null;
}

interface Made {
  readonly clientOrderId: ClientOrderId;
  /** As a client books it. */
  readonly key: string;
  /** Below 0: an execution is undone. */
  readonly quantity: number;
  readonly price: number;
  /** The client has to know it: its order is none that somebody else placed. */
  readonly isOwed: boolean;
}

/** What was executed, and what of that was undone. */
function madeIn({ executions, busts = [], byHand }: TruthLedger): readonly Made[] {
  const made = (
    { clientOrderId, execId, price }: Pick<TruthExecution, 'clientOrderId' | 'execId' | 'price'>,
    quantity: number,
  ): Made => ({
    ...{ clientOrderId, quantity, price },
    key: `${clientOrderId} ${execId}`,
    isOwed: byHand?.has(clientOrderId) !== true,
  });
  return [
    ...executions.map((execution) => made(execution, execution.quantity)),
    ...busts.map((bust) => made(bust, -bust.quantity)),
  ];
}

function fillCounts(
  ledger: TruthLedger,
  { fills }: Told,
): Pick<ClientAudit, 'missed' | 'doubled' | 'phantom'> {
  const made = madeIn(ledger);
  const keys = new Set(made.map(({ key }) => key));
  const times = (key: string): number => fills.get(key)?.length ?? 0;
  return {
    missed: made.filter(({ key, isOwed }) => isOwed && times(key) === 0).length,
    doubled: made.filter(({ key }) => times(key) > 1).length,
    phantom: [...fills.keys()].filter((key) => !keys.has(key)).length,
  };
}

function otherFills(ledger: TruthLedger, { fills }: Told): readonly string[] {
  const findings: string[] = [];
  const left = new Map(fills);
  for (const { key, quantity, price, isOwed } of madeIn(ledger)) {
    const booked = left.get(key);
    left.delete(key);
    const truth = `${quantity} @ ${price}`;
    if (booked === undefined) {
      if (isOwed) findings.push(`L2: execution ${key}, ${truth}, was never booked`);
    } else if (booked.length > 1)
      findings.push(`S5: execution ${key} was booked ${booked.length} times`);
    else if (booked[0] !== truth)
      findings.push(`S4: execution ${key}, ${truth}, was booked as ${booked[0]}`);
  }
  for (const [key, booked] of left)
    findings.push(`S4: execution ${key}, ${booked.join(', ')}, was booked and never happened`);
  return findings;
}

function otherTotals(ledger: TruthLedger, { parents, children }: State): readonly string[] {
  const sums = new Map<string, number>();
  for (const { clientOrderId, quantity } of madeIn(ledger)) {
    const parentId = children.get(clientOrderId)?.parentId ?? 'nobody';
    sums.set(parentId, (sums.get(parentId) ?? 0) + quantity);
  }
  const findings: string[] = [];
  for (const [parentId, { filled, request, status }] of parents.entries()) {
    const sum = sums.get(parentId) ?? 0;
    if (filled !== sum) findings.push(`L2: ${parentId} says ${filled} filled, and ${sum} executed`);
    if (sum > request.quantity)
      findings.push(`S1: ${parentId} asked for ${request.quantity}, and ${sum} executed`);
    if (!isParentTerminal(status)) findings.push(`L5: ${parentId} ended as ${status}`);
  }
  return findings;
}

/** Open there, and over here. */
function leftOpen(
  { entries, executions, byHand }: TruthLedger,
  { children }: State,
): readonly string[] {
  const open = new Map<ClientOrderId, number>();
  for (const entry of entries) {
    if (entry.kind === 'accepted') open.set(entry.clientOrderId, entry.terms.quantity);
    else if (entry.kind === 'replaced') {
      open.delete(entry.clientOrderId);
      open.set(entry.replacedBy, entry.terms.quantity);
    } else if (entry.kind === 'canceled' || entry.kind === 'expired')
      open.delete(entry.clientOrderId);
  }
  for (const { clientOrderId, leaves } of executions) if (leaves === 0) open.delete(clientOrderId);
  return [...open.keys()]
    .filter((id) => byHand?.has(id) !== true)
    .filter((id) => (children.get(id)?.stage.kind ?? 'done') === 'done')
    .map((id) => `L4: order ${id} is open at the venue, and over for the client`);
}
