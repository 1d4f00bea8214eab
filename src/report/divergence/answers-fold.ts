/** How the submits of a journal were answered, counted. Mutable on purpose, one owner. */
import type { Input } from '../../core/state/input.js';
import type { SubmitAnswers } from './observation.js';

export class AnswersFold {
  #accepted = 0;
  #unknown = 0;
  readonly #refused = new Map<string, number>();

  get answers(): SubmitAnswers {
    return { accepted: this.#accepted, refused: this.#refused, unknown: this.#unknown };
  }

  hear(input: Input): void {
    if (input.kind !== 'outcome' || input.effect !== 'submit') return;
    const { outcome } = input;
    switch (outcome.kind) {
      case 'accepted':
      case 'exists':
        this.#accepted += 1;
        return;
      case 'rejected':
        this.#refused.set(outcome.code, (this.#refused.get(outcome.code) ?? 0) + 1);
        return;
      case 'unknown':
        this.#unknown += 1;
        return;
      case 'not-sent':
    }
  }
}
