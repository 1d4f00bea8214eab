/**
 * What src/core and src/sim may not touch: ambient time, ambient randomness, timers, promises, the process, and every
 * function whose result may differ between engines, locales or time zones. Plain options of ESLint's own rules; time
 * comes from the clock given, randomness from the seed given.
 */

const because = (message, names) => names.map((name) => ({ name, message }));

const globals = [
  ...because('Time comes from the clock given.', ['Date', 'performance', 'Temporal']),
  ...because('Wake-ups are armed on the clock given; nothing here waits.', [
    'setTimeout',
    'setInterval',
    'setImmediate',
    'clearTimeout',
    'clearInterval',
    'clearImmediate',
    'queueMicrotask',
    'requestAnimationFrame',
    'requestIdleCallback',
    'AbortController',
    'AbortSignal',
    'scheduler',
  ]),
  ...because('No promise in the pure layers: answers come back as inputs.', ['Promise']),
  ...because('Effects are commands released by the host.', [
    'fetch',
    'WebSocket',
    'XMLHttpRequest',
    'EventSource',
    'Worker',
    'MessageChannel',
    'BroadcastChannel',
  ]),
  ...because('The core emits log lines as data.', ['console']),
  ...because('No Node API in the pure layers.', [
    'process',
    'Buffer',
    'global',
    'require',
    'module',
    '__dirname',
    '__filename',
    'navigator',
  ]),
  ...because('Randomness comes from the seed given.', ['crypto', 'Crypto']),
  ...because('Depends on the locale and time zone of the machine.', ['Intl']),
  ...because('Depends on when the garbage collector runs.', ['WeakRef', 'FinalizationRegistry']),
];

const properties = [
  { object: 'Math', property: 'random', message: 'Randomness comes from the seed given.' },
  ...[
    ...['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'pow', 'cbrt', 'hypot'],
    ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh'],
    ...['asinh', 'acosh', 'atanh'],
  ].map((property) => ({
    object: 'Math',
    property,
    message:
      'Engines differ in the last bit. Round to an integer at once and disable this line with the reason.',
  })),
  ...[
    'localeCompare',
    'toLocaleString',
    'toLocaleDateString',
    'toLocaleTimeString',
    'toLocaleUpperCase',
    'toLocaleLowerCase',
  ].map((property) => ({ property, message: 'Depends on the locale: compare code units.' })),
  ...[
    'Instant',
    'LocalDate',
    'LocalTime',
    'LocalDateTime',
    'ZonedDateTime',
    'OffsetDateTime',
    'OffsetTime',
    'Year',
    'YearMonth',
    'MonthDay',
  ].map((object) => ({ object, property: 'now', message: 'Time comes from the clock given.' })),
  { object: 'ZoneId', property: 'systemDefault', message: 'Name the time zone.' },
  { object: 'ZoneId', property: 'SYSTEM', message: 'Name the time zone.' },
];

const imports = {
  paths: [
    {
      name: 'rxjs',
      importNames: [
        'asyncScheduler',
        'asapScheduler',
        'animationFrameScheduler',
        'async',
        'asap',
        'animationFrame',
        'animationFrames',
        'VirtualTimeScheduler',
        'firstValueFrom',
        'lastValueFrom',
      ],
      message: 'Real timers, or a promise: use the scheduler given and plain subscriptions.',
    },
    {
      name: '@js-joda/core',
      importNames: ['Clock'],
      message: "js-joda's clocks read the system time: use the Clock of core/ports.",
    },
  ],
  patterns: [
    {
      group: ['rxjs/ajax', 'rxjs/fetch', 'rxjs/webSocket', 'rxjs/testing'],
      message: 'Effects are commands released by the host.',
    },
  ],
};

const NO_PROMISE = 'No promise in the pure layers: answers come back as inputs.';
const syntax = [
  { selector: ':function[async=true]', message: NO_PROMISE },
  { selector: 'AwaitExpression', message: NO_PROMISE },
  { selector: 'ForOfStatement[await=true]', message: NO_PROMISE },
  { selector: 'ImportExpression', message: NO_PROMISE },
  { selector: 'TSTypeReference[typeName.name=/^Promise(Like)?$/]', message: NO_PROMISE },
  { selector: 'NewExpression[callee.name="Date"]', message: 'Time comes from the clock given.' },
];

export const determinismRules = {
  'no-restricted-globals': ['error', { globals, checkGlobalObject: true }],
  'no-restricted-properties': ['error', ...properties],
  'no-restricted-imports': ['error', imports],
  'no-restricted-syntax': ['error', ...syntax],
  'squall/injected-sources': 'error',
};
