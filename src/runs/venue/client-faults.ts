/** Faults that act in the client's own process, which no venue can reach: its clock, its operator, its shared kill switch. */
import type { FaultSpec } from '../../sim/fault/fault-set.js';

const IN_THE_CLIENT: ReadonlySet<string> = new Set([
  'breaker-trip',
  'client-paused',
  'clock-drift',
  'clock-jump',
  'clock-skew',
  'disk-error',
  'disk-full',
  'disk-slow',
  'kill-switch',
  'leap-second',
  'limits-lowered',
  'machine-asleep',
  'power-lost',
  'client-killed',
  'risk-store',
  'second-instance',
  'signal-storm',
]);

/** Their kinds, each once. */
export const clientFaultsIn = (faults: readonly FaultSpec[]): readonly string[] => [
  ...new Set(faults.map(({ kind }) => kind).filter((kind) => IN_THE_CLIENT.has(kind))),
];
