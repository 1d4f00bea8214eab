/** The verdict on a client's file: silent where it is right, and each way of being wrong found by name. */
import { describe, expect, it } from 'vitest';
import type { TruthLedger } from '../../../src/core/order/truth.js';
import type { JournalBlock } from '../../../src/core/state/journal-block.js';
import { executeRun, prepareScenario } from '../../../src/runs/execute-run.js';
import { clientAudit } from '../../../src/runs/paper/client-audit.js';
import { parseScenario } from '../../../src/runs/scenario/load.js';
import { withEntries } from '../../support/with-entries.js';
import { SOUND_SCENARIO, edit } from '../damage.js';

interface Both {
  readonly ledger: TruthLedger;
  readonly blocks: readonly JournalBlock[];
}

async function ranAs(text: string): Promise<Both> {
  const ended = executeRun(await prepareScenario(parseScenario('s.yaml', text)));
  const { finished } = ended;
  const both = { ledger: finished.ledger!, blocks: [...finished.blocks] };
  ended.close();
  return both;
}

const sound = await ranAs(SOUND_SCENARIO);

const findings = ({ ledger, blocks }: Both): string =>
  clientAudit(ledger, blocks).findings.join('\n');
const first = sound.ledger.executions[0]!;

describe('the audit of a client', () => {
  it('RCV-4 S3 S4 L2: finds nothing in a sound run, and says what it looked at', () => {
    const audit = clientAudit(sound.ledger, sound.blocks);
    expect(audit.findings).toEqual([]);
    expect(audit.executions).toBeGreaterThan(3);
    expect(audit).toMatchObject({ blocks: sound.blocks.length, restarts: 0 });
    expect(audit).toMatchObject({ missed: 0, doubled: 0, phantom: 0, leftOpen: 0 });
  });

  it.each([
    ['undid an execution', '{ kind: trade-busted, nth: 1, delay: 1s }'],
    [
      'has an order that somebody else placed',
      '{ kind: order-by-hand, at: 2s, side: buy, lots: 3 }',
    ],
    [
      'has such an order that rests',
      '{ kind: order-by-hand, at: 2s, side: buy, lots: 3, away: 500 }',
    ],
  ])('L2 S4 F:FIL5 F:QRY12: it is no fault of the client that the venue %s', async (_, fault) => {
    const both = await ranAs(SOUND_SCENARIO.replace('faults:\n', `faults:\n  - ${fault}\n`));
    const { busts, byHand } = both.ledger;
    expect([busts, byHand].some((made) => made !== undefined)).toBe(true);
    const {
      findings: wrong,
      missed,
      phantom,
      doubled,
      leftOpen,
    } = clientAudit(both.ledger, both.blocks);
    expect([wrong, missed, phantom, doubled, leftOpen]).toEqual([[], 0, 0, 0, 0]);
  });

  it('L2: an undoing that the client never heard of is found', async () => {
    const both = await ranAs(
      SOUND_SCENARIO.replace(
        'faults:\n',
        'faults:\n  - { kind: trade-busted, nth: 1, delay: 1s }\n',
      ),
    );
    const deaf = both.blocks.map((block) =>
      withEntries(
        block,
        block.entries.filter(
          (entry) => entry.kind !== 'fill-booked' || entry.row.execution.quantity > 0,
        ),
      ),
    );
    expect(findings({ ...both, blocks: deaf })).toMatch(
      /L2: execution .+-bust, -\d+ @ \d+, was never booked/,
    );
  });

  it('S3: an order that took the place of another is one order', async () => {
    const operator = `operator:
  - { at: 4s, do: amend, order: 1, limitPrice: '62000' }
`;
    const resting = edit('{ peg: ask }', '{ peg: ask, offsetTicks: 500 }');
    const both = await ranAs(resting.replace('operator:\n', operator));
    expect(both.ledger.entries.some(({ kind }) => kind === 'replaced')).toBe(true);
    expect(findings(both)).not.toContain('S3');
  });

  it.each([
    [
      'S3: order \\w+ was accepted 2 times',
      {
        ...sound,
        ledger: {
          ...sound.ledger,
          entries: [...sound.ledger.entries, ...sound.ledger.entries.slice(0, 1)],
        },
      },
    ],
    [
      'L2: execution .+ was never booked',
      {
        ...sound,
        ledger: {
          ...sound.ledger,
          executions: [...sound.ledger.executions, { ...first, execId: 'other' as never }],
        },
      },
    ],
    [
      'S4: execution .+ was booked and never happened',
      { ...sound, ledger: { ...sound.ledger, executions: sound.ledger.executions.slice(1) } },
    ],
    [
      'S4: execution .+ was booked as',
      {
        ...sound,
        ledger: {
          ...sound.ledger,
          executions: [
            { ...first, price: (first.price + 1) as typeof first.price },
            ...sound.ledger.executions.slice(1),
          ],
        },
      },
    ],
    [
      'S8: order ghost reached the venue, and the journal knows no intent of it',
      {
        ...sound,
        ledger: {
          ...sound.ledger,
          arrivals: sound.ledger.arrivals.map((arrival) => ({
            ...arrival,
            clientOrderId: 'ghost' as never,
          })),
        },
      },
    ],
    ['S5: execution .+ was booked 2 times', { ...sound, blocks: twiceBooked() }],
    ['L5: .+ ended as', { ...sound, blocks: sound.blocks.slice(0, -8) }],
  ] as const)('%s', (pattern, both) => {
    expect(findings(both)).toMatch(new RegExp(pattern));
  });
});

/** Booked once more beside the state, as a ledger without its key would have it. */
function twiceBooked(): readonly JournalBlock[] {
  const booked = sound.blocks.find(({ entries }) =>
    entries.some(({ kind }) => kind === 'fill-booked'),
  )!;
  const again = booked.entries.filter(({ kind }) => kind === 'fill-booked');
  return sound.blocks.map((block) =>
    block === booked ? withEntries(block, [...block.entries, ...again]) : block,
  );
}
