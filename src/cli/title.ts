/** A scenario in one line: its name, and what it shows where it says so. */
import type { Scenario } from '../runs/scenario/schema.js';

export const titleOf = ({ name, shows }: Pick<Scenario, 'name' | 'shows'>): string =>
  shows === undefined ? name : `${name}: ${shows}`;
