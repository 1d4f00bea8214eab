/** Who asked for what, when, and what came of it, as the journal holds it: each use of a role is one block. Pure. */
import type { EpochMicros } from '../../core/ground/units.js';
import type { Entry } from '../../core/state/entry.js';
import type { OperatorCommand, Role } from '../../core/state/input.js';
import type { JournalBlock } from '../../core/state/journal-block.js';

export interface AuditLine {
  /** Of its block in the journal. */
  readonly seq: number;
  readonly at: EpochMicros;
  readonly operator: string;
  /** Null = whoever runs the process. */
  readonly role: Role | null;
  readonly did: OperatorCommand['do'] | 'order' | 'signal';
  /** What it was about; '' = the engine. */
  readonly about: string;
  readonly reason: string;
  readonly outcome: 'done' | 'refused' | 'denied';
  /** Why it was not done. */
  readonly text: string;
}

/** Null for a block that nobody asked for by name. */
export function auditLineOf({ seq, input, entries }: JournalBlock): AuditLine | null {
  const { at } = input;
  switch (input.kind) {
    case 'operator': {
      const { operator, role = null, reason, command } = input;
      const about = aboutOf(command);
      return { seq, at, operator, role, did: command.do, about, reason, ...outcomeOf(entries) };
    }
    case 'order-request':
    case 'signal': {
      if (input.by === undefined) return null;
      const did = input.kind === 'signal' ? 'signal' : 'order';
      const { side, quantity, symbol } =
        input.kind === 'signal' ? input.signal.order : input.request;
      const about = `${side} ${quantity} ${symbol}`;
      return { seq, at, ...input.by, did, about, reason: '', ...outcomeOf(entries) };
    }
    default:
      return null;
  }
}

function aboutOf(command: OperatorCommand): string {
  if ('parentId' in command) return command.parentId;
  if ('clientOrderId' in command) return command.clientOrderId;
  if ('venueOrderId' in command) return command.venueOrderId;
  if ('symbol' in command) return `${command.strategyId} ${command.symbol}`;
  return command.do === 'acknowledge' ? `${command.code} ${command.subject ?? '*'}` : '';
}

function outcomeOf(entries: readonly Entry[]): Pick<AuditLine, 'outcome' | 'text'> {
  for (const entry of entries) {
    if (entry.kind === 'operator-refused')
      return { outcome: entry.denied === true ? 'denied' : 'refused', text: entry.text };
    if (entry.kind === 'order-refused') {
      const said = entry.problems.map(({ text }) => text).join('; ');
      return { outcome: 'refused', text: `${entry.code}: ${said}` };
    }
    if (entry.kind === 'signal-refused') return { outcome: 'refused', text: entry.why };
  }
  return { outcome: 'done', text: '' };
}
