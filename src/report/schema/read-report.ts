/** A stored report and stored series, read back: held against their schemas, so that nobody reads a shape that is not there. */
import type { z } from 'zod';
import type { Told } from './fields.js';
import { type Report, reportSchema } from './report.js';
import { type RunSeries, seriesSchema } from './series.js';
import { servedSeries, storedSeriesSchema } from './stored-series.js';

/** The text is not what the schema says: written by another version, or damaged. */
export class StoredDocumentError extends Error {
  override readonly name = 'StoredDocumentError';
}

export const readReport = (text: string): Report => read(reportSchema, text, 'report');

/** Runs of earlier versions have them as they are served. */
export function readSeries(text: string): RunSeries {
  const stored = storedSeriesSchema.safeParse(parsedJson(text, 'series'));
  return stored.success ? servedSeries(stored.data) : read(seriesSchema, text, 'series');
}

function read<S extends z.ZodType>(schema: S, text: string, name: string): Told<S> {
  const parsed = schema.safeParse(parsedJson(text, name));
  if (parsed.success) return parsed.data as Told<S>;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw new StoredDocumentError(
    `the stored ${name} is not one this version reads (${place}: ${issue?.message ?? 'unknown'}); run it again, or read it with the version that wrote it`,
  );
}

/** Errors: `StoredDocumentError` for text that is no JSON; `name` says of what. */
export function parsedJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new StoredDocumentError(`the stored ${name} is not JSON: the database is damaged`);
  }
}
