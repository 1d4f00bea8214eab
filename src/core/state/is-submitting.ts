/** The one predicate for "nothing of our submit is settled by a word of the venue yet". */
import type { Stage } from './state.js';

export const isSubmitting = ({ kind }: Stage): boolean =>
  kind === 'unsent' || kind === 'sending' || kind === 'unknown' || kind === 'taken';
