/** Lines of a generated session as they come over a network: books and trades each late in their own way, a gap in the book, a snapshot that takes its time. */
import { RandomStreams } from '../../src/sim/random/random.js';
import { rawLines } from './format-writers.js';
import { type DepthEvent, type Level, type SessionEvent, makeSession } from './session.js';

export interface PushedLine {
  /** Epoch microseconds. */
  readonly received: number;
  readonly json: string;
}

export interface PushedSessionOptions {
  readonly seed: number;
  readonly durationSeconds?: number;
  /** Microseconds that a message may take longer than another one. */
  readonly spread: number;
  /** Whether some diffs are lost in the middle, with a snapshot after them. */
  readonly hasGap: boolean;
}

/** The order of lines is that of receipt. */
export function pushedSession({
  seed,
  spread,
  hasGap,
  durationSeconds = 6,
}: PushedSessionOptions): readonly PushedLine[] {
  const session = makeSession({ seed, durationSeconds, levelsPerSide: 6 });
  const events = hasGap ? withGap(session.events) : session.events;
  const random = new RandomStreams(seed).of('network');
  const last = { depth: 0, trade: 0 };
  const late = events.map((event): SessionEvent => {
    const later = (most: number): number => (most < 1 ? 0 : random.nextInt(Math.floor(most)));
    // Asked for once its diff has come.
    if (event.kind === 'snapshot') {
      const asked = Math.max(event.received, last.depth);
      return { ...event, received: asked + later(spread / 2) };
    }
    const received = event.received + later(spread);
    const lane = event.kind === 'trade' ? 'trade' : 'depth';
    last[lane] = Math.max(last[lane], received);
    return { ...event, received: last[lane] };
  });
  const inOrder = late.toSorted((a, b) => a.received - b.received);
  const lines = rawLines({ ...session, events: inOrder }, 'spot');
  return lines.map((line, i) => ({ received: inOrder[i]!.received, json: line.slice(20) }));
}

/** A quarter of the way three diffs are lost; a snapshot from a while later comes behind its diff. */
function withGap(events: readonly SessionEvent[]): readonly SessionEvent[] {
  const book = new Map<string, Level>();
  const diffs = events.filter((event) => event.kind === 'diff');
  const [from, resync] = [Math.floor(diffs.length / 4), Math.floor(diffs.length / 4) + 6];
  return events.flatMap((event): readonly SessionEvent[] => {
    if (event.kind === 'trade') return [event];
    note(book, event);
    const place = event.kind === 'diff' ? diffs.indexOf(event) : -1;
    if (place >= from && place < from + 3) return [];
    return place === resync ? [event, snapshotOf(book, event)] : [event];
  });
}

function note(book: Map<string, Level>, { kind, bids, asks }: DepthEvent): void {
  if (kind === 'snapshot') book.clear();
  for (const [side, levels] of [
    ['bid', bids],
    ['ask', asks],
  ] as const)
    for (const level of levels)
      if (Number(level[1]) === 0) book.delete(`${side} ${level[0]}`);
      else book.set(`${side} ${level[0]}`, level);
}

/** As it was after `diff`, but for its last change: so that the diff opens the book with it. */
function snapshotOf(book: ReadonlyMap<string, Level>, diff: DepthEvent): DepthEvent {
  const levels = (side: string): Level[] =>
    [...book.entries()].filter(([key]) => key.startsWith(side)).map(([, level]) => level);
  const lastId = diff.lastId - 1;
  const ids = { firstId: lastId, lastId, previousId: lastId };
  return { ...diff, kind: 'snapshot', ...ids, bids: levels('bid'), asks: levels('ask') };
}
