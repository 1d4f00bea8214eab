/** Damage that must be found: to the YAML, to keys, to values, and to what one value says about another. */
import { SOUND_SCENARIO, edit } from './damage.js';

type Texts = Map<string, string | Uint8Array>;

export function rejectedTexts(
  below: (n: number) => number,
): ReadonlyMap<string, string | Uint8Array> {
  return new Map([
    ...typos(below),
    ...missingParts(),
    ...brokenYaml(below),
    ...hostileYaml(),
    ...wrongValues(),
    ...wrongTogether(),
  ]);
}

const KEYS = [
  'seed',
  'instrument',
  'tickSize',
  'lotSize',
  'minNotional',
  'calendar',
  'synthetic',
  'startPrice',
  'clock',
  'latency',
  'takerBps',
  'through',
  'shorting',
  'idempotency',
  'validFor',
  'faults',
  'probability',
  'strategy',
  'slices',
  'peg',
  'operator',
  'order',
  'execution',
  'spreadBps',
  'expect',
];

/** One letter gone, doubled, or swapped with its neighbor. */
function typos(below: (n: number) => number): Texts {
  const texts: Texts = new Map();
  for (const key of KEYS) {
    const at = 1 + below(key.length - 2);
    const before = key.slice(0, at);
    const wrong = [
      before + key.slice(at + 1),
      before + key.charAt(at) + key.slice(at),
      before + key.charAt(at + 1) + key.charAt(at) + key.slice(at + 2),
    ][below(3)]!;
    const other = wrong === key ? `${key}x` : wrong;
    const pattern = new RegExp(`(^|[ {])${key}:`, 'm');
    if (!pattern.test(SOUND_SCENARIO)) throw new Error(`no key ${key}`);
    texts.set(`${key} mistyped as ${other}`, SOUND_SCENARIO.replace(pattern, `$1${other}:`));
  }
  return texts;
}

function missingParts(): Texts {
  const texts: Texts = new Map();
  for (const line of [
    'name: sound\n',
    '  symbol: BTCUSDT\n',
    '  tickSize: "0.1"\n',
    '  lotSize: "0.001"\n',
    '    model: random-walk\n',
    '    startPrice: "61800"\n',
  ]) {
    texts.set(`without ${line.trim()}`, edit(line, ''));
  }
  for (const part of [
    ' side: buy,',
    ' quantity: "1.2",',
    ' for: 6s',
    'kind: outage, ',
    ' do: cancel-slices,',
    ', probability: 0.5',
    ', limitPrice: { peg: ask }',
  ]) {
    texts.set(`without ${part.trim()}`, edit(part, ''));
  }
  texts.set(
    'without a market',
    edit(
      SOUND_SCENARIO.slice(SOUND_SCENARIO.indexOf('market:'), SOUND_SCENARIO.indexOf('clock:')),
      '',
    ),
  );
  texts.set(
    'without orders',
    edit(
      SOUND_SCENARIO.slice(SOUND_SCENARIO.indexOf('orders:'), SOUND_SCENARIO.indexOf('operator:')),
      'orders: []\n',
    ),
  );
  return texts;
}

