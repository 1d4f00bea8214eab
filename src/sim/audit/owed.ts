/** What happened so long before the end of a run that the engine had the time to know it (SIM-5). */
import { type EpochMicros, type Micros, plus, seconds } from '../../core/ground/units.js';

/** The longest pause between two questions, 8 s and their jitter: what was done later than that before the end may be news. */
const LONGEST_PAUSE = seconds(10);

/** `visibilityLag`: how long after it the venue may still hide it from queries. */
export const isOwed = (
  since: EpochMicros,
  { visibilityLag, end }: { readonly visibilityLag: Micros; readonly end: EpochMicros },
): boolean => plus(plus(since, visibilityLag), LONGEST_PAUSE) <= end;
