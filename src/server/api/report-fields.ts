/** The kinds of fields a report is made of, as schemas. */
import { z } from '@hono/zod-openapi';
import type { WarningReport } from '../../report/schema/report.js';

export const text = z.string();
export const number = z.number();
export const count = z.number().int();
/** Epoch microseconds. */
export const micros = z.number().int();
/** A plain decimal: quantities, prices, money. */
export const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);

/** Null = not measured. */
export const nullable = <T extends z.ZodType>(schema: T): z.ZodNullable<T> => schema.nullable();

export const warningSchema: z.ZodType<WarningReport> = z.strictObject({
  code: text,
  subject: nullable(text),
  text,
});