function brokenYaml(below: (n: number) => number): Texts {
  const texts: Texts = new Map();
  const opens = [...SOUND_SCENARIO.matchAll(/[{[]/g)].map(({ index }) => index);
  for (let i = 0; i < 5; i += 1) {
    const at = opens[below(opens.length)]! + 2;
    texts.set(`cut off after ${at} characters`, SOUND_SCENARIO.slice(0, at));
  }
  texts.set(
    'cut off inside a quote',
    SOUND_SCENARIO.slice(0, SOUND_SCENARIO.indexOf('"61800"') + 3),
  );
  texts.set('a quote not closed', edit('adv: "25000"', 'adv: "25000'));
  texts.set('a bracket too many', edit('paths: [stream]', 'paths: [stream]]'));
  texts.set('a tab for indentation', edit('  symbol: BTCUSDT', '\tsymbol: BTCUSDT'));
  texts.set('a line indented too far', edit('  tickSize', '     tickSize'));
  texts.set('a key without a colon', edit('clock:', 'clock'));
  texts.set('a key twice', edit('seed: 7', 'seed: 7\nseed: 8'));
  texts.set('a key twice in a flow map', edit('makerBps: 1,', 'makerBps: 1, makerBps: 2,'));
  texts.set('two documents', `${SOUND_SCENARIO}---\n${SOUND_SCENARIO}`);
  texts.set('nothing', '');
  texts.set('only a comment', '# nothing here\n');
  texts.set('a list', '- 1\n- 2\n');
  texts.set('one word', 'scenario\n');
  texts.set('NUL bytes', SOUND_SCENARIO.replaceAll('s', '\0'));
  texts.set('not UTF-8', Uint8Array.of(0x6e, 0x61, 0xff, 0xfe, 0x3a));
  texts.set('a gzip file', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3));
  return texts;
}

function hostileYaml(): Texts {
  const levels = 'abcdefgh'.split('');
  const bomb = levels.map((name, i) => {
    const before = levels[i - 1];
    const items = before === undefined ? 'lol' : `*${before}`;
    return `${name}: &${name} [${Array.from({ length: 10 }, () => items).join(', ')}]`;
  });
  const keys = ['__proto__', 'constructor', 'prototype'];
  return new Map([
    ...keys.map((key): [string, string] => [
      `the key ${key}`,
      edit('seed: 7', `seed: 7\n${key}: { polluted: true }`),
    ]),
    ['__proto__ deep inside', edit('makerBps: 1,', '__proto__: { x: 1 }, makerBps: 1,')],
    ['__proto__ in quotes', edit('seed: 7', 'seed: 7\n"__proto__": { polluted: true }')],
    ['an alias bomb', `${bomb.join('\n')}\n${SOUND_SCENARIO}`],
    ['an alias without an anchor', edit('ack: 20ms', 'ack: *nowhere')],
    [
      'an alias of its own parent',
      edit('venue:', 'venue: &v').replace('validFor: 5s', 'validFor: *v'),
    ],
    ['a merge key', edit('at: 3s,', '<<: { at: 3s },')],
    ['a foreign tag', edit('seed: 7', 'seed: !!js/function "function () {}"')],
    ['an unknown tag', edit('seed: 7', 'seed: !seed 7')],
    ['fifty thousand brackets', `${'['.repeat(50_000)}${']'.repeat(50_000)}\n`],
    ['two megabytes', `${SOUND_SCENARIO}# ${'x'.repeat(2_000_000)}\n`],
  ]);
}

function wrongValues(): Texts {
  const pairs: readonly (readonly [name: string, from: string, to: string])[] = [
    ['a duration without a unit', 'duration: 40s', 'duration: 40'],
    ['a duration with a blank', 'duration: 40s', 'duration: 40 s'],
    ['a negative duration', 'feed: 5ms', 'feed: -5ms'],
    ['an unknown unit', 'feed: 5ms', 'feed: 5sec'],
    ['a duration with an exponent', 'feed: 5ms', 'feed: 1e3ms'],
    ['half a microsecond', 'feed: 5ms', 'feed: 0.5us'],
    ['a run of no length', 'duration: 40s', 'duration: 0s'],
    ['an instant that is none', '2024-08-08T12:00:00Z', '2024-13-08T12:00:00Z'],
    ['an instant without a zone', '2024-08-08T12:00:00Z', '2024-08-08T12:00:00'],
    ['an unquoted quantity', 'quantity: "1.2"', 'quantity: 1.2'],
    ['an unquoted tick size', 'tickSize: "0.1"', 'tickSize: 0.1'],
    ['a quantity with an exponent', '"1.2"', '"12e-1"'],
    ['a quantity with a comma', '"1.2"', '"1,2"'],
    ['a quantity in words', '"1.2"', '"one"'],
    ['a quantity that is not a number', '"1.2"', '.nan'],
    ['a negative quantity', '"1.2"', '"-1.2"'],
    ['a quantity of nothing', '"1.2"', '"0"'],
    ['a quantity off the grid', '"1.2"', '"1.2005"'],
    ['a tick size of nothing', '"0.1"', '"0"'],
    ['a negative tick size', '"0.1"', '"-0.1"'],
    ['a symbol in small letters', 'BTCUSDT', 'btcusdt'],
    ['a name with blanks', 'name: sound', 'name: a sound one'],
    ['no words', 'shows: a short run to be damaged', 'shows: ""'],
    ['a negative seed', 'seed: 7', 'seed: -7'],
    ['half a seed', 'seed: 7', 'seed: 7.5'],
    ['a seed too large', 'seed: 7', 'seed: 4294967296'],
    ['a seed as text', 'seed: 7', 'seed: "7"'],
    ['an infinite seed', 'seed: 7', 'seed: .inf'],
    ['a side that is none', 'side: buy', 'side: bye'],
    ['an algorithm that is none', 'algo: twap', 'algo: vwap'],
    ['an order type that is none', 'type: market', 'type: markt'],
    ['a model that is none', 'random-walk', 'random-wlak'],
    ['a queue that is none', 'queue: back', 'queue: front'],
    ['a calendar that is none', 'always-open', 'lse'],
    ['a peg that is none', 'peg: ask', 'peg: last'],
    ['a fault that is none', 'kind: ack-lost', 'kind: ack-losst'],
    ['a path that is none', 'paths: [stream]', 'paths: [steam]'],
    ['no paths', 'paths: [stream]', 'paths: []'],
    ['a probability above one', 'probability: 0.5', 'probability: 1.5'],
    ['a probability in words', 'probability: 0.5', 'probability: half'],
    ['a boolean of YAML 1.1', 'shorting: true', 'shorting: yes'],
    ['slices in parts', 'slices: 3', 'slices: 2.5'],
    ['no slices', 'slices: 3', 'slices: 0'],
    ['a limit of spread beyond its range', 'spreadBps: 50', 'spreadBps: 20000'],
    ['a list where a map belongs', 'fees: { makerBps: 1, takerBps: 5 }', 'fees: [1, 5]'],
    [
      'a map where a list belongs',
      '  - filledShare > 0\n  - invariantViolations == 0\n',
      '  first: filledShare > 0\n',
    ],
    ['nothing where a map belongs', 'earlyStop: { spreadBps: 50 }', 'earlyStop:'],
    ['an engine that does not exist', 'earlyStop: { spreadBps: 50 }', 'engine: simple'],
    ['an expectation of nothing known', 'filledShare > 0', 'fileldShare > 0'],
    ['an expectation without a comparison', 'filledShare > 0', 'filledShare 0'],
    ['an expectation of words', 'filledShare > 0', 'filledShare > most'],
    ['the reserved strategy', 'strategy: demo', 'strategy: external'],
  ];
  return new Map(pairs.map(([name, from, to]) => [name, edit(from, to)]));
}

function wrongTogether(): Texts {
  return new Map([
    ['a price off the grid', edit('limitPrice: { peg: ask }', 'limitPrice: "61800.15"')],
    [
      'a limit price for a market order',
      edit('type: market,', 'type: market, limitPrice: "61800",'),
    ],
    ['a stop price nobody asked for', edit('type: market,', 'type: market, stopPrice: "61800",')],
    ['a post-only market order', edit('type: market,', 'type: market, postOnly: true,')],
    ['a day order where nothing closes', edit('type: market,', 'type: market, timeInForce: day,')],
    ['three timings that disagree', edit('slices: 3', 'slices: 3, interval: 5s')],
    ['an interval longer than the duration', edit('slices: 3', 'interval: 40s')],
    ['more slices than lots', edit('"0.4"', '"0.001"')],
    ['timing for a direct order', edit('algo: twap', 'algo: direct')],
    ['an order after the end', edit('at: 3s', 'at: 50s')],
    ['a fault after the end', edit('at: 12s', 'at: 1h')],
    ['a command after the end', edit('at: 25s', 'at: 41s')],
    ['a cancel of an order that is not there', edit('order: 1', 'order: 2')],
    ['two shapes of one fault', edit('probability: 0.5', 'probability: 0.5, nth: 1')],
    ['two markets', edit('market:\n', 'market:\n  replay: { files: [a.gz] }\n')],
    [
      'a market file that is not there',
      edit(
        SOUND_SCENARIO.slice(
          SOUND_SCENARIO.indexOf('  synthetic:'),
          SOUND_SCENARIO.indexOf('clock:'),
        ),
        '  replay: { files: [nowhere.gz] }\n',
      ),
    ],
    ['a start price off the grid', edit('"61800"', '"61800.05"')],
    [
      'a position in another symbol',
      edit('shorting: true', 'shorting: true, positions: { ETHUSDT: "1" }'),
    ],
  ]);
}
