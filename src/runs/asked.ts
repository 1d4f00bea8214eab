/**
 * What a stored run was asked to be, in its own words: the sentence of its scenario and what was put over it. For lists and
 * pages; nothing is run again by it.
 */
import { createHash } from 'node:crypto';
import { readDocument } from './scenario/document.js';
import { ScenarioError } from './scenario/problem.js';
import type { StoredPlan } from './stored-plan.js';

export interface Asked {
  /** Null where the scenario says nothing, or cannot be read any more. */
  readonly shows: string | null;
  /** `key=value`, as they were given. */
  readonly overrides: readonly string[];
  /**
   * The same for all runs of one text under whatever seed and values of the same keys: a seed campaign, a sweep.
   * Hexadecimal.
   */
  readonly campaign: string;
}

const CAMPAIGN_LENGTH = 12;

export function askedOf(plan: StoredPlan): Asked {
  const overrides = plan.set.filter((setting) => !setting.startsWith('seed='));
  const keys = overrides.map((setting) => setting.split('=', 1)[0]);
  const told = JSON.stringify([plan.scenarioText, keys]);
  return {
    shows: shownBy(plan),
    overrides,
    campaign: createHash('sha256').update(told).digest('hex').slice(0, CAMPAIGN_LENGTH),
  };
}

function shownBy({ scenarioFile, scenarioText }: StoredPlan): string | null {
  try {
    const { value } = readDocument(scenarioFile, scenarioText);
    const shows = (value as { readonly shows?: unknown } | null)?.shows;
    return typeof shows === 'string' ? shows : null;
  } catch (error) {
    if (error instanceof ScenarioError) return null;
    throw error;
  }
}
