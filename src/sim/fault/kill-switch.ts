/**
 * An operator throws the kill switch, and releases it after a while. Hung on an event it falls into whatever the engine waits
 * for: between a look at the market and its answer, between a decision and the wire, while a cancel is on its way.
 *
 * Unrealistic: nothing is wrong that would need it, and it is released by itself.
 */
import { faultKind } from './fault-kind.js';
import { OperatorSpan, spanParameters } from './operator-span.js';
import { choice, withFallback } from './parameter.js';

const parameters = {
  ...spanParameters,
  working: withFallback(choice('what becomes of orders that work', ['cancel', 'stay']), 'cancel'),
};

export const killSwitch = faultKind({
  kind: 'kill-switch',
  ids: ['RSK1'],
  holds: [],
  seam: 'semantic',
  text: 'The kill switch is thrown for a while.',
  scope: 'every instrument',
  acts: 'at the client, as an operator does',
  counts: 'each time it is thrown',
  parameters,
  exactlyOne: [],
  build: (values, context) =>
    new OperatorSpan(values, context, {
      reason: 'fault kill-switch',
      begin: () => ({ do: 'kill-on', cancelWorking: values.working === 'cancel' }),
      end: () => ({ do: 'kill-off' }),
    }),
});
