/** A journal, read once: its rows, the lives of its orders, its round trips and the answers to its submits. */
import type { Instrument } from '../../core/ground/instrument.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { Entry } from '../../core/state/entry.js';
import type { Input } from '../../core/state/input.js';
import { RunFold } from '../projection/run-fold.js';
import { AnswersFold } from './answers-fold.js';
import type { Observation } from './observation.js';
import { LivesFold } from './order-lives.js';
import { TripsFold } from './trips-fold.js';

export function observe(
  blocks: Iterable<{ readonly input: Input; readonly entries: readonly Entry[] }>,
  instruments: ReadonlyMap<string, Instrument>,
): Observation {
  const rows = new RunFold();
  const lives = new LivesFold();
  const trips = new TripsFold();
  const answers = new AnswersFold();
  let endedAt = 0 as EpochMicros;
  for (const { input, entries } of blocks) {
    rows.take({ input, entries });
    trips.hear(input);
    answers.hear(input);
    for (const entry of entries) {
      lives.take(entry, input.at);
      trips.ask(entry, input.at);
    }
    endedAt = input.at;
  }
  return {
    projection: rows.projection,
    instruments,
    lives: lives.lives,
    trips: trips.trips,
    answers: answers.answers,
    endedAt,
  };
}
