/** Quarantines and limits of a running engine: looked at, begun, lifted, set. */
import { z } from 'zod';
import { EVERY_STRATEGY } from '../../core/guard/quarantine.js';
import type { Limits } from '../../core/state/limits.js';
import type { EngineDesk } from '../../runs/desk/engine-desk.js';
import { LimitsMissing, requireLimits } from '../../runs/require-limits.js';
import { type Listed, limitsOf, problemsOfLimits } from '../../runs/scenario/limits-of.js';
import { limitsSchema } from '../../runs/scenario/limits-schema.js';
import { unprocessable } from '../problem.js';
import { carryOut, reasonIn } from './carry-out.js';
import { limitsView, quarantineViews } from './risk-view.js';
import { type Asked, type Route, ok, route } from './route.js';

const reason = z.string().min(1).max(200);
const strategyId = z
  .string()
  .regex(/^(\*|[a-z0-9_-]{1,64})$/, 'must be * or 1 to 64 of a-z, 0-9, _ and -')
  .default(EVERY_STRATEGY)
  .meta({ description: '* = every strategy' });
const quarantineBody = z.strictObject({
  symbol: z.string().min(1).max(64),
  strategyId,
  reason,
});
const limitsBody = limitsSchema.extend({ reason });

const shown = ({ desk }: Pick<Asked, 'desk'>) => ok({ items: quarantineViews(desk) });

/** Errors: `ProblemError` with every fault. */
function limitsFrom(desk: EngineDesk, body: z.output<typeof limitsSchema>): Limits {
  const { instruments } = desk.config;
  const [first] = instruments.keys();
  const listed: Listed = (symbol = first ?? '') => instruments.get(symbol);
  const problems = problemsOfLimits(listed, body, []);
  if (problems.length > 0)
    throw unprocessable(problems.map(({ path, what }) => ({ path, message: what })));
  const limits = limitsOf(listed, body);
  try {
    requireLimits({ ...desk.config, limits });
  } catch (error) {
    if (!(error instanceof LimitsMissing)) throw error;
    throw unprocessable([{ path: ['perSymbol'], message: error.message }]);
  }
  return limits;
}

export const RISK_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/quarantines',
    summary:
      'Who may give no order in which symbol, and why: by a ruling, or for as long as an orphan lives (REC-7)',
    role: 'viewer',
    statuses: [200],
    handle: shown,
  }),
  route({
    method: 'POST',
    path: '/api/v1/quarantines',
    summary: 'Put a symbol in quarantine, for one strategy or for all (ORD-0)',
    role: 'operator',
    body: quarantineBody,
    statuses: [200, 403, 404, 409, 415, 422, 503],
    handle: async (asked) => {
      const { reason: why, strategyId: strategy, symbol } = asked.body;
      const command = { do: 'quarantine-on', strategyId: strategy, symbol } as const;
      await carryOut(asked, { command, reason: why, unknown: 'no-such-symbol' });
      return shown(asked);
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/quarantines/{symbol}',
    summary: 'Lift one: ?strategy=&reason=; every strategy where none is named',
    role: 'operator',
    statuses: [200, 403, 404, 409, 422, 503],
    handle: async (asked) => {
      const { desk, param, query } = asked;
      const symbol = param('symbol');
      const named = strategyId.safeParse(query['strategy']);
      if (!named.success) throw unprocessable([{ path: ['strategy'], message: 'is no name' }]);
      const command = { do: 'quarantine-off', strategyId: named.data, symbol } as const;
      const unknown = desk.instrument(symbol) === null ? 'no-such-symbol' : null;
      await carryOut(asked, { command, reason: reasonIn(asked), unknown });
      return shown(asked);
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/limits',
    summary: 'What an order may add at most, as it holds now; null = not limited (RSK-3)',
    role: 'viewer',
    statuses: [200],
    handle: ({ desk }) => ok(limitsView(desk)),
  }),
  route({
    method: 'PUT',
    path: '/api/v1/limits',
    summary: 'Set all of them anew; what is left out is not limited (RSK-3)',
    role: 'admin',
    body: limitsBody,
    statuses: [200, 403, 409, 415, 422, 503],
    handle: async (asked) => {
      const { reason: why, ...body } = asked.body;
      const command = { do: 'limits', limits: limitsFrom(asked.desk, body) } as const;
      await carryOut(asked, { command, reason: why });
      return ok(limitsView(asked.desk));
    },
  }),
];
