/** What the short and the full report share: to whom it is told, and how it opens, with the tone of each verdict. */
import type { Report } from '../schema/report.js';
import { engineWords } from './engine-words.js';
import { labeled } from './layout.js';
import type { Page } from './page.js';
import { titleLine, verdictLines } from './text-verdict.js';
import { type Tone, type TonedLine, toned } from './toned.js';
import { type Level, levelOf } from './verdict-words.js';

export interface Told {
  readonly page: Page;
  /** Symbol -> currency of its prices. */
  readonly quoteAssets: ReadonlyMap<string, string>;
  /** How the program was called, for what to type next. */
  readonly program: string;
}

export const TONES: Readonly<Record<Level, Tone>> = {
  good: 'good',
  warn: 'warn',
  bad: 'bad',
  unknown: 'plain',
};

export function tonedTitle(report: Report, page: Page): readonly TonedLine[] {
  const seed = report.seed === null ? '' : `, seed ${report.seed}`;
  const name = `${report.scenario} (${report.mode}${seed})`;
  return toned(TONES[levelOf(report)], titleLine(report, name, page));
}

export const tonedVerdicts = (report: Report, page: Page): readonly TonedLine[] => [
  ...verdictLines(report, page).flatMap(({ holds, lines }) => toned(toneOf(holds), lines)),
  ...tonedEngine(report, page),
];

/** Who followed the orders, where it was not the engine that verifies (FIL-12). */
function tonedEngine(report: Report, { label, width }: Page): readonly TonedLine[] {
  const words = engineWords(report);
  return words === null ? [] : toned('warn', labeled('Client', words, label, width));
}

function toneOf(holds: boolean | null): Tone {
  if (holds === null) return 'plain';
  return holds ? 'good' : 'warn';
}
