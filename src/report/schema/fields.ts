/** The kinds of fields the documents of a run are made of, and the type a schema stands for. */
import { z } from 'zod';

export const text = z.string();
export const number = z.number();
export const count = z.number().int();
/** Epoch microseconds. */
export const micros = z.number().int();
/** A plain decimal: quantities, prices, money. */
export const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);

/** Null = not measured. */
export const nullable = <T extends z.ZodType>(schema: T): z.ZodNullable<T> => z.nullable(schema);

export const listOf = <T extends z.ZodType>(item: T): z.ZodReadonly<z.ZodArray<T>> =>
  z.array(item).readonly();

export const countByName = z.record(z.string(), count);
export const textByName = z.record(z.string(), text);

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** What a schema describes, read-only all through. */
export type Told<S extends z.ZodType> = DeepReadonly<z.infer<S>>;
