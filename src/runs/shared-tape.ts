/** A tape whose columns several threads read without a copy each. */
import type { Tape } from '../sim/tape/tape.js';

type Column = Tape['time'] | Tape['kind'] | Tape['price'];

/** The same rows in shared memory; passing it to a worker costs its header only. */
export const shareTape = (tape: Tape): Tape => ({
  ...tape,
  time: shared(tape.time),
  kind: shared(tape.kind),
  price: shared(tape.price),
  quantity: shared(tape.quantity),
  delay: shared(tape.delay),
});

function shared<C extends Column>(column: C): C {
  const bytes = new SharedArrayBuffer(column.byteLength);
  const typed = column.constructor as new (buffer: SharedArrayBuffer) => C;
  const copy = new typed(bytes);
  copy.set(column);
  return copy;
}
