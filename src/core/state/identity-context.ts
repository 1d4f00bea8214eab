/** What of the configuration and the first receipt goes into every id (TWAP-5). */
import type { EngineConfig } from '../state/config.js';
import type { IdentityContext } from '../plan/identity.js';

export const identityContext = (config: EngineConfig, date: string): IdentityContext => ({
  mode: config.mode,
  venue: config.venue.venue,
  account: config.venue.account,
  date,
});
