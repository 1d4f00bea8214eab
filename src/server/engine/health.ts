/** How a running engine is, with causes, and whether it takes orders. Pure. */
import { MICROS_PER_SECOND } from '../../core/ground/units.js';
import type { EngineDesk } from '../../runs/desk/engine-desk.js';
import { modeOf } from './account-view.js';

/** SIG-4: a quote is served for so long after the feed last delivered anything. */
export const QUOTE_AGE_MAX = 60 * MICROS_PER_SECOND;

export interface Health {
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly causes: readonly string[];
}

export function healthOf(desk: EngineDesk): Health {
  const { ended } = desk;
  if (ended !== null) return { status: 'unhealthy', causes: [`the engine has ended: ${ended}`] };
  const causes = [...modeCauses(desk), ...linkCauses(desk), ...alertCauses(desk)];
  return { status: causes.length === 0 ? 'healthy' : 'degraded', causes };
}

function modeCauses(desk: EngineDesk): readonly string[] {
  const { mode, cause } = modeOf(desk);
  return mode === 'ready' ? [] : [`${mode}: ${cause}`];
}

function linkCauses(desk: EngineDesk): readonly string[] {
  const { state, isUp, config, now } = desk;
  const causes: string[] = [];
  if (!isUp) causes.push('the venue is not reached');
  if (state.feed === 'down') causes.push('the market feed is down');
  if (state.stream === 'down') causes.push('the order stream is down');
  for (const symbol of config.instruments.keys()) {
    const { aliveAt } = desk.quoteOf(symbol);
    if (aliveAt !== null && now - aliveAt > QUOTE_AGE_MAX)
      causes.push(
        `no market data of ${symbol} for ${Math.floor((now - aliveAt) / MICROS_PER_SECOND)} s`,
      );
  }
  return causes;
}

const alertCauses = ({ book }: EngineDesk): readonly string[] =>
  book.alerts
    .filter(({ level, state }) => level === 'critical' && state === 'raised')
    .map(({ code, subject, text }) => `alert ${code} (${subject}): ${text}`);

/** Null = it takes orders; else why not. */
export function whyNotReady(desk: EngineDesk): string | null {
  if (desk.ended !== null) return `the engine has ended: ${desk.ended}`;
  if (!desk.isUp) return 'the venue is not reached';
  const { mode, cause } = modeOf(desk);
  return mode === 'ready' || mode === 'forced' || mode === 'half-open' ? null : `${mode}: ${cause}`;
}
