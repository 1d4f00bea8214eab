/** What a scenario expects, asked of a session of it: what its own file can tell is judged, and what only a simulation knows is said not to be. */
import { type Expectation, evaluateExpectation, judgedBy } from '../report/many/expectation.js';
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

const AT_ITS_END =
  'the truth is the venue’s ("squall venue --judge" with the state of this engine judges it as the venue ends)';

/** Why a figure of the venue's truth is not judged, and who has it. */
const NO_TRUTH = {
  sim: AT_ITS_END,
  /** A simulated venue on this machine, in the words of a real one. */
  'stand-in': AT_ITS_END,
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

  /** `isOver`: all of it is over, or the time that was asked for is up. */
  judge(isOver: boolean): SessionJudged {
    const all = this.#judged.length + this.#unjudged.length;
    if (all === 0) return { lines: [], failed: 0 };
    if (!isOver || this.#judged.length === 0)
      return { lines: [`${all} expectations not judged: ${this.#why(isOver)}`], failed: 0 };
    const report = sessionReport(this.#asked);
    // Where nothing was decided nothing was measured.
    const results = this.#judged.map((expectation) =>
      report === null ? judgedBy(expectation, null) : evaluateExpectation(expectation, report),
    );
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
    return isOver ? this.#noTruth : 'it was told to end before all of it was over';
  }
}
