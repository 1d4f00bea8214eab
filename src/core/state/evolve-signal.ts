/** Folds what became of signals (DED-3, DED-4). */
import { invariant } from '../ground/invariant.js';
import type { Entry } from './entry.js';
import type { SignalEntry, SignalMemory } from './signal.js';
import type { State } from './state.js';

export const isSignalEntry = (entry: Entry): entry is SignalEntry =>
  entry.kind.startsWith('signal');

export function evolveSignal(state: State, entry: SignalEntry): void {
  switch (entry.kind) {
    case 'signal-reserved':
      (state.signals ??= new Map()).set(entry.memory.key, entry.memory);
      return;
    case 'signal-confirmed':
      change(state, entry.key, { phase: 'confirmed', expiresAt: entry.expiresAt });
      return;
    case 'signal-released':
      change(state, entry.key, { phase: 'released' });
      return;
    case 'signals-expired':
      for (const key of entry.keys) state.signals?.delete(key);
      return;
    case 'signal-duplicate':
    case 'signal-refused':
      return;
  }
}

function change(
  { signals }: State,
  key: string,
  to: Partial<Pick<SignalMemory, 'phase' | 'expiresAt'>>,
): void {
  const memory = signals?.get(key);
  invariant(memory !== undefined, `no signal is remembered as ${key}`);
  signals?.set(key, { ...memory, ...to });
}
