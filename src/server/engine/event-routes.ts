/** Following a running engine: its journal as it grows. */
import { EVENTS_TYPE } from '../endless.js';
import { ProblemError, invalidRequest } from '../problem.js';
import { eventStream } from './event-stream.js';
import { type Answer, type Asked, type Route, route } from './route.js';

/** Each holds a connection, of which there are not many: those who operate it need some. */
const READERS_MAX = 16;
const NUMBER = /^\d{1,15}$/;

export const EVENT_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/events',
    summary:
      'The journal as server-sent events, a step each, once it is durable; after Last-Event-ID, or from ?from= on, else from the next one on',
    role: 'viewer',
    statuses: [200, 400, 409, 503],
    handle: follow,
  }),
];

function follow({ desk, query, header, stillMay, readers }: Asked): Answer {
  const from = firstAsked(header('last-event-id'), query['from']) ?? desk.book.blocks;
  if (desk.ended !== null)
    throw new ProblemError('engine-ended', 'The engine has ended: start it again.');
  // Whoever has seen more was told by another journal, or by a part of this one that is lost.
  if (from > desk.book.blocks)
    throw new ProblemError(
      'refused',
      `The journal has ${desk.book.blocks} steps, and step ${from} was asked for: it is not the one that was followed.`,
    );
  if (readers.count >= READERS_MAX)
    throw new ProblemError('too-many-readers', `${READERS_MAX} follow it already.`);
  readers.count += 1;
  const onEnd = (): void => {
    readers.count -= 1;
  };
  return { status: 200, body: eventStream(desk, { from, stillMay, onEnd }), type: EVENTS_TYPE };
}

/** Null = neither was said; who comes back says what came last. Errors: `ProblemError`. */
function firstAsked(lastId: string, from: string | undefined): number | null {
  if (lastId !== '') return numberIn('Last-Event-ID', lastId) + 1;
  return from === undefined ? null : numberIn('from', from);
}

function numberIn(name: string, text: string): number {
  if (NUMBER.test(text)) return Number(text);
  throw invalidRequest([{ path: [name], message: 'must be the number of a step' }]);
}
