/** `execution.restart` (REC-1, RCV-3): what a process goes by that begins on what another one left. */
import { z } from 'zod';
import { DEFAULT_RESTART } from '../../core/state/restart.js';
import { durationField, spanField } from './fields.js';

export const restartSchema = z.strictObject({
  misfireGrace: durationField.default(DEFAULT_RESTART.misfireGrace).meta({
    description:
      'a slice that is later than this while its market is closed fails; while it is open it is sent, and told',
  }),
  gateTimeout: spanField.default(DEFAULT_RESTART.gateTimeout).meta({
    description: 'an engine that is not reconciled after this tells it; nothing leaves until it is',
  }),
});
