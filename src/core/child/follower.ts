/**
 * FIL-12: who follows an order, and by which waits. Chosen when it is first sent and kept to its end, so that a change at
 * run time never leaves an order half followed by one and half by the other.
 */
import {
  type EngineConfig,
  type EngineName,
  type FillDetectionConfig,
  PLAIN_DETECTION,
} from '../state/config.js';
import type { ChildState, State } from '../state/state.js';
import type { Step } from '../state/step.js';

/** Of orders that are sent from now on. */
const chosenEngine = (state: State, config: EngineConfig): EngineName =>
  state.engine ?? config.engine;

export const followerOf = ({ state, config }: Step, { submit, monitor }: ChildState): EngineName =>
  submit.attempts === 0 ? chosenEngine(state, config) : (monitor ?? 'robust');

export const detectionOf = ({ config }: Step, follower: EngineName): FillDetectionConfig =>
  follower === 'plain' ? { ...config.fillDetection, ...PLAIN_DETECTION } : config.fillDetection;
