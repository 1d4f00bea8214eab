/** One line of the structured log, as data. Types, and the one way to make it. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogValue = string | number | boolean | null;
export type LogFields = Readonly<Record<string, LogValue>>;

export interface LogLine {
  readonly level: LogLevel;
  /** Dotted, stable: what a filter or an alert rule names. */
  readonly event: string;
  readonly fields: LogFields;
}

export const logLine = (level: LogLevel, event: string, fields: LogFields): LogLine => ({
  level,
  event,
  fields,
});
