/** Warnings that say that the engine does not know a fill of the venue, or not its price: a run that has one failed. */
export const UNKNOWN_FILL_CODES: ReadonlySet<string> = new Set(['fill-missed', 'fill-unpriced']);
