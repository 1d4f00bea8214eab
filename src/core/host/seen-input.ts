/** What happened, with its time and with what the market showed of the symbols that a decision on it may look at: what `decide` is given. Pure. */
import type { EpochMicros } from '../ground/units.js';
import type { QuoteView } from '../order/outcome.js';
import type { MarketFeed } from '../ports.js';
import type { EngineConfig } from '../state/config.js';
import type { Input, InputBody } from '../state/input.js';
import { feeSymbols, quotedSymbol } from '../state/quoted-symbols.js';
import type { State } from '../state/state.js';

export interface Looking {
  readonly state: State;
  readonly config: EngineConfig;
  readonly feed: Pick<MarketFeed, 'quoteOf'>;
}

export function seenInput(body: InputBody, at: EpochMicros, looking: Looking): Input {
  const { state, config, feed } = looking;
  if (body.kind === 'watch' || body.kind === 'started')
    return { at, quotes: allQuotes(looking), ...body };
  const symbol = quotedSymbol(state, body, config.repeg !== undefined);
  // Own keys first: a spread that is added to makes a slow object of seven times the size, in old space (docs/benchmarks.md).
  if (symbol !== null) return { at, quotes: [feed.quoteOf(symbol)], ...body };
  const priced = feeSymbols(state, config.instruments, body);
  if (priced.length === 0) return { at, ...body };
  return { at, quotes: priced.map((one) => feed.quoteOf(one)), ...body };
}

/** A loss, and silence, are looked for in every market. */
const allQuotes = ({ config, feed }: Looking): readonly QuoteView[] =>
  [...config.instruments.keys()].map((symbol) => feed.quoteOf(symbol));
