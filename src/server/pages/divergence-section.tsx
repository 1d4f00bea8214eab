/** Where two runs part, order by order: what differs first, and what their cost and delay differ by. */
import type {
  Divergence,
  FirstDiffering,
  ParentDivergence,
} from '../../report/schema/divergence.js';
import { COST_WORDS, DELAY_WORDS } from '../../report/text/divergence-words.js';
import { roundBps } from '../../report/text/numbers.js';
import { lengthText } from '../../core/ground/length-text.js';
import { Table } from './table.js';

/** `why`: why their journals cannot be held against each other. */
export type Diverged = { readonly divergence: Divergence } | { readonly why: string };

export const DivergenceSection = ({ diverged }: { readonly diverged: Diverged }) => (
  <section class="card">
    <h2>Order by order</h2>
    {'why' in diverged ? (
      <p class="muted">{diverged.why}</p>
    ) : (
      <>
        {diverged.divergence.parents.map((parent) => (
          <ParentDiverged parent={parent} />
        ))}
        {diverged.divergence.alone.map(({ run, parent, why }) => (
          <p>
            {run === 'a' ? 'A' : 'B'} alone has {parent}: {why}.
          </p>
        ))}
      </>
    )}
  </section>
);

const FIRSTS = [
  ['event', 'What happened'],
  ['amount', 'An amount or a price'],
  ['time', 'A time'],
] as const;

function ParentDiverged({ parent }: { readonly parent: ParentDivergence }) {
  const { a, b, side, symbol, first } = parent;
  const name = `${a} of A and ${b} of B: ${side} ${symbol}`;
  return (
    <>
      <h3>{name}</h3>
      <Table
        caption={`What differs first, ${name}`}
        quiet
        columns={[
          { label: 'First to differ' },
          { label: 'Slice' },
          { label: 'In A' },
          { label: 'In B' },
        ]}
        rows={FIRSTS.map(([kind, label]) => [label, ...firstCells(first[kind])])}
        empty=""
      />
      <Table
        caption={`What cost and delay differ by, ${name}`}
        quiet
        columns={[
          { label: 'Cause' },
          { label: 'B less A', numeric: true },
          { label: 'What it is' },
        ]}
        rows={causeRows(parent)}
        empty=""
      />
    </>
  );
}

const firstCells = (first: FirstDiffering | null): readonly string[] =>
  first === null ? ['–', 'none differs', ''] : [`${first.slice}, ${first.in}`, first.a, first.b];

/** The wholes, and below each the causes that are not 0. */
function causeRows({ costBps, delayMicros }: ParentDivergence): readonly (readonly string[])[] {
  const bps = (value: number | null): string => (value === null ? '–' : `${roundBps(value)} bps`);
  const length = (value: number | null): string => (value === null ? '–' : lengthText(value));
  return [
    ['Cost', bps(costBps.difference), costBps.why ?? ''],
    ...costBps.causes
      .filter(({ value }) => value !== 0)
      .map(({ cause, value, why }) => [`cost: ${cause}`, bps(value), why ?? COST_WORDS[cause]]),
    ['Delay', length(delayMicros.difference), delayMicros.why ?? ''],
    ...delayMicros.causes
      .filter(({ value }) => value !== 0 && value !== null)
      .map(({ cause, value }) => [`delay: ${cause}`, length(value), DELAY_WORDS[cause]]),
  ];
}
