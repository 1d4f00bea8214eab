import { L2Venue } from '../../src/sim/venue/venue.js';
import { checkAgainstOracle, explainDifference, rowLine, type Difference } from './check.js';
import { generateCase, type GeneratedCase } from './generated-case.js';
import { minimize } from './minimize.js';
import { ledgerOf, oracleOptionsOf } from './run-venue.js';
const sup = (c: GeneratedCase): GeneratedCase => ({
  ...c,
  options: { ...c.options, stopTrigger: 'last', hidden: 'ignore' },
});
const ledger = (c: GeneratedCase) => ledgerOf((s) => new L2Venue(s), c);
const diff = (c: GeneratedCase): Difference[] => {
  try {
    return checkAgainstOracle(c.tape, oracleOptionsOf(c), ledger(c));
  } catch (e) {
    return [
      {
        at: 0,
        clientOrderId: 'CRASH',
        oracle: null,
        venue: String((e as Error).stack)
          .split('\n')
          .slice(0, 4)
          .join(' | '),
      },
    ];
  }
};
const n = Number(process.argv[2] ?? 1000);
const show = Number(process.argv[3] ?? 3);
const filter = process.argv[4];
const bad: number[] = [];
const kinds = new Map<string, number[]>();
const t0 = performance.now();
for (let s = 1; s <= n; s++) {
  const d = diff(sup(generateCase(s)));
  if (d.length) {
    bad.push(s);
    const f = d[0]!;
    const strip = (x: string | null) =>
      x === null
        ? '-'
        : f.clientOrderId === 'CRASH'
          ? x
          : x
              .replace(/^\d+ /, '')
              .replace(/row \d+/, '')
              .replace(/[\d.]+ @ [\d.]+/, 'Q@P');
    const k = strip(f.oracle) + ' <> ' + strip(f.venue);
    kinds.set(k, [...(kinds.get(k) ?? []), s]);
  }
}
console.log('differ', bad.length, 'of', n, (performance.now() - t0).toFixed(0) + 'ms');
for (const [k, v] of [...kinds].sort((a, b) => b[1].length - a[1].length))
  console.log(v.length, k, v.slice(0, 5).join(','));
let shown = 0;
for (const [k, v] of [...kinds].sort((a, b) => b[1].length - a[1].length)) {
  if (filter !== undefined && !k.includes(filter)) continue;
  if (shown++ >= show) break;
  const small = minimize(sup(generateCase(v[0]!)), (c) => {
    const d = diff(c);
    return d.length > 0;
  });
  const d = diff(small);
  console.log(
    '\n#####',
    k,
    'seed',
    v[0],
    JSON.stringify(small.options),
    JSON.stringify(small.profile),
    JSON.stringify(small.halts),
    'lot',
    small.tape.quantaPerLot,
    'tick',
    small.tape.quantaPerTick,
    'worst',
    JSON.stringify(small.tape.snapshotWorst),
  );
  if (d[0]!.clientOrderId === 'CRASH') console.log(d[0]!.venue, JSON.stringify(small.arrivals));
  else {
    console.log(
      explainDifference(small.tape, ledger(small), d[0]!)
        .split('\n')
        .filter((l) => !l.startsWith('  row') && l !== '')
        .join('\n'),
    );
  }
  for (let r = 0; r < small.tape.rows; r++) console.log(rowLine(small.tape, r));
}
