/**
 * A hundred market data files and some more, each made of a small generated market and then damaged, or only written differently:
 * `must-reject` is to be refused with a place and a reason, `must-equal` is to give the tape of its baseline. Seeded: same
 * seed, same bytes.
 */
import { arrowCases, npzCases } from './damage-binary.js';
import { rawEqualCases, rawRejectCases } from './damage-raw.js';
import { tardisCases } from './damage-tardis.js';
import { RandomStreams } from '../../src/sim/random/random.js';

/** Names in the order in which they are to be given to the importer. */
export type FileSet = Map<string, Uint8Array>;

export interface DamageCase {
  readonly name: string;
  readonly label: 'must-reject' | 'must-equal';
  readonly files: FileSet;
}

export interface DamagedFiles extends DamageCase {
  /** What the same market looks like undamaged. */
  readonly baseline: FileSet;
}

/** At least so many of them. */
export const DAMAGED_FILES_MIN = 100;

/** All of them. Every one is of the symbol, tick and lot of `DAMAGE_INSTRUMENT`. */
export function damagedFiles(seed: number): DamagedFiles[] {
  const streams = new RandomStreams(seed);
  const below = (purpose: string) => (n: number) => streams.of(purpose).nextInt(n);
  return [
    ...rawRejectCases(seed, below('raw-reject')),
    ...rawEqualCases(seed, below('raw-equal')),
    ...tardisCases(seed, below('tardis')),
    ...npzCases(seed, below('npz')),
    ...arrowCases(seed, below('arrow')),
  ];
}

export const DAMAGE_INSTRUMENT = { symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' } as const;
