/** `execution.positionCheck` (FIL-7): positions held against fills. Without the key nobody asks for positions. */
import { z } from 'zod';
import { DEFAULT_POSITION_CHECK } from '../../core/state/position.js';
import { durationField, paceField } from './fields.js';

export const positionCheckSchema = z.strictObject({
  settle: durationField.default(DEFAULT_POSITION_CHECK.settle).meta({
    description: 'from the end of an order that filled to the look at what is held',
  }),
  again: paceField.default(DEFAULT_POSITION_CHECK.again).meta({
    description: 'until it is asked again, where the answer differed or failed',
  }),
  believedAfter: durationField.default(DEFAULT_POSITION_CHECK.believedAfter).meta({
    description: 'a difference that stays the same for so long is taken as it is',
  }),
});
