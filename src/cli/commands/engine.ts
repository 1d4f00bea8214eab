/** Verbs that talk to a running engine through its API; `kill` has a file of its own. */
import { textOfLines } from '../../report/text/layout.js';
import { type EngineFlags, type ReasonFlags, askEngine, reasonOf, told } from '../engine-client.js';
import { alertLines, orderLines, ordersLines, orphanLines, statusLines } from '../engine-words.js';
import { limitLines, quarantineLines } from '../risk-words.js';
import type { ExitCode } from '../exit-code.js';
import { UsageError } from '../failure.js';
import type { World } from '../world.js';

type Ask = Parameters<typeof askEngine>[2];

async function run(
  world: World,
  flags: EngineFlags,
  ask: Ask,
  inWords: (body: never) => string,
): Promise<ExitCode> {
  return told(world, flags, await askEngine(world, flags, ask), inWords);
}

const get = (path: string): Ask => ({ method: 'GET', path });
const post = (path: string, body: object): Ask => ({ method: 'POST', path, body });

const withReason = (path: string, flags: ReasonFlags): string =>
  `${path}?reason=${encodeURIComponent(reasonOf(flags))}`;

export const statusCommand = (world: World, flags: EngineFlags): Promise<ExitCode> =>
  run(world, flags, get('/api/v1/status'), statusLines);

export function ordersCommand(
  world: World,
  id: string | undefined,
  flags: EngineFlags & { readonly open?: boolean; readonly limit: string },
): Promise<ExitCode> {
  if (id !== undefined)
    return run(world, flags, get(`/api/v1/orders/${encodeURIComponent(id)}`), orderLines);
  const open = flags.open === true ? '&open=1' : '';
  const limit = encodeURIComponent(flags.limit);
  return run(world, flags, get(`/api/v1/orders?limit=${limit}${open}`), ordersLines);
}

export const alertsCommand = (
  world: World,
  flags: EngineFlags & { readonly all?: boolean },
): Promise<ExitCode> =>
  run(world, flags, get(`/api/v1/alerts${flags.all === true ? '' : '?raised=1'}`), alertLines);

export const listOrphans = (world: World, flags: EngineFlags): Promise<ExitCode> =>
  run(world, flags, get('/api/v1/orphans'), orphanLines);

export function ruleOrphan(
  world: World,
  { what, id }: { readonly what: 'adopt' | 'cancel' | 'narrow'; readonly id: string },
  flags: ReasonFlags & { readonly strategy?: string },
): Promise<ExitCode> {
  const { reason = 'none given', strategy } = flags;
  const body = what === 'adopt' ? { reason, strategyId: strategy ?? 'default' } : { reason };
  const path = `/api/v1/orphans/${encodeURIComponent(id)}/${what}`;
  return run(world, flags, post(path, body), (orphan: { readonly status: string }) =>
    textOfLines([`orphan ${id}: ${orphan.status}`]),
  );
}

export function reconcileCommand(
  world: World,
  flags: ReasonFlags & { readonly force?: boolean },
): Promise<ExitCode> {
  const path = flags.force === true ? 'force-complete' : 'run';
  const reason = flags.force === true ? reasonOf(flags) : (flags.reason ?? 'asked for');
  return run(
    world,
    flags,
    post(`/api/v1/reconciliation/${path}`, { reason }),
    ({ gate }: { readonly gate: string }) =>
      textOfLines([
        flags.force === true ? `the gate is ${gate}` : 'the venue is asked; "squall status" tells',
      ]),
  );
}

export function breakerCommand(
  world: World,
  what: string | undefined,
  flags: ReasonFlags,
): Promise<ExitCode> {
  const path = '/api/v1/breaker';
  const inWords = ({ state, reason }: { readonly state: string; readonly reason: string }) =>
    textOfLines([`circuit breaker: ${state}${reason === '' ? '' : ` (${reason})`}`]);
  if (what === undefined) return run(world, flags, get(path), inWords);
  if (what === 'trip') return run(world, flags, post(path, { reason: reasonOf(flags) }), inWords);
  if (what === 'reset')
    return run(world, flags, { method: 'DELETE', path: withReason(path, flags) }, inWords);
  throw new UsageError(`breaker ${what}\n  fix: trip, reset, or nothing to look at it`);
}

export const listQuarantines = (world: World, flags: EngineFlags): Promise<ExitCode> =>
  run(world, flags, get('/api/v1/quarantines'), quarantineLines);

export function ruleQuarantine(
  world: World,
  { on, symbol }: { readonly on: boolean; readonly symbol: string },
  flags: ReasonFlags & { readonly strategy: string },
): Promise<ExitCode> {
  const { strategy } = flags;
  const path = '/api/v1/quarantines';
  if (on) {
    const body = { symbol, strategyId: strategy, reason: reasonOf(flags) };
    return run(world, flags, post(path, body), quarantineLines);
  }
  const below = withReason(`${path}/${encodeURIComponent(symbol)}`, flags);
  const lift = `${below}&strategy=${encodeURIComponent(strategy)}`;
  return run(world, flags, { method: 'DELETE', path: lift }, quarantineLines);
}

export const limitsCommand = (world: World, flags: EngineFlags): Promise<ExitCode> =>
  run(world, flags, get('/api/v1/limits'), limitLines);

export function stopCommand(
  world: World,
  flags: ReasonFlags & { readonly onStop: string },
): Promise<ExitCode> {
  const { onStop, reason = 'asked for' } = flags;
  if (onStop !== 'leave' && onStop !== 'cancel')
    throw new UsageError(`--on-stop ${onStop}\n  fix: leave or cancel`);
  return run(world, flags, post('/api/v1/stop', { onStop, reason }), () =>
    textOfLines([`it ends; working orders: ${onStop}`]),
  );
}
