/** When the engine knew of the first and of the last fill of an order; null = of none. */
import type { EpochMicros } from '../../core/ground/units.js';
import type { ProjectedChild } from '../projection/projection.js';

export const firstFillAt = ({ fills }: ProjectedChild): EpochMicros | null =>
  fills.reduce<EpochMicros | null>(
    (first, { at }) => (first === null || at < first ? at : first),
    null,
  );

export const lastFillAt = ({ fills }: ProjectedChild): EpochMicros | null =>
  fills.reduce<EpochMicros | null>(
    (last, { at }) => (last === null || at > last ? at : last),
    null,
  );
