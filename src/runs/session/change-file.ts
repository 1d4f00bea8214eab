/** The file in which a person says what a recorded session is to have heard otherwise: its form, and what is wrong with one, with its place. YAML. */
import { z } from 'zod';
import { type Micros, seconds } from '../../core/ground/units.js';
import { type ScenarioDocument, type WrittenAs, readDocument } from '../scenario/document.js';
import { explainIssue } from '../scenario/explain-issue.js';
import { spanField } from '../scenario/fields.js';
import { descriptionAt, jsonSchemaOf } from '../scenario/known-keys.js';
import { type ScenarioProblem, ScenarioError, dotted } from '../scenario/problem.js';
import type { Becomes } from './change.js';
import { MESSAGES } from './messages.js';

const EXAMPLE = '[{ message: acknowledgement, about: P1/3, becomes: lost }]';
const AS: WrittenAs = { name: 'file of changes', whenEmpty: `write changes: ${EXAMPLE}` };
const BECOMES = 'lost, reset, { delayed: 2s } or { rejected: some-code }';

const becomesField = z
  .union([
    z.enum(['lost', 'reset']),
    z.strictObject({ delayed: spanField }),
    z.strictObject({
      rejected: z.string().min(1).meta({ description: 'the code of the venue, in quotes' }),
    }),
  ])
  .meta({ description: BECOMES })
  .transform((becomes): Becomes => {
    if (typeof becomes === 'string') return { kind: becomes };
    return 'delayed' in becomes
      ? { kind: 'delayed', by: becomes.delayed }
      : { kind: 'rejected', code: becomes.rejected };
  });

const changeSchema = z.strictObject({
  message: z
    .enum(MESSAGES)
    .meta({ description: 'acknowledgement, report (of the order stream) or answer' }),
  /** An order or a fill as reports call it, or its id. */
  about: z.string().min(1).optional().meta({ description: 'an order or a fill: P1/3, P1/3.1' }),
  kind: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'a kind, as in submit, trade or open-orders' }),
  /** Of those that are named. */
  nth: z
    .union([z.int().min(1), z.literal('all')])
    .default(1)
    .meta({ description: 'a number from 1, or all' }),
  becomes: becomesField,
});

const fileSchema = z.strictObject({
  /** The default is that of a scenario (`venue.requestTimeout`). */
  requestTimeout: spanField.default(seconds(5)),
  changes: z.array(changeSchema).min(1).meta({ description: EXAMPLE }),
});

export type WrittenChange = z.output<typeof changeSchema>;

export interface ChangeFile {
  readonly requestTimeout: Micros;
  readonly changes: readonly WrittenChange[];
  /** `key`: of the change; left out where the change as a whole is meant. */
  problemAt(
    change: number,
    problem: { readonly what: string; readonly fix: string; readonly key?: keyof WrittenChange },
  ): ScenarioProblem;
}

/** Errors: `ScenarioError` with every problem and its place. */
export function readChangeFile(file: string, text: string): ChangeFile {
  const document = readDocument(file, text, AS);
  const parsed = fileSchema.safeParse(document.value);
  if (!parsed.success) throw new ScenarioError(file, problemsOf(parsed.error, document));
  return {
    ...parsed.data,
    problemAt: (change, { what, fix, key }) => {
      const path = ['changes', change, ...(key === undefined ? [] : [key])];
      return { place: document.placeOf(path), path: dotted(path), what, why: null, fix };
    },
  };
}

function problemsOf(
  { issues }: z.ZodError,
  document: ScenarioDocument,
): readonly ScenarioProblem[] {
  const schema = jsonSchemaOf(fileSchema);
  return issues
    .flatMap((issue) => explainIssue(issue, { root: document.value, schema }))
    .map(({ path, atKey, what, why, fix }) => ({
      place: atKey ? document.placeOfKey(path) : document.placeOf(path),
      ...{
        path: dotted(path),
        what,
        why,
        fix: fix ?? `write ${descriptionAt(schema, path) ?? `changes: ${EXAMPLE}`}`,
      },
    }));
}
