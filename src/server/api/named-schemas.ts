/**
 * The documents of a run under the names by which the API description refers to them: the same shapes, made again here,
 * since only schemas made after the description's library was loaded can carry a name.
 */
import { z } from '@hono/zod-openapi';
import { childSchema, parentSchema } from '../../report/schema/parent-report.js';
import { reportSchema } from '../../report/schema/report.js';
import { seriesSchema } from '../../report/schema/series.js';

const namedChild = z.strictObject(childSchema.shape).openapi('ChildReport');

export const namedParent = z
  .strictObject({ ...parentSchema.shape, children: z.array(namedChild).readonly() })
  .openapi('ParentReport');

export const namedReport = z
  .strictObject({ ...reportSchema.shape, parents: z.array(namedParent).readonly() })
  .openapi('Report');

export const namedSeries = z.strictObject(seriesSchema.shape).openapi('Series');
