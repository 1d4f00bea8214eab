/** The figures that runs are compared by on a page: what one looks at first, by the names that expectations know. */
import { bps, count, fixed, percent } from './format.js';

export interface Compared {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly text: (value: number | null) => string;
}

const inBps = (name: string, label: string): Compared => ({ name, label, unit: 'bps', text: bps });
const counted = (name: string, label: string): Compared => ({
  name,
  label,
  unit: '',
  text: count,
});

/** Those that many runs are drawn by. */
export const DRAWN: readonly Compared[] = [
  inBps('filledCostBps', 'Cost of what filled'),
  { name: 'filledShare', label: 'Filled', unit: '', text: percent },
  inBps('shortfallBps', 'Shortfall'),
  counted('fillsLate', 'Late fills'),
  {
    name: 'truth.positionErrorSeconds',
    label: 'Position wrong for',
    unit: 's',
    text: (value) => fixed(value),
  },
  {
    name: 'detection.meanMs',
    label: 'Known after, mean',
    unit: 'ms',
    text: (value) => fixed(value, 1),
  },
];

export const COMPARED: readonly Compared[] = [
  ...DRAWN.slice(0, 3),
  inBps('parents.0.cost.delayBps', 'P1: delay'),
  inBps('parents.0.cost.triggerBps', 'P1: trigger'),
  inBps('parents.0.cost.timingBps', 'P1: timing'),
  inBps('parents.0.cost.spreadBps', 'P1: spread'),
  inBps('parents.0.cost.impactBps', 'P1: impact'),
  inBps('parents.0.cost.feesBps', 'P1: fees'),
  inBps('parents.0.cost.opportunityBps', 'P1: opportunity'),
  inBps('parents.0.markoutBps.1s', 'P1: markout after 1 s'),
  inBps('parents.0.vsTwapBps', 'P1: against TWAP'),
  inBps('parents.0.vsVwapBps', 'P1: against VWAP'),
  counted('truth.executions', 'Fills'),
  ...DRAWN.slice(3),
  counted('fillsMissed', 'Fills never known'),
  counted('detection.timeouts', 'Orders given up'),
  counted('calls.submit', 'Submits'),
  counted('calls.cancel', 'Cancels'),
  counted('calls.query', 'Queries'),
  counted('alerts', 'Alerts'),
  counted('invariantViolations', 'Invariants broken'),
];
