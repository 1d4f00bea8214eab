/** What a scenario expects, asked of a session of it: what its own file can tell is judged, and what only a simulation knows is said not to be. */
import { type Expectation, evaluateExpectation } from '../report/many/expectation.js';
import { isSimulatedOnly } from '../report/many/simulated-only.js';
import { type SessionAsked, sessionReport } from '../runs/paper/session-report.js';

interface Asked extends SessionAsked {
  readonly expectations: readonly Expectation[];
  readonly venue: keyof typeof NO_TRUTH;
}

interface SessionJudged {
  readonly lines: readonly string[];
  readonly failed: number;
}

/** Why a figure of the venue's truth is not judged, and who has it. */
const NO_TRUTH = {
  sim: 'the truth is the venue’s ("squall venue --judge" with the state of this engine judges it as the venue ends)',
  real: 'no truth at this venue (only a simulated run has it)',
} as const;

export class PaperExpected {
  readonly #asked: SessionAsked;
  readonly #noTruth: string;
  readonly #judged: readonly Expectation[];
  readonly #unjudged: readonly string[];

  constructor({ expectations, venue, ...asked }: Asked) {
    this.#asked = asked;
    this.#noTruth = NO_TRUTH[venue];
    this.#judged = expectations.filter(({ name }) => !isSimulatedOnly(name));
    this.#unjudged = expectations
      .filter(({ name }) => isSimulatedOnly(name))
      .map(({ text }) => text);
  }

  /** As it begins. */
  get notices(): readonly string[] {
    return this.#unjudged.map((text) => `expects ${text}: not judged, ${this.#noTruth}`);
  }

  /** `isOver`: every order that was given is over, or the time that was asked for is up. */
  judge(isOver: boolean): SessionJudged {
    const all = this.#judged.length + this.#unjudged.length;
    if (all === 0) return { lines: [], failed: 0 };
    const report = isOver && this.#judged.length > 0 ? sessionReport(this.#asked) : null;
    if (report === null)
      return { lines: [`${all} expectations not judged: ${this.#why(isOver)}`], failed: 0 };
    const results = this.#judged.map((expectation) => evaluateExpectation(expectation, report));
    const failed = results.filter(({ ok }) => !ok);
    const held = results.length - failed.length;
    return {
      lines: [
        ...failed.map(({ text, actual }) => `expected ${text}, it is ${actual ?? 'not measured'}`),
        `${held} of ${all} expectations held, ${failed.length} failed, ${this.#unjudged.length} not judged`,
      ],
      failed: failed.length,
    };
  }

  #why(isOver: boolean): string {
    if (!isOver) return 'it was told to end before its orders were over';
    return this.#judged.length === 0 ? this.#noTruth : 'nothing was decided';
  }
}
