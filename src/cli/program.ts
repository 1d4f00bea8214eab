/**
 * The command line as commander sees it: verbs, arguments, flags and their help. Every action loads its command when it is
 * called, so that `--help` loads none.
 */
import { Command, Option } from 'commander';
import { COLOR_CHOICES, type ColorChoice } from './color.js';
import { addEngineVerbs } from './engine-verbs.js';
import { changeHelp } from './change-examples.js';
import { addExamples } from './examples.js';
import type { Ends, ExitCode } from './exit-code.js';
import { addCampaign, addCrash } from './judging-verbs.js';
import { addDoctor, addRecord, addTrading } from './trading-verbs.js';
import type { World } from './world.js';

type Flags = Record<string, never>;

/** How the command that ran ended. */
export interface Ending {
  code: ExitCode;
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export function makeProgram(world: World, ending: Ending, version: string): Command {
  const program = new Command('squall')
    .description('A wind tunnel for order execution.')
    .version(version, '-V, --version')
    .configureOutput({ writeOut: (text) => world.out(text), writeErr: (text) => world.err(text) })
    .configureHelp({ helpWidth: 100 })
    .exitOverride()
    .showSuggestionAfterError(true)
    .enablePositionalOptions();
  const ends = (action: Promise<ExitCode> | ExitCode): Promise<void> =>
    Promise.resolve(action).then((code) => {
      ending.code = code;
    });
  addRun(program, world, ends);
  addCampaign(program, world, ends);
  addTour(program, world, ends);
  addStored(program, world, ends);
  addCrash(program, world, ends);
  addTrading(program, world, ends);
  addEngineVerbs(program, world, ends);
  addVerify(program, world, ends);
  addData(program, world, ends);
  addRecord(program, world, ends);
  addScenario(program, world, ends);
  addMachine(program, world, ends);
  addDoctor(program, world, ends);
  addExamples(program, world.program);
  addColor(program, world);
  return program;
}

/** Of every command that prints anything: before its name or after it. */
function addColor(program: Command, world: World): void {
  const option = () =>
    new Option('--color <when>', 'auto: as NO_COLOR, FORCE_COLOR and the terminal say').choices(
      COLOR_CHOICES,
    );
  const addTo = (command: Command): void => {
    if (command.commands.length === 0) command.addOption(option());
    for (const below of command.commands) addTo(below);
  };
  addTo(program);
  program.addOption(option());
  program.hook('preAction', (_, command) => {
    const { color } = command.optsWithGlobals<{ readonly color?: ColorChoice }>();
    if (color !== undefined) world.useColor(color);
  });
}

const DB = ['--db <file>', 'results database (SQUALL_DB; default .squall/results.db)'] as const;
const JSON_FLAG = ['--json', 'print JSON'] as const;
const FULL = ['--full', 'every figure, order and option, not just one screen'] as const;

function addRun(program: Command, world: World, ends: Ends): void {
  program
    .command('run')
    .description('run scenarios, store the runs, print their reports')
    .argument('[scenario...]', 'scenario files or patterns; or one recorded session')
    .option('--seed <n>', "instead of the scenario's own")
    .option('--seeds <n|a..b>', 'many seeds: mean, p5, p95; 20 is 1..20')
    .option(
      '--against <scenario|key=value>',
      'compare with another, or with another value, on the same draws',
    )
    .option('--starts <n>', 'so many starts over a recorded market; with --seeds each over all')
    .option('--sweep <key=values>', 'any key of the scenario: key=a..b/step or key=v1,v2')
    .option('--workers <n>', 'threads for --seeds, --starts and --sweep (SQUALL_RUN_WORKERS)')
    .option(
      '--set <key=value>',
      'put a value over the file, as in orders.0.quantity=2',
      collect,
      [],
    )
    .option(...DB)
    .option(...JSON_FLAG)
    .option(...FULL)
    .option('--fail-on <condition>', "exit 1 when it holds, as in 'shortfallBps > 15'", collect, [])
    .option(
      '--keep <what>',
      'store all of a run, or its series and journal only of failures, or figures only',
      'all',
    )
    .option(
      '--attribute',
      'say what each fault cost, by running without it and without all of them; unasked where that comes to at most 4 million market events and no strategy runs',
    )
    .option('--no-attribute', 'do not')
    .option('--trace', 'print the readable event table')
    .option('--log', 'print the structured log, JSON lines, to stderr')
    .option('--hash-every <n>', 'print the state hash after every n blocks')
    .option('--market <file>', 'run without a scenario: a recorded market', collect, [])
    .option('--side <buy|sell>', 'with --market')
    .option('--quantity <q>', 'with --market')
    .option('--duration <d>', 'with --market, as in 10m; default: as long as the data')
    .option('--fit', 'with --market: shorten a --duration beyond the data to what fits')
    .option('--change <file>', 'of a recorded session: what it is to have heard otherwise (below)')
    .addHelpText('after', `\n${changeHelp()}`)
    .action((patterns: string[], flags: Flags) =>
      ends(
        import('./commands/run.js').then(({ runCommand }) =>
          runCommand(world, patterns, flags as never),
        ),
      ),
    );
}

function addTour(program: Command, world: World, ends: Ends): void {
  program
    .command('tour')
    .description(
      'run the six scenarios one begins with: what each shows, and the story of one order',
    )
    .option(...DB)
    .option(...JSON_FLAG)
    .action((flags: Flags) =>
      ends(import('./commands/tour.js').then(({ tourCommand }) => tourCommand(world, flags))),
    );
}

function addStored(program: Command, world: World, ends: Ends): void {
  const load = () => import('./commands/runs.js');
  const runs = program.command('runs').description('stored runs');
  runs
    .command('ls')
    .description('list them, newest first')
    .option('--limit <n>', 'at most so many', '50')
    .option(...DB)
    .option(...JSON_FLAG)
    .action((flags: Flags) =>
      ends(
        import('./commands/list-runs.js').then(({ listRuns }) => listRuns(world, flags as never)),
      ),
    );
  const report = (command: Command): Command => tellsReport(command, world, ends);
  report(runs.command('show').description('print the report of one'));
  addCompare(runs, world, ends);
  runs
    .command('export')
    .description('everything stored of one as JSON')
    .argument('<run>')
    .option('--out <file>', 'instead of stdout')
    .option(...DB)
    .action((run: string, flags: Flags) =>
      ends(load().then(({ exportRun }) => exportRun(world, run, flags))),
    );
  runs
    .command('rm')
    .description('remove some')
    .argument('<run...>')
    .option(...DB)
    .option(...JSON_FLAG)
    .action((names: string[], flags: Flags) =>
      ends(load().then(({ removeRuns }) => removeRuns(world, names, flags))),
    );
  report(program.command('report').description('print the report of a stored run'));
  program
    .command('explain')
    .description('why an order was sent, why it filled, why we learned of it then')
    .argument('<run>')
    .argument('<order>', 'an order or fill: P1/3, P1/3.1, or the beginning of an id')
    .option(...DB)
    .option(...JSON_FLAG)
    .action((run: string, order: string, flags: Flags) =>
      ends(load().then(({ explainOrder }) => explainOrder(world, { run, order }, flags))),
    );
}

function addCompare(runs: Command, world: World, ends: Ends): void {
  runs
    .command('compare')
    .description('two side by side, order by order: stored, recorded as sessions, or in a state')
    .argument('<first>', 'a stored run, a .squall session, or the state of an engine')
    .argument('<second>', 'the same; differences are second less first')
    .option('--fit', 'a piece of a scenario that is like the one that was not simulated')
    .option(...DB)
    .option(...JSON_FLAG)
    .action((first: string, second: string, flags: Flags) =>
      ends(
        import('./commands/compare-runs.js').then(({ compareRuns }) =>
          compareRuns(world, [first, second], flags),
        ),
      ),
    );
}

const tellsReport = (command: Command, world: World, ends: Ends): Command =>
  command
    .argument('<run>', 'id, the beginning of one, or latest')
    .option('--trace', 'the readable event table before it')
    .option(...FULL)
    .option(...DB)
    .option(...JSON_FLAG)
    .action((run: string, flags: Flags) =>
      ends(import('./commands/runs.js').then(({ showReport }) => showReport(world, run, flags))),
    );

function addVerify(program: Command, world: World, ends: Ends): void {
  program
    .command('verify')
    .description('is a stored run what it says it is, and can it be repeated? (exit 4: no)')
    .argument('<run>', 'id, the beginning of one, or latest')
    .option('--trust-modules', 'execute strategy modules outside this folder, too')
    .option(...DB)
    .option(...JSON_FLAG)
    .action((run: string, flags: Flags) =>
      ends(
        import('./commands/verify.js').then(({ verifyCommand }) =>
          verifyCommand(world, run, flags),
        ),
      ),
    );
}

function addData(program: Command, world: World, ends: Ends): void {
  const load = () => import('./commands/market-files.js');
  const data = program.command('data').description('market data files');
  data
    .command('ls')
    .description('list those below a folder (default: SQUALL_DATA_DIR)')
    .argument('[folder]')
    .option(...JSON_FLAG)
    .action((folder: string | undefined, flags: Flags) =>
      ends(load().then(({ listData }) => listData(world, folder, flags))),
    );
  data
    .command('inspect')
    .description('what files of one session hold, and whether the book they rebuild is sound')
    .argument('<file...>')
    .option('--format <name>', 'instead of looking at the content')
    .option(...JSON_FLAG)
    .action((files: string[], flags: Flags) =>
      ends(load().then(({ inspectData }) => inspectData(world, files, flags))),
    );
  data
    .command('import')
    .description('convert files of one session to one Arrow file')
    .argument('<file...>')
    .requiredOption('--out <file.arrow>', 'where to')
    .option('--format <name>', 'instead of looking at the content')
    .option(...JSON_FLAG)
    .action((files: string[], flags: Flags) =>
      ends(load().then(({ importData }) => importData(world, files, flags as never))),
    );
  addFetch(data, world, ends);
}

function addFetch(data: Command, world: World, ends: Ends): void {
  data
    .command('fetch')
    .description("get a file of Binance's public archive and check it against its checksum")
    .argument('<archive>', 'binance-vision')
    .argument('<symbol>', 'as in BTCUSDT')
    .argument('<date>', 'a day, 2024-08-08, or a month, 2024-08')
    .option('--kind <kind>', 'trades, aggTrades, bookTicker or klines', 'trades')
    .option('--market <market>', 'spot, um (USD-M futures) or cm (COIN-M futures)', 'spot')
    .option('--interval <interval>', 'of klines', '1m')
    .option('--out <folder>', 'where to', '.')
    .option('--url <address>', 'of a mirror of data.binance.vision')
    .option(...JSON_FLAG)
    .action((source: string, symbol: string, date: string, flags: Flags) =>
      ends(
        import('./commands/fetch-data.js').then(({ fetchData }) =>
          fetchData(world, { source, symbol, date }, flags as never),
        ),
      ),
    );
}

function addScenario(program: Command, world: World, ends: Ends): void {
  const load = () => import('./commands/scenario.js');
  const scenario = program.command('scenario').description('scenario files');
  scenario
    .command('ls')
    .description('list the bundled ones')
    .option(...JSON_FLAG)
    .action((flags: Flags) =>
      ends(load().then(({ listScenarios }) => listScenarios(world, flags))),
    );
  scenario
    .command('validate')
    .description('check files without running them')
    .argument('<scenario...>')
    .option('--set <key=value>', 'put a value over the file', collect, [])
    .option(...JSON_FLAG)
    .action((patterns: string[], flags: Flags) =>
      ends(
        load().then(({ validateScenarios }) => validateScenarios(world, patterns, flags as never)),
      ),
    );
  scenario
    .command('schema')
    .description('print the JSON Schema of scenario files')
    .action(() => ends(load().then(({ printSchema }) => printSchema(world))));
  scenario
    .command('new')
    .description('write a first scenario')
    .argument('[file]', 'where to', 'scenario.yaml')
    .option('--force', 'replace a file that is there')
    .action((file: string, flags: Flags) =>
      ends(load().then(({ newScenario }) => newScenario(world, file, flags))),
    );
}

function addMachine(program: Command, world: World, ends: Ends): void {
  program
    .command('serve')
    .description('API and pages over the stored runs, on this machine only')
    .option('--port <n>', 'SQUALL_SERVER_PORT; default 8080, 0 = any free one')
    .option('--host <address>', 'SQUALL_SERVER_HOST; a loopback address')
    .option(...DB)
    .action((flags: Flags) =>
      ends(import('./commands/serve.js').then(({ serveCommand }) => serveCommand(world, flags))),
    );
  program
    .command('config')
    .description('configuration')
    .command('show')
    .description('every key: environment name, value, where it comes from, what is accepted')
    .option(...JSON_FLAG)
    .action((flags: Flags) =>
      ends(import('./commands/config.js').then(({ showConfig }) => showConfig(world, flags))),
    );
}
