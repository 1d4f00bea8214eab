/** Which symbols' quotes a decision on an input may look at: what the host puts beside it (`Input.quotes`). Pure. */
import type { Instrument } from '../ground/instrument.js';
import type { Execution, Fee } from '../order/execution-report.js';
import type { InputBody, OperatorCommand } from './input.js';
import type { Owner } from './owner.js';
import type { State } from './state.js';

/** The symbol, or null where the decision looks at no quote. `repegs`: resting pegs follow the market. */
export function quotedSymbol(state: State, input: InputBody, repegs: boolean): string | null {
  switch (input.kind) {
    case 'order-request':
      return input.request.symbol;
    case 'operator':
      return symbolToAmend(state, input.command);
    case 'signal':
      return input.signal.order.symbol;
    case 'wake':
      return symbolOf(state, input.owner, repegs);
    case 'answer': {
      // The depth took a round trip: the price is decided on a quote of this instant.
      if (input.answer.kind !== 'depth' && input.answer.kind !== 'failed') return null;
      const asked = state.reads.get(input.readId);
      return asked?.purpose === 'early-stop' ? symbolOf(state, asked.owner, repegs) : null;
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

function symbolOf(state: State, owner: Owner, repegs: boolean): string | null {
  switch (owner.kind) {
    case 'parent':
      return state.parents.get(owner.parentId)?.request.symbol ?? null;
    case 'child':
      return symbolOfChild(state, owner, repegs);
    case 'account':
      return null;
  }
}

/** A child looks at the market only where another attempt, or another price, may follow. */
function symbolOfChild(
  state: State,
  { clientOrderId }: Extract<Owner, { kind: 'child' }>,
  repegs: boolean,
): string | null {
  const child = state.children.get(clientOrderId);
  if (child === undefined) return null;
  const { stage, terms, parentId } = child;
  if (stage.kind === 'working' && repegs)
    return state.parents.get(parentId)?.request.limitPrice?.kind === 'peg' ? terms.symbol : null;
  const retries = stage.kind === 'unsent' || (stage.kind === 'unknown' && stage.probe);
  return retries ? terms.symbol : null;
}

type Instruments = ReadonlyMap<string, Instrument>;

/** What trades the asset of a commission for the quote asset of `symbol`; null where that is none but its own, or not listed. */
export function feeInstrument(
  instruments: Instruments,
  symbol: string,
  fee: Fee | null,
): Instrument | null {
  const own = instruments.get(symbol);
  if (fee === null || own === undefined || instruments.size === 1) return null;
  const { asset } = fee;
  if (asset === own.quoteAsset || asset === own.baseAsset) return null;
  for (const [, instrument] of instruments)
    if (instrument.baseAsset === asset && instrument.quoteAsset === own.quoteAsset)
      return instrument;
  return null;
}

/** Symbols of the assets that the commissions in an input were taken in (FIL-13); mostly none. */
export function feeSymbols(
  state: State,
  instruments: Instruments,
  input: InputBody,
): readonly string[] {
  if (instruments.size === 1) return [];
  const told = executionsIn(state, input);
  if (told === null) return [];
  const { symbol, executions } = told;
  const priced = executions.map(({ fee }) => feeInstrument(instruments, symbol, fee)?.symbol);
  return [...new Set(priced)].filter((one) => one !== undefined);
}

function executionsIn(
  state: State,
  input: InputBody,
): { readonly symbol: string; readonly executions: readonly Execution[] } | null {
  if (input.kind === 'execution-report') {
    const { symbol, execution } = input.report;
    return execution === null ? null : { symbol, executions: [execution] };
  }
  if (input.kind !== 'answer' || input.answer.kind !== 'executions') return null;
  const read = state.reads.get(input.readId)?.read;
  return read?.kind === 'read-executions'
    ? { symbol: read.symbol, executions: input.answer.executions }
    : null;
}
