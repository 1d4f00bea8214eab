/** A venue of Binance's on a port of this machine: a generated market in real time, one account, faults as a test says. */
import type { Instrument } from '../../../../src/core/ground/instrument.js';
import { type EpochMicros, lots } from '../../../../src/core/ground/units.js';
import { SystemClock } from '../../../../src/live/clock/system-clock.js';
import { binanceDialect } from '../../../../src/server/venue/binance/dialect.js';
import type { ApiKey } from '../../../../src/server/venue/binance/request/keys.js';
import { withRequestWindows } from '../../../../src/server/venue/binance/request-windows.js';
import { accountTerms } from '../../../../src/server/venue/binance/words/account-words.js';
import { pacedWire } from '../../../../src/server/venue/wire/paced-wire.js';
import { serveWire } from '../../../../src/server/venue/wire/serve-wire.js';
import { wallTime } from '../../../../src/server/venue/wire/wall-time.js';
import type { WireVenue } from '../../../../src/server/venue/wire/wire-venue.js';
import type { FaultSpec } from '../../../../src/sim/fault/fault-set.js';
import { PLAIN_VENUE } from '../../../support/plain-venue.js';
import { INSTRUMENT, type PlanChanges, planOf } from '../../../support/simulation-plan.js';

export const KEY: ApiKey = { keyId: 'squall-key', secret: 'squall-secret' };

export interface Served {
  readonly origin: string;
  readonly sockets: string;
  readonly venue: WireVenue;
  readonly instrument: Instrument;
  readonly close: () => Promise<void>;
}

export interface ServeChanges extends PlanChanges {
  readonly keys?: readonly ApiKey[];
  readonly speed?: number;
  readonly faults?: readonly FaultSpec[];
}

export async function served({
  keys = [KEY],
  speed = 1,
  ...changes
}: ServeChanges = {}): Promise<Served> {
  const plan = planOf({
    ...changes,
    venue: {
      fees: { makerBps: '1', takerBps: '10', asset: 'received' },
      account: {
        ...PLAIN_VENUE.account,
        ...{ cash: '1000000', shorting: false },
        positions: new Map([[INSTRUMENT.symbol, lots(10_000)]]),
      },
      idempotency: 'open-only',
      ...changes.venue,
    },
  });
  const clock = new SystemClock({ shows: plan.start, speed });
  const wall = wallTime(plan.start, (Date.now() * 1_000) as EpochMicros, speed);
  const venue = pacedWire(withRequestWindows(plan, speed), { clock, speed });
  const terms = accountTerms(plan.venue);
  const dialect = binanceDialect({ venue, wall, keys, terms });
  const { port, close } = await serveWire({ venue, dialect, clock, speed, port: 0 });
  return {
    origin: `http://127.0.0.1:${port}`,
    sockets: `ws://127.0.0.1:${port}`,
    venue,
    instrument: INSTRUMENT,
    close,
  };
}
