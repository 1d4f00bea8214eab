/** The verbs of engines and venues on real time, and of an engine's state, as commander sees them. */
import type { Command } from 'commander';
import type { Ends } from './exit-code.js';
import { addStateVerbs } from './state-verbs.js';
import type { World } from './world.js';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
const SET = ['--set <key=value>', 'put a value over the file', collect, [] as string[]] as const;

type Flags = Record<string, never>;

export function addTrading(program: Command, world: World, ends: Ends): void {
  addPaper(program, world, ends);
  addLive(program, world, ends);
  addVenue(program, world, ends);
}

/** What an engine on real time is told, wherever it trades. */
const traded = (command: Command): Command =>
  command
    .argument('<scenario>', 'a scenario file; execution.limits are needed')
    .option('--state <file>', 'what the engine must not forget; a second call goes on from it')
    .option('--duration <d>', 'stop after so much of its time')
    .option('--on-stop <what>', 'leave what works at the venue, or cancel it', 'leave')
    .option('--retry-for <d>', 'how long to try to reach the venue', '30s')
    .option('--api-port <n>', 'where its API listens, on this machine; 0 = any free one', '0')
    .option('--record <file>', 'write the session to it at the end: for "squall run"')
    .option('--stay', 'go on when the scenario is over, until it is told to stop')
    .option(...SET);

function addPaper(program: Command, world: World, ends: Ends): void {
  traded(
    program
      .command('paper')
      .description(
        'trade a scenario’s orders in real time, at a venue in another process or a broker',
      ),
  )
    .option(
      '--broker <name>',
      'sim, alpaca, binance or binance-usdm; the configured one when left out',
    )
    .option('--feed <name>', 'of sim: binance is its public market as it happens, without a key')
    .option('--keep <folder>', 'of a feed at sim: keep its streams, as "squall record" does')
    .option('--venue <address>', 'of sim: where "squall venue" listens, as in 127.0.0.1:7000')
    .option('--url <url>', 'of the others: "squall venue --dialect …" in place of the broker')
    .option(
      '--speed <n>',
      'sim: refuse a venue of another speed; others: orders in a fraction of their time',
    )
    .action((file: string, flags: Flags) =>
      ends(
        import('./commands/paper.js').then(({ paperCommand }) =>
          paperCommand(world, file, flags as never),
        ),
      ),
    );
}

function addLive(program: Command, world: World, ends: Ends): void {
  traded(
    program.command('live').description('trade a scenario’s orders for real money, at a broker'),
  )
    .option('--real-money', 'it is meant: mode live is needed as well')
    .option('--broker <name>', 'alpaca, binance or binance-usdm; the configured one when left out')
    .option('--url <url>', '"squall venue --dialect …" in place of the broker, to try it')
    .action((file: string, flags: Flags) =>
      ends(
        import('./commands/paper.js').then(({ liveCommand }) =>
          liveCommand(world, file, flags as never),
        ),
      ),
    );
}

function addVenue(program: Command, world: World, ends: Ends): void {
  program
    .command('venue')
    .description('the simulated venue of a scenario as a process of its own, on this machine only')
    .option('--scenario <file>', 'whose market, faults and account')
    .option('--feed <name>', 'binance: its public market as it happens, in place of one', 'sim')
    .option('--url <url>', 'of a feed: "squall venue --dialect binance" in place of Binance')
    .option('--keep <folder>', 'of a feed: keep its streams, as "squall record" does')
    .option('--dialect <name>', 'port, alpaca, binance or binance-usdm: what it speaks', 'port')
    .option('--port <n>', '0 = any free one', '0')
    .option('--speed <n>', '1..1000: how fast its time passes', '1')
    .option('--duration <d>', 'end after so much of its time')
    .option(
      '--judge [state]',
      'say what the client was wrong in (exit 1), by its state file or by what it did',
    )
    .option('--junit <file>', 'also write the judgement as JUnit XML')
    .option(...SET)
    .option('--json', 'print JSON, a line each: where it listens, what arrives, ledger, judgement')
    .action((flags: Flags) =>
      ends(
        import('./commands/venue.js').then(({ venueCommand }) =>
          venueCommand(world, flags as never),
        ),
      ),
    );
  addStateVerbs(program, world, ends);
}

export function addRecord(program: Command, world: World, ends: Ends): void {
  program
    .command('record')
    .description('write a venue’s public market data to files, as "data" and scenarios read them')
    .argument('<venue>', 'binance')
    .argument('<symbol...>', 'as in BTCUSDT')
    .option('--out <folder>', 'where to', '.')
    .option('--duration <d>', 'for so long; else until it is told to stop')
    .option('--url <url>', '"squall venue --dialect binance" in place of Binance')
    .option('--json', 'print JSON')
    .action((venue: string, symbols: string[], flags: Flags) =>
      ends(
        import('./commands/record.js').then(({ recordCommand }) =>
          recordCommand(world, { venue, symbols }, flags as never),
        ),
      ),
    );
}

export function addDoctor(program: Command, world: World, ends: Ends): void {
  program
    .command('doctor')
    .description('check this machine, and with --broker or --feed the way to a market')
    .option(
      '--broker <name>',
      'alpaca, binance or binance-usdm: its keys, its grid, its streams, its clock',
    )
    .option('--feed <name>', 'binance: its public streams, without a key')
    .option('--scenario <file>', 'whose instruments are asked for')
    .option('--url <url>', '"squall venue --dialect …" in their place')
    .option('--db <file>', 'results database (SQUALL_DB)')
    .option('--json', 'print JSON')
    .action((flags: Flags) =>
      ends(import('./commands/doctor.js').then(({ doctor }) => doctor(world, flags))),
    );
}
