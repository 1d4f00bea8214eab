/** What a recorded session heard from the venue, each by what a person calls it: what it is, which order it is about, of what kind, the n-th of them. Pure. */
import type { ClientOrderId, ExecId } from '../../core/order/order.js';
import type { ReadCommand, ReadId } from '../../core/state/command.js';
import type { Input } from '../../core/state/input.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { EpochMicros } from '../../core/ground/units.js';

/** The answer to something that changes something; an event of the order stream; the answer to a question. */
export const MESSAGES = ['acknowledgement', 'report', 'answer'] as const;
export type MessageKind = (typeof MESSAGES)[number];

export interface Message {
  /** Of its block. */
  readonly seq: number;
  readonly at: EpochMicros;
  readonly message: MessageKind;
  /** submit, cancel, replace; accepted, trade, canceled …; order, executions, open-orders … */
  readonly kind: string;
  /** Null = about the account. */
  readonly order: ClientOrderId | null;
  readonly execution: ExecId | null;
  /** When what it answers was asked; null for a report, and where nobody asked. */
  readonly askedAt: EpochMicros | null;
}

export function messagesOf(blocks: Iterable<JournalBlock>): readonly Message[] {
  const asked = new Asked();
  const messages: Message[] = [];
  for (const { seq, input, entries } of blocks) {
    const message = messageOf(input, asked);
    if (message !== null) messages.push({ seq, at: input.at, ...message });
    for (const entry of entries) {
      if (entry.kind === 'read-requested')
        asked.reads.set(entry.read.readId, [entry.read, input.at]);
      else if ('command' in entry && typeof entry.command === 'object') {
        const { kind, clientOrderId, attempt } = entry.command;
        asked.effects.set(`${kind} ${clientOrderId} ${attempt}`, input.at);
      }
    }
  }
  return messages;
}

class Asked {
  readonly reads = new Map<ReadId, readonly [ReadCommand, EpochMicros]>();
  readonly effects = new Map<string, EpochMicros>();
}

function messageOf(input: Input, { reads, effects }: Asked): Omit<Message, 'seq' | 'at'> | null {
  switch (input.kind) {
    case 'outcome': {
      const { effect, clientOrderId: order, attempt } = input;
      const askedAt = effects.get(`${effect} ${order} ${attempt}`) ?? null;
      return { message: 'acknowledgement', kind: effect, order, execution: null, askedAt };
    }
    case 'execution-report': {
      const { execType: kind, clientOrderId: order, execution } = input.report;
      const execId = execution?.execId ?? null;
      return { message: 'report', kind, order, execution: execId, askedAt: null };
    }
    case 'answer': {
      const [read, askedAt] = reads.get(input.readId) ?? [null, null];
      if (read === null) return null;
      const order = 'clientOrderId' in read ? read.clientOrderId : null;
      const kind = read.kind.replace('read-', '');
      return { message: 'answer', kind, order, execution: null, askedAt };
    }
    default:
      return null;
  }
}
