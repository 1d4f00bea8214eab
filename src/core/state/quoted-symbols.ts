/** Which symbols' quotes a decision on an input may look at: what the host puts beside it (`Input.quotes`). Pure. */
import type { InputBody, OperatorCommand } from './input.js';
import type { Owner } from './owner.js';
import type { State } from './state.js';

/** The symbol, or null where the decision looks at no quote. */
export function quotedSymbol(state: State, input: InputBody): string | null {
  switch (input.kind) {
    case 'order-request':
      return input.request.symbol;
    case 'operator':
      return symbolToAmend(state, input.command);
    case 'signal':
      return input.signal.order.symbol;
    case 'wake':
      return symbolOf(state, input.owner);
    case 'answer': {
      // The depth took a round trip: the price is decided on a quote of this instant.
      if (input.answer.kind !== 'depth' && input.answer.kind !== 'failed') return null;
      const asked = state.reads.get(input.readId);
      return asked?.purpose === 'early-stop' ? symbolOf(state, asked.owner) : null;
    }
    default:
      return null;
  }
}

/** A new price is held against the market. */
function symbolToAmend(state: State, command: OperatorCommand): string | null {
  if (command.do === 'amend-order')
    return state.children.get(command.clientOrderId)?.terms.symbol ?? null;
  if (command.do === 'amend-parent')
    return state.parents.get(command.parentId)?.request.symbol ?? null;
  return null;
}

function symbolOf(state: State, owner: Owner): string | null {
  switch (owner.kind) {
    case 'parent':
      return state.parents.get(owner.parentId)?.request.symbol ?? null;
    case 'child':
      return symbolOfRetry(state, owner);
    case 'account':
      return null;
  }
}

/** A child looks at the market only where another attempt may follow. */
function symbolOfRetry(
  state: State,
  { clientOrderId }: Extract<Owner, { kind: 'child' }>,
): string | null {
  const child = state.children.get(clientOrderId);
  if (child === undefined) return null;
  const { stage, terms } = child;
  const retries = stage.kind === 'unsent' || (stage.kind === 'unknown' && stage.probe);
  return retries ? terms.symbol : null;
}
