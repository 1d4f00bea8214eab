/**
 * Tells alerts to an address outside (ALR-3): one document a run, tried a few times within a few seconds, never thrown, and given
 * up for good once it failed, so that an address that hangs costs its time once. Nothing of the address but its host is ever
 * told: the rest of it is a secret as often as not.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertReport, Report } from '../report/schema/report.js';

/** Alerts of one document; of the others it says how many there were. */
export const ALERTS_TOLD_MAX = 100;
const TEXT_MAX = 500;

export interface WebhookBounds {
  readonly attempts: number;
  /** Of one attempt. */
  readonly timeoutMillis: number;
  /** Before the second attempt; twice as long before each further one. */
  readonly pauseMillis: number;
}

const WEBHOOK_BOUNDS: WebhookBounds = { attempts: 3, timeoutMillis: 2000, pauseMillis: 250 };

/** What became of a document: null = it was taken, or there was nothing to tell. */
export type Undelivered = string | null;

export interface WebhookOptions {
  readonly address: URL;
  readonly redact: (text: string) => string;
  readonly bounds?: WebhookBounds;
}

export class AlertWebhook {
  readonly #options: WebhookOptions;
  readonly #bounds: WebhookBounds;
  #gaveUp = false;

  constructor(options: WebhookOptions) {
    this.#options = options;
    this.#bounds = options.bounds ?? WEBHOOK_BOUNDS;
  }

  /** Never rejects. `signal`: whoever waits for it does not any more. */
  async tell(report: Report, signal: AbortSignal): Promise<Undelivered> {
    if (report.alerts.length === 0 || this.#gaveUp) return null;
    const body = JSON.stringify(documentOf(report, this.#options.redact));
    let failure = '';
    for (let attempt = 1; attempt <= this.#bounds.attempts && !signal.aborted; attempt += 1) {
      if (attempt > 1) await this.#pause(attempt, signal);
      const answer = await this.#post(body, signal);
      if (answer.isTaken) return null;
      failure = answer.text;
      if (answer.isFinal) break;
    }
    this.#gaveUp = true;
    return `alerts were not delivered to ${this.#options.address.host}: ${failure === '' ? 'interrupted' : failure}`;
  }

  async #pause(attempt: number, signal: AbortSignal): Promise<void> {
    const millis = this.#bounds.pauseMillis * 2 ** (attempt - 2);
    await sleep(millis, undefined, { signal }).catch(() => undefined);
  }

  async #post(body: string, signal: AbortSignal): Promise<Answer> {
    const { address } = this.#options;
    const timeout = AbortSignal.timeout(this.#bounds.timeoutMillis);
    try {
      const {
        status,
        ok,
        body: rest,
      } = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        // Alerts go to the address that was given, and nowhere else.
        redirect: 'manual',
        signal: AbortSignal.any([signal, timeout]),
      });
      await rest?.cancel();
      const isFinal = status < 500 && status !== 429 && status !== 408;
      return { isTaken: ok, isFinal, text: `it answered ${status}` };
    } catch {
      // The words of the error may name the whole address.
      return { isTaken: false, isFinal: false, text: failureOf(timeout) };
    }
  }
}

interface Answer {
  readonly isTaken: boolean;
  /** Asking again would not help. */
  readonly isFinal: boolean;
  readonly text: string;
}

const failureOf = (timeout: AbortSignal): string =>
  timeout.aborted ? 'it did not answer in time' : 'it could not be reached';

const RANKS: Readonly<Record<AlertReport['level'], number>> = { critical: 0, warning: 1, info: 2 };

/** The gravest first. */
function documentOf(report: Report, redact: (text: string) => string): object {
  const sorted = report.alerts.toSorted((a, b) => RANKS[a.level] - RANKS[b.level]);
  const alerts = sorted.slice(0, ALERTS_TOLD_MAX).map((alert) => ({
    ...alert,
    subject: redact(alert.subject).slice(0, TEXT_MAX),
    text: redact(alert.text).slice(0, TEXT_MAX),
  }));
  return { runId: report.runId, alerts, leftOut: sorted.length - alerts.length };
}
