/** How wide a text is, and how far in its labels push it. */
import { TEXT_WIDTH } from './layout.js';

export interface Page {
  readonly width: number;
  readonly label: number;
}

const LABEL = 14;
const NARROWEST = 60;
/** Longer lines are harder to read, however wide the terminal is. */
const WIDEST = 120;

/** `columns`: of the terminal; null where nobody watches. */
export const pageOf = (columns: number | null): Page => ({
  label: LABEL,
  width: columns === null ? TEXT_WIDTH : Math.min(WIDEST, Math.max(NARROWEST, columns)),
});
