/**
 * RSK-2: market data that nothing was heard of for too long, in the market's own hours: a night is no silence. Pure, shared by
 * the core, which decides, and by the host, which watches for the moment.
 */
import { sessionsOf } from '../ground/calendar/calendar-of.js';
import type { Instrument } from '../ground/instrument.js';
import { lengthText } from '../ground/length-text.js';
import { type EpochMicros, type Micros, micros, plus } from '../ground/units.js';
import type { BreakerConfig } from '../state/breaker.js';
import type { EngineConfig } from '../state/config.js';
import type { State } from '../state/state.js';

/** When the feed last delivered anything of a symbol; null when it never did. */
export type AliveAt = (symbol: string) => EpochMicros | null;

export interface SilenceLook {
  readonly state: State;
  readonly config: Pick<EngineConfig, 'instruments'> & { readonly breaker: BreakerConfig };
  readonly aliveAt: AliveAt;
}

/** Null while every market is heard of. */
export function silenceProblem(look: SilenceLook, now: EpochMicros): string | null {
  const { breaker, instruments } = look.config;
  const silent: string[] = [];
  for (const [symbol, instrument] of instruments) {
    const since = quietSince(look, instrument, now);
    if (since !== null && now - since > breaker.dataAge) silent.push(symbol);
  }
  if (silent.length === 0) return null;
  return `market data of ${silent.join(', ')} is older than ${lengthText(breaker.dataAge)}`;
}

/** The first instant at which it would be too long if nothing were heard any more. */
export function silentFrom(look: SilenceLook, now: EpochMicros): EpochMicros {
  const { breaker, instruments } = look.config;
  let first = Infinity;
  for (const [, instrument] of instruments) {
    const since = quietSince(look, instrument, now) ?? sessionsOf(instrument).nextOpen(now);
    first = Math.min(first, plus(plus(since, breaker.dataAge), JUST_OVER));
  }
  return first as EpochMicros;
}

const JUST_OVER: Micros = micros(1);

/** Null while the market is closed. What was never heard of counts from the account's first order. */
function quietSince(
  { state, aliveAt }: SilenceLook,
  instrument: Instrument,
  now: EpochMicros,
): EpochMicros | null {
  const session = sessionsOf(instrument).sessionAt(now);
  if (session === null) return null;
  const heard = aliveAt(instrument.symbol) ?? state.watch?.since ?? now;
  return heard > session.open ? heard : session.open;
}
