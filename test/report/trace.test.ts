/** The trace and the explanations of a hand-made run with one fill of each kind, one of them told late. */
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/report/telling/explain.js';
import { traceText } from '../../src/report/telling/trace.js';
import { fourFills } from './support/four-fills.js';
import { at } from './support/hand-made-journal.js';
import { workedExample } from './support/worked-example.js';

const told = (asked: string, run = fourFills()): string => {
  const explanation = explain(run, asked);
  return explanation.kind === 'lines'
    ? explanation.lines.join('\n')
    : `problem: ${explanation.text}`;
};

describe('trace', () => {
  it('puts what the venue did between what the engine saw and wrote', () => {
    expect(traceText(fourFills())).toMatchSnapshot();
  });

  it('needs no ledger', () => {
    const text = traceText({ ...fourFills(), ledger: null });
    expect(text).not.toContain('venue ');
    expect(text.split('\n').length).toBe(traceText(fourFills()).split('\n').length - 8);
  });

  it('puts the venue first at one instant (F0)', () => {
    const run = fourFills();
    const [accepted] = run.ledger!.entries;
    const ledger = { ...run.ledger!, entries: [{ ...accepted!, at: at(50) }] };
    const places = traceText({ ...run, ledger })
      .split('\n')
      .filter((line) => line.startsWith('00:00:00.050000'))
      .map((line) => line.slice(17, 23).trim());
    expect(places).toEqual(['venue', 'engine', 'engine', 'engine']);
  });

  it('F19: shows the order by which the venue liquidated, after what it did to ours', () => {
    const run = fourFills();
    const [made] = run.ledger!.executions;
    const { at: then, execId, price, quantity, fee, symbol } = made!;
    const liquidation = {
      at: then,
      clientOrderId: 'autoclose-1' as never,
      symbol,
      side: 'sell',
      quantity,
      executions: [{ execId, price, quantity, fee }],
    } as const;
    const lines = traceText({
      ...run,
      ledger: { ...run.ledger!, liquidations: [liquidation] },
    }).split('\n');
    const row = lines.findIndex((line) => line.includes('liquidation'));
    expect(lines[row]).toContain(`the venue's own order: sell`);
    expect(lines[row - 1]).toContain('venue');
    expect(lines[row - 1]!.slice(0, 15)).toBe(lines[row]!.slice(0, 15));
  });

  it('goes on with the venue after the last step', () => {
    const lines = traceText({ ...fourFills(), blocks: [...fourFills().blocks].slice(0, 2) }).split(
      '\n',
    );
    const places = lines.map((line) => line.slice(17, 23).trim());
    // The last one says that the engine did not hear of it.
    expect(places.filter((place) => place === 'venue')).toHaveLength(9);
    expect(places.lastIndexOf('engine')).toBeLessThan(places.indexOf('venue'));
    expect(lines.at(-2)).toContain('over as the run ends, and submitted for the engine');
  });

  it('SIM-5: ends with the orders that rest at the venue and are over for the engine', () => {
    const run = fourFills();
    const entries = run.ledger!.entries.filter(({ kind, seq }) => kind !== 'executed' || seq !== 5);
    const lines = traceText({ ...run, ledger: { ...run.ledger!, entries } }).split('\n');
    expect(lines.filter((line) => line.includes('left-open'))).toHaveLength(1);
    expect(lines.at(-2)).toMatch(/P1\/1 +left-open +0\.1 left open as the run ends, and filled/);
    expect(traceText(run)).not.toContain('left-open');
  });
});

describe('explain', () => {
  it.each(['P1/0.1', 'P1/1.1', 'P1/2.1', 'P1/3.1'])(
    'tells why %s was sent, filled and learned of',
    (name) => {
      expect(told(name)).toMatchSnapshot();
    },
  );

  it('tells a whole order, and a parent', () => {
    expect(told('P1/2')).toMatchSnapshot();
    expect(told('P1')).toMatchSnapshot();
  });

  it('tells why an order did not fill', () => {
    expect(told('P1/2', workedExample())).toContain(
      'Why it did not fill\n  00:03:00.000000  order-updated  canceled',
    );
  });

  it('finds orders and fills by id, and by its beginning where that fits one', () => {
    expect(told('x3')).toBe(told('P1/2.1'));
    expect(told('q2-child')).toBe(told('P1/2'));
    expect(told('q2-c')).toBe(told('P1/2'));
    expect(told('q-par')).toBe(told('P1'));
  });

  it('says what it could not find, and what there is', () => {
    expect(told('x')).toBe('problem: "x" fits 4 of them: P1/0.1, P1/1.1, P1/2.1, P1/3.1');
    expect(told('P1/7')).toBe(
      'problem: no order or fill "P1/7"; did you mean "P1/0"? (there are P1, P1/0, P1/0.1, P1/1, P1/1.1, P1/2, ...)',
    );
    expect(told('')).toMatch(/^problem: no order or fill ""/);
    expect(told('P1', { ...fourFills(), blocks: [], ledger: null })).toBe(
      'problem: no order or fill "P1": the run has none',
    );
  });

  it('says so when the engine never booked a fill, and when the venue never made it', () => {
    const run = fourFills();
    const blind = {
      ...run,
      blocks: [...run.blocks].filter(
        ({ input }) => input.at < run.virtual.start + 90_000_000 || input.kind === 'wake',
      ),
    };
    expect(told('P1/3.1', blind)).toContain('the engine never booked it');
    const empty = { ...run, ledger: { arrivals: [], entries: [], executions: [] } };
    expect(told('P1/0.1', empty)).toContain('the venue never made this execution');
    expect(told('P1/0.1', { ...run, ledger: null })).toContain(
      "the venue's own ledger is not known here",
    );
  });
});
