/** What an operator asked for that is no entry of anything else, and what was refused. Types only. */
import type { OnStop } from './input.js';

export type OperatorEntry =
  /** `denied`: the role does not permit it. */
  | { readonly kind: 'operator-refused'; readonly text: string; readonly denied?: true }
  /** Whoever runs the process ends it. */
  | {
      readonly kind: 'stop-asked';
      readonly onStop: OnStop;
      readonly operator: string;
      readonly reason: string;
    };
