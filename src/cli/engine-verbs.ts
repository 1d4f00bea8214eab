/** The verbs that talk to a running engine, and those of its tokens, as commander sees them. */
import type { Command } from 'commander';
import type { Ends } from './exit-code.js';
import type { World } from './world.js';

type Flags = Record<string, never>;

const STATE = ['--state <file>', 'the state of the engine (SQUALL_STATE)'] as const;
const REASON = ['--reason <text>', 'why: it is written down with who did it'] as const;

/** Where the engine is. */
const found = (command: Command): Command =>
  command
    .option(...STATE)
    .option('--engine <url>', 'its address, where no state is named (SQUALL_ENGINE)')
    .option('--json', 'print JSON');

const load = () => import('./commands/engine.js');

export function addEngineVerbs(program: Command, world: World, ends: Ends): void {
  addLooks(program, world, ends);
  addOrphans(program, world, ends);
  addSwitches(program, world, ends);
  addRisk(program, world, ends);
  addTokens(program, world, ends);
}

function addLooks(program: Command, world: World, ends: Ends): void {
  found(program.command('status').description('a running engine on one screen')).action(
    (flags: Flags) => ends(load().then(({ statusCommand }) => statusCommand(world, flags))),
  );
  found(program.command('orders').description('its orders, the newest first, or one of them'))
    .argument('[order]', 'an id of one')
    .option('--open', 'only those that are not over')
    .option('--limit <n>', 'at most so many', '20')
    .action((id: string | undefined, flags: Flags) =>
      ends(load().then(({ ordersCommand }) => ordersCommand(world, id, flags as never))),
    );
  found(program.command('alerts').description('what it has raised an alert for'))
    .option('--all', 'those that are over, too')
    .action((flags: Flags) =>
      ends(load().then(({ alertsCommand }) => alertsCommand(world, flags))),
    );
}

function addOrphans(program: Command, world: World, ends: Ends): void {
  const orphans = program
    .command('orphans')
    .description('orders at the venue that it did not place');
  found(orphans.command('ls').description('list them')).action((flags: Flags) =>
    ends(load().then(({ listOrphans }) => listOrphans(world, flags))),
  );
  const rule = (what: 'adopt' | 'cancel' | 'narrow', says: string): Command =>
    found(orphans.command(what).description(says))
      .argument('<venue-order>', 'as "squall orphans ls" has it')
      .option(...REASON)
      .action((id: string, flags: Flags) =>
        ends(load().then(({ ruleOrphan }) => ruleOrphan(world, { what, id }, flags))),
      );
  rule('adopt', 'take one into a strategy').option('--strategy <name>', 'which', 'default');
  rule('cancel', 'cancel one at the venue');
  rule('narrow', 'let other strategies into its symbol again');
}

function addSwitches(program: Command, world: World, ends: Ends): void {
  found(program.command('reconcile').description('read what the venue has of its orders now'))
    .option('--force', 'open the gate although not all is cleared up (admin)')
    .option(...REASON)
    .action((flags: Flags) =>
      ends(load().then(({ reconcileCommand }) => reconcileCommand(world, flags))),
    );
  found(program.command('kill').description('nothing that creates an order leaves, or may again'))
    .argument('<on|off>')
    .option(...REASON)
    .option('--keep-working', 'with on: leave working orders where they are, if the API answers')
    .option('--file', 'by the file beside the state alone: works without the API')
    .action((what: string, flags: Flags) =>
      ends(import('./commands/kill.js').then(({ killCommand }) => killCommand(world, what, flags))),
    );
  found(program.command('breaker').description('its circuit breaker'))
    .argument('[trip|reset]')
    .option(...REASON)
    .action((what: string | undefined, flags: Flags) =>
      ends(load().then(({ breakerCommand }) => breakerCommand(world, what, flags))),
    );
  found(program.command('stop').description('end it'))
    .option('--on-stop <what>', 'leave what works at the venue, or cancel it', 'leave')
    .option(...REASON)
    .action((flags: Flags) =>
      ends(load().then(({ stopCommand }) => stopCommand(world, flags as never))),
    );
}

function addRisk(program: Command, world: World, ends: Ends): void {
  const quarantine = program
    .command('quarantine')
    .description('symbols in which no new order is taken');
  found(quarantine.command('ls').description('list them, with the reasons')).action(
    (flags: Flags) => ends(load().then(({ listQuarantines }) => listQuarantines(world, flags))),
  );
  const rule = (what: 'on' | 'off', says: string): Command =>
    found(quarantine.command(what).description(says))
      .argument('<symbol>')
      .option('--strategy <name>', 'of one strategy; * is every one', '*')
      .option(...REASON)
      .action((symbol: string, flags: Flags) =>
        ends(
          load().then(({ ruleQuarantine }) =>
            ruleQuarantine(world, { on: what === 'on', symbol }, flags as never),
          ),
        ),
      );
  rule('on', 'put one in quarantine');
  rule('off', 'lift one');
  found(
    program.command('limits').description('what an order may add at most, as it holds now'),
  ).action((flags: Flags) => ends(load().then(({ limitsCommand }) => limitsCommand(world, flags))));
}

function addTokens(program: Command, world: World, ends: Ends): void {
  const tokens = program.command('token').description('who may talk to an engine');
  const loadTokens = () => import('./commands/token.js');
  tokens
    .command('new')
    .description('make one, and print it this once')
    .argument('<name>', 'whose')
    .requiredOption('--role <role>', 'viewer, trader, operator or admin')
    .option(...STATE)
    .option('--json', 'print JSON')
    .action((name: string, flags: Flags) =>
      ends(loadTokens().then(({ newToken }) => newToken(world, name, flags as never))),
    );
  tokens
    .command('ls')
    .description('whose there are')
    .option(...STATE)
    .option('--json', 'print JSON')
    .action((flags: Flags) =>
      ends(loadTokens().then(({ listTokens }) => listTokens(world, flags))),
    );
  tokens
    .command('rm')
    .description('take one away: it ends at once')
    .argument('<name>')
    .option(...STATE)
    .action((name: string, flags: Flags) =>
      ends(loadTokens().then(({ dropToken }) => dropToken(world, name, flags))),
    );
  tokens
    .command('totp')
    .description('a second factor for who has one: print the secret for an authenticator this once')
    .argument('<name>')
    .option('--off', 'take it away instead')
    .option(...STATE)
    .option('--json', 'print JSON')
    .action((name: string, flags: Flags) =>
      ends(loadTokens().then(({ ruleFactor }) => ruleFactor(world, name, flags))),
    );
}
