/** A tape whose columns several threads read without a copy each. */
import type { Tape } from '../sim/tape/tape.js';
import type { TopRows } from '../sim/tape/tape.js';

type Column = Tape['time'] | Tape['kind'] | Tape['price'];

/** The same rows in shared memory; passing it to a worker costs its header only. */
export const shareTape = (tape: Tape): Tape => ({
  ...tape,
  time: shared(tape.time),
  kind: shared(tape.kind),
  price: shared(tape.price),
  quantity: shared(tape.quantity),
  delay: shared(tape.delay),
  top: tape.top === null ? null : shareTop(tape.top),
});

const shareTop = (top: TopRows): TopRows => ({
  rows: top.rows,
  before: shared(top.before),
  time: shared(top.time),
  bid: shared(top.bid),
  ask: shared(top.ask),
  bidQuantity: shared(top.bidQuantity),
  askQuantity: shared(top.askQuantity),
  delay: shared(top.delay),
});

function shared<C extends Column>(column: C): C {
  const bytes = new SharedArrayBuffer(column.byteLength);
  const typed = column.constructor as new (buffer: SharedArrayBuffer) => C;
  const copy = new typed(bytes);
  copy.set(column);
  return copy;
}
