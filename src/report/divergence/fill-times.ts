/** When the engine knew of the fills of an order. What was undone later was a fill; that it was undone is none. */
import type { EpochMicros } from '../../core/ground/units.js';
import type { ProjectedChild } from '../projection/projection.js';

export const fillTimesOf = ({ fills }: ProjectedChild): readonly EpochMicros[] =>
  fills.filter(({ bustOf }) => bustOf === null).map(({ at }) => at);

export const firstFillAt = (child: ProjectedChild): EpochMicros | null =>
  earliest(fillTimesOf(child));

/** Of those that are known; null where none is. */
export const earliest = (times: readonly (EpochMicros | null)[]): EpochMicros | null =>
  known(times).reduce<EpochMicros | null>(
    (first, at) => (first === null || at < first ? at : first),
    null,
  );

export const latest = (times: readonly (EpochMicros | null)[]): EpochMicros | null =>
  known(times).reduce<EpochMicros | null>(
    (last, at) => (last === null || at > last ? at : last),
    null,
  );

const known = (times: readonly (EpochMicros | null)[]): readonly EpochMicros[] =>
  times.filter((at) => at !== null);
