/**
 * Many runs of a scenario as they are numbered: variants one after the other, each over all seeds. And the words that ask for
 * some of them again.
 */
import type { LoadedScenario } from '../runs/scenario/load.js';
import { filesAgain, flagsAgain } from './again.js';
import { shellWords } from './called.js';
import type { RunFlags } from './commands/run-context.js';
import { seedsText, stretchesOf } from './seeds.js';
import type { Variant, Variation } from './sweep.js';

export interface ManyPlan {
  readonly loaded: LoadedScenario;
  readonly variation: Variation;
  /** They follow each other; null = each variant's own. */
  readonly seeds: readonly number[] | null;
}

const seedsEach = ({ seeds }: ManyPlan): number => seeds?.length ?? 1;

export const runsOf = (plan: ManyPlan): number => plan.variation.variants.length * seedsEach(plan);

/** The place of a run among all. */
export const placeOf = (plan: ManyPlan, variant: number, seed: number): number =>
  variant * seedsEach(plan) + (plan.seeds === null ? 0 : seed - (plan.seeds[0] ?? 0));

export const variantAt = (plan: ManyPlan, at: number): Variant | undefined =>
  plan.variation.variants[Math.floor(at / seedsEach(plan))];

/** What a run of a variant is called, before what is said of it; '' where there is one variant only. */
export const calledOf = (variant: Variant | undefined): string =>
  (variant?.set ?? null) === null ? '' : `${variant?.set ?? ''}: `;

/** The command that makes one of them alone, as words behind `run`. */
export function oneRunWords(plan: ManyPlan, at: number, flags: RunFlags): string {
  const seed = plan.seeds?.[at % seedsEach(plan)];
  const set = variantAt(plan, at)?.set ?? null;
  return shellWords([
    ...filesAgain(flags, [plan.loaded.file]),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
    ...flagsAgain({ ...flags, set: set === null ? flags.set : [...flags.set, set] }),
  ]);
}

/** Commands that make the runs which are not among `done`, as words behind `run`. */
export function leftWords(
  plan: ManyPlan,
  done: readonly number[],
  flags: RunFlags,
): readonly string[] {
  const ran = new Set(done);
  const all = Array.from({ length: runsOf(plan) }, (_, at) => at);
  return stretchesOf(all.filter((at) => !ran.has(at)))
    .flatMap((stretch) => blocksOf(stretch, seedsEach(plan)))
    .map((block) => blockWords(plan, block, flags));
}

/** Variants from the first to the last, each over the seeds from the first to the last; by place, both included. */
interface Block {
  readonly variants: readonly [number, number];
  readonly seeds: readonly [number, number];
}

/** A stretch may begin and end within the seeds of a variant. */
function blocksOf(stretch: readonly number[], each: number): readonly Block[] {
  const blocks: Block[] = [];
  const end = (stretch.at(-1) ?? -1) + 1;
  for (let at = stretch[0] ?? 0; at < end;) {
    const variant = Math.floor(at / each);
    const whole = at % each === 0 ? Math.floor((end - at) / each) : 0;
    const next = whole > 0 ? at + whole * each : Math.min(end, (variant + 1) * each);
    const last = Math.floor((next - 1) / each);
    blocks.push({ variants: [variant, last], seeds: [at % each, (next - 1) % each] });
    at = next;
  }
  return blocks;
}

function blockWords(plan: ManyPlan, { variants, seeds }: Block, flags: RunFlags): string {
  const { loaded, variation } = plan;
  return shellWords([
    ...filesAgain(flags, [loaded.file]),
    ...variation.again(...variants),
    ...seedWords(plan.seeds?.slice(seeds[0], seeds[1] + 1), flags),
    ...flagsAgain(flags),
  ]);
}

function seedWords(seeds: readonly number[] | undefined, flags: RunFlags): readonly string[] {
  if (flags.seeds !== undefined) return ['--seeds', seedsText(seeds ?? [])];
  return flags.seed === undefined ? [] : ['--seed', flags.seed];
}
