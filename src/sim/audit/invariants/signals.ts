/**
 * S21: one parent per signal and window, over restart and midnight. Judged against the signals that were given and what
 * the venue did, by a comparison of its own: a second order for one that repeats another is right only where nothing of
 * the first was or is at the venue, or the other side was executed since. And no signal is lost: each is answered once, and
 * a duplicate repeats one that was taken.
 */
import type { EpochMicros } from '../../../core/ground/units.js';
import type { ParentId } from '../../../core/order/order.js';
import type { Entry } from '../../../core/state/entry.js';
import { DEFAULT_DEDUP, type RawSignal } from '../../../core/state/signal.js';
import type { CheckerFactory } from '../checker.js';
import { TakenSignals, isOfOneKind, noteTruth } from '../taken-signals.js';

const ANSWERS: ReadonlySet<Entry['kind']> = new Set<Entry['kind']>([
  'signal-reserved',
  'signal-duplicate',
  'signal-refused',
]);

export const signals: CheckerFactory = ({ check, broken, config, ownOf }) => {
  const taken = new TakenSignals(config.dedup ?? DEFAULT_DEDUP);
  let given: { readonly signal: RawSignal; readonly at: EpochMicros; answers: number } | null =
    null;

  const say = (at: EpochMicros, detail: string, parent?: ParentId): void =>
    broken({ id: 'S21', at, detail, ...(parent === undefined ? {} : { of: { parent } }) });

  const onAnswered = (): void => {
    if (given === null) return;
    const { signal, at, answers } = given;
    given = null;
    if (!check(answers === 1))
      say(
        at,
        `a signal of ${signal.order.symbol} at ${signal.price} was answered ${answers} times`,
      );
  };

  return {
    id: 'S21',
    onInput(input) {
      onAnswered();
      if (input.kind === 'signal') given = { signal: input.signal, at: input.at, answers: 0 };
    },
    onEntry(entry, at) {
      if (given === null) return;
      if (ANSWERS.has(entry.kind)) given.answers += 1;
      if (entry.kind === 'order-received') {
        const repeated = taken.add(given.signal, entry.parentId, ownOf(at));
        if (!check(repeated === null))
          say(at, `${entry.parentId} repeats the signal of ${repeated?.parentId}`, entry.parentId);
      }
      if (entry.kind !== 'signal-duplicate') return;
      const first = taken.of(entry.duplicateOf);
      if (!check(first !== undefined && isOfOneKind(first.signal, given.signal)))
        say(
          at,
          `signal ${entry.id} was dropped as a repetition of ${entry.duplicateOf}, which it is not`,
        );
    },
    onTruth(entry, state) {
      if (!taken.any) return;
      const child = state.children.get(entry.clientOrderId);
      const of = child === undefined ? undefined : taken.of(child.parentId);
      if (of === undefined) return;
      noteTruth(of, entry);
      if (entry.kind === 'executed' && !check(!of.followed))
        say(
          entry.at,
          `${of.parentId} was executed after another was made for its signal`,
          of.parentId,
        );
    },
    onEnd: onAnswered,
  };
};
