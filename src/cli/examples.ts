/** What to type, for the help of every verb: command lines that work, from the everyday one on. */
import type { Command } from 'commander';
import { ENGINE_EXAMPLES } from './engine-examples.js';

type Example = readonly [line: string, what: string];

/** By the words of the verb; a line is what follows the name of the program. */
export const EXAMPLES: ReadonlyMap<string, readonly Example[]> = new Map<
  string,
  readonly Example[]
>([
  [
    'run',
    [
      ['run scenarios/calm.yaml', 'one scenario, one screen'],
      ['run scenarios/outage.yaml --full', 'every figure, order and option'],
      ['run scenarios/*.yaml', 'several, briefly'],
      ['run scenarios/outage.yaml --set faults.0.for=10s', 'another value than the file has'],
      ['run scenarios/outage.yaml --seeds 20', 'twenty seeds: mean, p5, p95'],
      ['run scenarios/outage.yaml --against "faults=[]"', 'what the outage cost'],
      ['run scenarios/calm.yaml --sweep orders.0.slices=4..24/4', 'one key over a range'],
      ['run scenarios/calm.yaml --fail-on "shortfallBps > 15"', 'exit code 1 when it is dear'],
      ['run session.squall', 'a recorded session, decided again'],
      [
        'run session.squall --change lost.yaml',
        'and what an answer that is lost would have changed',
      ],
      [
        'run --market day.gz --side buy --quantity 1.2 --duration 5m',
        'a recorded market, no scenario',
      ],
    ],
  ],
  [
    'campaign',
    [
      ['campaign --seeds 100', 'the bundled scenarios, 100 seeds each, faults drawn for every run'],
      ['campaign --seeds 500 --beside plain,naive', 'what other engines make of the same seeds'],
      [
        'campaign --minutes 10 --full',
        'as many seeds as fit; every fault, and all that was reached',
      ],
      [
        'campaign my.yaml --faults outage,ack-lost',
        'one scenario of yours (it has a swarm), two kinds',
      ],
    ],
  ],
  ['tour', [['tour', 'six scenarios, a line each, and one story']]],
  [
    'runs ls',
    [
      ['runs ls', 'the newest 50'],
      ['runs ls --limit 5 --json', 'for programs'],
    ],
  ],
  [
    'runs show',
    [
      ['runs show latest', 'the newest run on one screen'],
      ['runs show latest --full', 'every figure, order and option'],
    ],
  ],
  [
    'runs compare',
    [
      ['runs compare 20261122-21 latest', 'by the beginning of an id, and the newest'],
      ['runs compare latest live.squall', 'a simulation against a recorded session'],
      ['runs compare latest live.squall --fit', 'latencies and refusals for a scenario'],
    ],
  ],
  ['runs export', [['runs export latest --out run.json', 'all that is stored of the newest run']]],
  ['runs rm', [['runs rm 20261122-211955-430-759a', 'as runs ls names it']]],
  [
    'report',
    [
      ['report latest', 'the newest run on one screen'],
      ['report latest --full', 'every figure, order and option'],
      ['report latest --trace', 'every event before it'],
    ],
  ],
  [
    'explain',
    [
      ['explain latest P1/3', 'order 3 of the first parent'],
      ['explain latest P1/3.1', 'its first fill'],
    ],
  ],
  [
    'crash',
    [
      ['crash scenarios/outage.yaml', 'stopped at every point, once each'],
      ['crash scenarios/outage.yaml --down 10m --pairs 200', 'longer, and twice'],
      ['crash scenarios/outage.yaml --at 57 --trace', 'one of these runs, event by event'],
    ],
  ],
  [
    'venue',
    [
      ['venue --scenario my.yaml --port 7000', 'its market, in real time'],
      [
        'venue --scenario my.yaml --speed 20 --judge paper.db',
        'faster; judges the client at the end',
      ],
      [
        'venue --scenario my.yaml --dialect binance --judge --junit bot.xml',
        'whatever client comes, and what it was wrong in',
      ],
      [
        'venue --scenario my.yaml --feed binance --port 7000',
        'on the market of Binance as it happens: an account that engines come and go at',
      ],
    ],
  ],
  [
    'paper',
    [
      ['paper my.yaml --venue 127.0.0.1:7000 --state paper.db', 'until every order is over'],
      [
        'paper my.yaml --venue 127.0.0.1:7000 --state paper.db --on-stop cancel',
        'Ctrl+C cancels what works',
      ],
      [
        'paper my.yaml --feed binance --state paper.db --keep market/',
        'on its market as it happens, without a key; judged at the end',
      ],
    ],
  ],
  [
    'live',
    [
      [
        'live my.yaml --real-money --broker binance --state live.db',
        'SQUALL_MODE=live as well, and limits',
      ],
    ],
  ],
  [
    'verify',
    [
      ['verify latest', 'folds, decides again, replays'],
      ['verify latest --trust-modules', 'also executes a strategy outside this folder'],
    ],
  ],
  ['data ls', [['data ls recordings', 'below a folder']]],
  [
    'data inspect',
    [['data inspect btcusdt_20240808.gz', 'rows, times, grid, and is the book sound']],
  ],
  [
    'data import',
    [['data import btcusdt_20240808.gz --out day.arrow', 'one file that loads at once']],
  ],
  [
    'data fetch',
    [
      ['data fetch binance-vision BTCUSDT 2024-08-08', 'the trades of a day'],
      ['data fetch binance-vision BTCUSDT 2024-08 --kind klines --market um', 'a month of bars'],
    ],
  ],
  [
    'record',
    [
      ['record binance BTCUSDT --out recordings', 'until Ctrl+C; needs no keys'],
      ['record binance BTCUSDT ETHUSDT --duration 10m', 'two symbols, a file each'],
      ['record binance BTCUSDT --url http://127.0.0.1:7000', 'of "venue --dialect binance"'],
    ],
  ],
  ['scenario ls', [['scenario ls', 'those that come with the program']]],
  [
    'scenario validate',
    [
      ['scenario validate my.yaml', 'typos, with line, column and "did you mean"'],
      ['scenario validate scenarios/*.yaml --set seed=7', 'with a value put over each'],
    ],
  ],
  ['scenario schema', [['scenario schema > scenario.schema.json', 'for an editor']]],
  [
    'scenario new',
    [
      ['scenario new my.yaml', 'a first scenario, with comments'],
      ['scenario new my.yaml --force', 'over one that is there'],
    ],
  ],
  ['serve', [['serve --port 0', 'on any free port']]],
  [
    'doctor',
    [
      ['doctor', 'what this machine has, and lacks'],
      ['doctor --broker binance --scenario my.yaml', 'whether a broker can be traded with'],
      ['doctor --feed binance --scenario my.yaml', 'whether its public market is there'],
    ],
  ],
  ['config show', [['config show', 'every key and where its value comes from']]],
  ...ENGINE_EXAMPLES,
]);

const GAP = 2;

/** Puts its examples below the help of every verb that has some. `called`: how the program was. */
export function addExamples(program: Command, called: string, words: readonly string[] = []): void {
  for (const command of program.commands) {
    const verb = [...words, command.name()];
    const examples = EXAMPLES.get(verb.join(' ')) ?? [];
    if (examples.length > 0) command.addHelpText('after', `\n${textOf(examples, called)}\n`);
    addExamples(command, called, verb);
  }
}

function textOf(examples: readonly Example[], called: string): string {
  const width = Math.max(...examples.map(([line]) => line.length)) + GAP;
  const lines = examples.map(([line, what]) => `  ${called} ${line.padEnd(width)}${what}`);
  return ['Examples:', ...lines].join('\n');
}
