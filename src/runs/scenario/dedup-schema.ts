/** `execution.dedup`: how two signals are told apart, and how long and how many are remembered (DED-2, DED-3). */
import { z } from 'zod';
import { DEFAULT_DEDUP } from '../../core/state/signal.js';
import { spanField } from './fields.js';

export const dedupSchema = z
  .strictObject({
    mode: z.enum(['tolerance', 'bucket']).default(DEFAULT_DEDUP.mode),
    window: spanField.default(DEFAULT_DEDUP.window),
    toleranceBps: z.int().min(0).max(10_000).default(DEFAULT_DEDUP.toleranceBps),
    memory: spanField.default(DEFAULT_DEDUP.memory),
    cap: z.int().min(1).max(10_000).default(DEFAULT_DEDUP.cap).meta({
      description: 'signals remembered at most; at it new ones are refused',
    }),
    decimals: z.int().min(0).max(9).default(DEFAULT_DEDUP.decimals).meta({
      description: 'of the price in the name of a signal',
    }),
    clearOpposite: z.boolean().default(DEFAULT_DEDUP.clearOpposite),
  })
  .refine(({ memory, window }) => memory >= window, {
    path: ['memory'],
    error: 'is shorter than window: a signal would be forgotten while it still counts',
  });
