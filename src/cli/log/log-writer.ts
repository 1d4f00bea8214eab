/**
 * The structured log as JSON lines (SCH-9, FIL-10), by pino: the core says what happened, this says it to the world, without
 * secrets, and with the time of the run's own clock instead of the machine's.
 */
import { pino } from 'pino';
import type { LogFields } from '../../core/engine/log-line.js';
import type { LoggedLine } from '../../runs/log-lines.js';
import { CENSORED, SECRET_FIELDS, secretsOf } from '../../runs/secrets.js';

export type LogWriter = (line: LoggedLine) => void;

/** `write` gets one line with its newline at a time, at once. */
export function logWriter(
  write: (text: string) => void,
  env: Readonly<Record<string, string | undefined>>,
): LogWriter {
  let time = '';
  const { redact } = secretsOf(env);
  const clean = (fields: LogFields): LogFields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === 'string' ? redact(value) : value,
      ]),
    );
  const logger = pino(
    {
      level: 'debug',
      base: null,
      timestamp: () => `,"time":"${time}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS.map((name) => `fields.${name}`), censor: CENSORED },
    },
    { write },
  );
  return ({ level, event, fields, atMicros, ...line }) => {
    ({ time } = line);
    logger[level]({ atMicros, event, fields: clean(fields) });
  };
}
