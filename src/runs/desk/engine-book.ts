/**
 * What a running engine tells of itself beside its state: its alerts with their words and times (ALR-1), and who asked for what. Folded from
 * the blocks of its journal, those of earlier processes first. Mutable, one an engine; bounded: the journal has all of it.
 */
import {
  NO_RECONCILIATION_METRICS,
  type ReconciliationMetrics,
  reconciliationMetricsAfter,
} from '../../core/engine/reconciliation-metrics.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import { noteAlert } from '../../report/projection/note-alert.js';
import type { ProjectedAlert } from '../../report/projection/projection.js';
import { type AuditLine, auditLineOf } from './audit-line.js';

/** Alerts that are over, and lines of the audit, that are kept at hand. */
const KEPT = 1_000;

export class EngineBook {
  readonly #alerts = new Map<string, ProjectedAlert>();
  readonly #audit: AuditLine[] = [];
  #blocks = 0;
  #refused = 0;
  #reconciled: ReconciliationMetrics = NO_RECONCILIATION_METRICS;

  /** The one that changed last is last. */
  get alerts(): readonly ProjectedAlert[] {
    return [...this.#alerts.values()];
  }

  /** The newest is last. */
  get audit(): readonly AuditLine[] {
    return this.#audit.slice(-KEPT);
  }

  /** How many are durable: the number of the next one. */
  get blocks(): number {
    return this.#blocks;
  }

  /** Orders that were not taken. */
  get ordersRefused(): number {
    return this.#refused;
  }

  /** REC-8. */
  get reconciled(): ReconciliationMetrics {
    return this.#reconciled;
  }

  note(block: JournalBlock): void {
    this.#blocks = block.seq + 1;
    const line = auditLineOf(block);
    if (line !== null) this.#audit.push(line);
    // Seldom, so that it costs nothing.
    if (this.#audit.length > 2 * KEPT) this.#audit.splice(0, this.#audit.length - KEPT);
    for (const entry of block.entries) {
      this.#reconciled = reconciliationMetricsAfter(this.#reconciled, entry, block.input.at);
      if (entry.kind === 'order-refused') this.#refused += 1;
      if (entry.kind !== 'alert') continue;
      const key = JSON.stringify([entry.code, entry.subject]);
      const before = this.#alerts.get(key);
      this.#alerts.delete(key);
      if (before !== undefined) this.#alerts.set(key, before);
      noteAlert(this.#alerts, entry, block.input.at);
      if (this.#alerts.size > KEPT) this.#forget();
    }
  }

  /** The oldest that is over. */
  #forget(): void {
    for (const [key, { state }] of this.#alerts)
      if (state === 'cleared') {
        this.#alerts.delete(key);
        return;
      }
  }
}
