/** What each value of a fill rule's option is called, and makes unreal (F17). */
import type { FillOptions, QueueModel } from '../../sim/fills/fill-options.js';
import { formatDuration } from '../scenario/duration.js';
import { type Telling, type Tellings, choice } from './telling.js';

type Probabilistic = Extract<QueueModel, { kind: 'probabilistic' }>;

const QUEUES: Readonly<Record<Exclude<QueueModel['kind'], Probabilistic['kind']>, string>> = {
  back: 'cancels are taken to come from behind us: resting orders fill late rather than early',
  none: 'nobody queues before us: resting orders fill far too early',
};

const POWERS: Readonly<Record<Probabilistic['power'], string>> = {
  1: 'cancels are shared by what stands before and behind us: no data says so, fills may be early',
  2: 'cancels are shared by the squares of what stands before and behind us: a guess, either way',
  3: 'cancels are shared by the cubes of what stands before and behind us: a guess, either way',
};

const queue: Telling<QueueModel> = {
  text: (model) =>
    model.kind === 'probabilistic' ? `${model.kind}, power ${model.power}` : model.kind,
  unreal: (model) => (model.kind === 'probabilistic' ? POWERS[model.power] : QUEUES[model.kind]),
};

type Refill = FillOptions['refill'];

const REFILLS: Readonly<Record<Refill['kind'], string>> = {
  remember: 'what we took stays gone until its level is shown smaller: takers pay too much at most',
  'fresh-row': 'any row of a level gives back what we took from it: takers pay too little',
  'half-life': 'half of what we took is back after each half-life, whatever the market did',
};

const refill: Telling<Refill> = {
  text: (kind) =>
    kind.kind === 'half-life' ? `${kind.kind} ${formatDuration(kind.halfLife)}` : kind.kind,
  unreal: ({ kind }) => REFILLS[kind],
};

const settle: Telling<FillOptions['settle']> = {
  text: formatDuration,
  unreal: (length) =>
    length === 0
      ? 'a book row is taken to know every trade before its stamp: what it missed is sold twice'
      : `a book row is taken to know no trade younger than ${formatDuration(length)}: less is on offer than was`,
};

export const FILL_TELLINGS: Tellings<FillOptions> = {
  queue,
  through: choice({
    pool: 'a print through the price fills us up to its size, and is as large as without us',
    full: 'a print through the price fills all of an order, however small it was: too much',
  }),
  refill,
  lateDiffs: choice({
    guard:
      'a diff against a print of the last 100 ms is not believed: what truly came back is missed',
    literal: 'late diffs are believed: levels that were sold through fill us again, too cheaply',
  }),
  settle,
  top: choice({
    ticker:
      'the best is what the venue itself last said, where no diff is newer; what stands behind it is as late as the diffs',
    diffs:
      'the best is read from diffs, which tell it late: market orders after a print pay too much',
  }),
  hidden: choice({
    ignore: 'hidden liquidity is left out',
    observed: 'what prints show of hidden orders fills us as if those had preferred us: too much',
  }),
  stopTrigger: choice({
    last: 'stops look at trades alone: a quote through them triggers none',
    quote: 'stops look at the best of a book that diffs tell late: they trigger late',
    mark: 'stops look at a mark price, which is a formula of the venue',
  }),
};
