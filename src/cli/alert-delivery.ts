/**
 * Where the alerts of runs are told to, if anywhere (ALR-3). The address comes from the environment alone: it is a secret as often
 * as not, and must not stand in a command line, a file or a list of settings.
 */
import type { Report } from '../report/schema/report.js';
import { AlertWebhook } from '../server/alert-webhook.js';
import { ConfigurationError } from './failure.js';
import { secretsOf } from '../runs/secrets.js';
import type { World } from './world.js';

const WEBHOOK_VARIABLE = 'SQUALL_ALERT_WEBHOOK';

/** Said of a run once it is stored and told; nothing waits for it but the next run, for a bounded time. */
export type TellAlerts = (report: Report, signal: AbortSignal) => Promise<void>;

/** Errors: as `alertWebhookOf`. */
export function alertTeller(world: World): TellAlerts {
  const webhook = alertWebhookOf(world);
  return async (report, signal) => {
    const undelivered = (await webhook?.tell(report, signal)) ?? null;
    if (undelivered !== null) world.err(`${undelivered}\n`);
  };
}

/** Null where nobody asked for it. Error: `ConfigurationError`, which does not repeat the address. */
function alertWebhookOf({ env }: World): AlertWebhook | null {
  const text = env[WEBHOOK_VARIABLE] ?? '';
  if (text === '') return null;
  const address = URL.canParse(text) ? new URL(text) : null;
  const isAddress = address !== null && ['http:', 'https:'].includes(address.protocol);
  if (!isAddress || address.username !== '' || address.password !== '') {
    const what = `${WEBHOOK_VARIABLE} is no address of a webhook`;
    throw new ConfigurationError(
      `${what}\n  fix: http:// or https://, without a user name; unset it to tell nobody`,
    );
  }
  return new AlertWebhook({ address, redact: secretsOf(env).redact });
}
