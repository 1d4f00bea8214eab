/** The verbs that run scenarios again and again, with faults and stops, and judge every run, as commander sees them. */
import type { Command } from 'commander';
import type { Ends } from './exit-code.js';
import type { World } from './world.js';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
const JSON_FLAG = ['--json', 'print JSON'] as const;
const FULL = ['--full', 'every figure, order and option, not just one screen'] as const;

type Flags = Record<string, never>;

export function addCampaign(program: Command, world: World, ends: Ends): void {
  program
    .command('campaign')
    .description('run scenarios over many seeds with faults drawn for each, and judge every run')
    .argument('[scenario...]', 'scenario files or patterns; the bundled campaign when left out')
    .option('--seeds <n|a..b>', 'of each scenario; 20 is 1..20 (default 2000)')
    .option('--minutes <n>', 'as many seeds as fit into so many minutes')
    .option('--workers <n>', 'threads (SQUALL_RUN_WORKERS); default: all cores')
    .option('--faults <kinds>', 'draw only these kinds, as in outage,ack-lost')
    .option('--set <key=value>', 'put a value over each file, as in swarm.share=0.5', collect, [])
    .option('--beside <engines>', 'the same seeds under other engines too: plain,naive')
    .option('--resume', 'go on with one that was stopped, asked for in the same words')
    .option('--junit <file>', 'also write the result as JUnit XML')
    .option('--corpus <folder>', 'where failing seeds are kept, a scenario each (.squall/corpus)')
    .option('--no-shrink', 'leave out the search for the smallest scenario that fails so')
    .option('--sometimes', 'judge also what is rare, however few runs there are')
    .option(...JSON_FLAG)
    .option(...FULL)
    .action((patterns: string[], flags: Flags) =>
      ends(
        import('./commands/campaign.js').then(({ campaignCommand }) =>
          campaignCommand(world, patterns, flags as never),
        ),
      ),
    );
}

export function addCrash(program: Command, world: World, ends: Ends): void {
  program
    .command('crash')
    .description(
      'stop the process of a scenario at every point, begin it again, and judge each run',
    )
    .argument('<scenario>', 'a scenario file')
    .option('--down <d>', 'from each stop to the next process', '5s')
    .option('--pairs <n>', 'further runs that are stopped twice, drawn by the seed', '0')
    .option(
      '--nested <n>',
      'further runs stopped once and up to five times while they recover, held against one stop',
      '0',
    )
    .option('--at <points>', 'only the run stopped there, as in 12 or 12,40')
    .option('--trace', 'with --at: the readable event table')
    .option('--seed <n>', "instead of the scenario's own")
    .option(
      '--set <key=value>',
      'put a value over the file, as in orders.0.quantity=2',
      collect,
      [],
    )
    .option(...JSON_FLAG)
    .action((file: string, flags: Flags) =>
      ends(
        import('./commands/crash.js').then(({ crashCommand }) =>
          crashCommand(world, file, flags as never),
        ),
      ),
    );
}
