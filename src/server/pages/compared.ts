/** The figures that runs are compared by on a page: what one looks at first, by the names that expectations know. */
import { COMPARED as NAMES } from '../../report/many/compared.js';
import { figureLabel } from '../../report/many/figure-words.js';
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

/** What a page calls otherwise than the terminal does. */
const OWN: ReadonlyMap<string, Compared> = new Map(
  [
    ...DRAWN,
    counted('truth.executions', 'Fills'),
    counted('fillsMissed', 'Fills never known'),
    counted('detection.timeouts', 'Orders given up'),
    counted('calls.submit', 'Submits'),
    counted('calls.cancel', 'Cancels'),
    counted('calls.query', 'Queries'),
  ].map((each) => [each.name, each]),
);

export const COMPARED: readonly Compared[] = NAMES.map((name) => OWN.get(name) ?? plainly(name));

/** By the label of the terminal, whose unit has a column of its own here. */
function plainly(name: string): Compared {
  const [label = name, unit = ''] = figureLabel(name).split(', ');
  const shown = `${label.charAt(0).toUpperCase()}${label.slice(1)}`;
  return unit === 'bps' ? inBps(name, shown) : counted(name, shown);
}
