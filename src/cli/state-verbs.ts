/** The verbs of an engine's state as files, as commander sees them. */
import type { Command } from 'commander';
import type { Ends } from './exit-code.js';
import type { World } from './world.js';

type Flags = Record<string, never>;

const STATE = ['--state <file>', 'the state of the engine (SQUALL_STATE)'] as const;
const JSON_FLAG = ['--json', 'print JSON'] as const;

const load = () => import('./commands/state.js');

export function addStateVerbs(program: Command, world: World, ends: Ends): void {
  program
    .command('backup')
    .description('copy the state of an engine, which may be running, and check the copy')
    .argument('<file>', 'where to; nothing may be there')
    .option(...STATE)
    .option(...JSON_FLAG)
    .action((file: string, flags: Flags) =>
      ends(load().then(({ backupCommand }) => backupCommand(world, file, flags))),
    );
  program
    .command('restore')
    .description('put a backup in the place of the state of an engine that does not run')
    .argument('<file>', 'as "squall backup" has made it')
    .option('--accept-loss', 'also where the backup lacks what was acknowledged; says how much')
    .option(...STATE)
    .option(...JSON_FLAG)
    .action((file: string, flags: Flags) =>
      ends(load().then(({ restoreCommand }) => restoreCommand(world, file, flags))),
    );
  const state = program.command('state').description('the state of an engine as files');
  state
    .command('check')
    .description('is it what was written and acknowledged? also while the engine runs')
    .option(...STATE)
    .option(...JSON_FLAG)
    .action((flags: Flags) => ends(load().then(({ checkState }) => checkState(world, flags))));
  state
    .command('verify')
    .description('does this build decide the same on every input it holds? also while it runs')
    .option(...STATE)
    .option(...JSON_FLAG)
    .action((flags: Flags) =>
      ends(load().then(({ verifyStateCommand }) => verifyStateCommand(world, flags))),
    );
  state
    .command('accept')
    .description(
      'take it as it is where its head is lost: what came after its last block is given up',
    )
    .option(...STATE)
    .option(...JSON_FLAG)
    .action((flags: Flags) => ends(load().then(({ acceptState }) => acceptState(world, flags))));
  state
    .command('export')
    .description(
      'the session that is in it as a file that "squall run" replays; also while it runs',
    )
    .argument('<file>', 'as in session.squall; over a session that is there')
    .option(...STATE)
    .option(...JSON_FLAG)
    .action((file: string, flags: Flags) =>
      ends(load().then(({ exportState }) => exportState(world, file, flags))),
    );
}
