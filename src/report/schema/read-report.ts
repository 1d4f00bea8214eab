/** A stored report and stored series, read back: held against their schemas, so that nobody reads a shape that is not there. */
import { z } from 'zod';
import type { Told } from './fields.js';
import { REPORT_SCHEMA_VERSION, type Report, reportSchema } from './report.js';
import { type RunSeries, seriesSchema } from './series.js';
import { servedSeries, storedSeriesSchema, unpackedSeriesSchema } from './stored-series.js';

/** The text is not what the schema says: written by another version, or damaged. */
export class StoredDocumentError extends Error {
  override readonly name = 'StoredDocumentError';
}

/** Errors: `StoredDocumentError`; a report of another version of its schema is not read further than its number. */
export function readReport(text: string): Report {
  const document = parsedJson(text, 'report');
  const version = numberedSchema.safeParse(document);
  if (version.success && version.data.schemaVersion !== REPORT_SCHEMA_VERSION) {
    throw new StoredDocumentError(
      `the stored report has schemaVersion ${version.data.schemaVersion}, and this version reads ${REPORT_SCHEMA_VERSION}; run it again, or read it with the version that wrote it`,
    );
  }
  return checked(reportSchema, withLaterFields(document), 'report');
}

/** Fields that reports of the same version were made without, until they were kept. */
const withLaterFields = (document: unknown): unknown =>
  isRecord(document)
    ? {
        faultWindows: [],
        reached: null,
        attribution: null,
        // There was no other one.
        engine: 'robust',
        ...document,
        ...(Array.isArray(document['parents'])
          ? { parents: document['parents'].map((parent) => withExecuted(withMarkoutShare(parent))) }
          : {}),
        ...(isRecord(document['truth']) ? { truth: withOpenOrders(document['truth']) } : {}),
        ...(isRecord(document['invariants'])
          ? { invariants: withEvidence(document['invariants']) }
          : {}),
      }
    : document;

/** A markout was over all that filled, or it was not told. */
function withMarkoutShare(parent: unknown): unknown {
  if (!isRecord(parent) || !isRecord(parent['markoutBps']) || 'markoutShare' in parent)
    return parent;
  const shares = Object.entries(parent['markoutBps']).map(([delay, bps]) => [
    delay,
    bps === null ? null : 1,
  ]);
  return { ...parent, markoutShare: Object.fromEntries(shares) as unknown };
}

/** What the venue executed was told of the run as a whole only. */
const withExecuted = (parent: unknown): unknown =>
  isRecord(parent) ? { executedQuantity: null, executedShare: null, ...parent } : parent;

/** Open orders were held against nothing. */
const withOpenOrders = (truth: Readonly<Record<string, unknown>>): unknown => ({
  ...truth,
  ordersLeftOpen: truth['ordersLeftOpen'] ?? null,
  ordersGone: truth['ordersGone'] ?? null,
});

/** Broken invariants came without what shows them. */
function withEvidence(invariants: Readonly<Record<string, unknown>>): unknown {
  const { violations } = invariants;
  if (!Array.isArray(violations)) return invariants;
  const shown = violations.map((one: unknown) =>
    isRecord(one) ? { evidence: null, ...one } : one,
  );
  return { ...invariants, violations: shown };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const numberedSchema = z.looseObject({ schemaVersion: z.number() });

/** Runs of earlier versions have them in lists, or as they are served. */
export function readSeries(text: string): RunSeries {
  const document = parsedJson(text, 'series');
  const served = seriesSchema.safeParse(document);
  if (served.success) return served.data;
  const unpacked = unpackedSeriesSchema.safeParse(document);
  // What is wrong is told of the form of this version.
  return servedSeries(
    unpacked.success ? unpacked.data : checked(storedSeriesSchema, document, 'series'),
  );
}

function checked<S extends z.ZodType>(schema: S, document: unknown, name: string): Told<S> {
  const parsed = schema.safeParse(document);
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
