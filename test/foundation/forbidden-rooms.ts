/** The rooms of the layers that have any, and what each may not import: written down a second time, by hand. */

/** Inside a layer with rooms: room -> rooms it may not import. */
export const FORBIDDEN_ROOMS: Readonly<
  Record<string, Readonly<Record<string, readonly string[]>>>
> = {
  core: {
    ground: [
      'order',
      'plan',
      'state',
      'guard',
      'child',
      'parent',
      'account',
      'engine',
      'host',
      'naive',
    ],
    order: ['plan', 'state', 'guard', 'child', 'parent', 'account', 'engine', 'host', 'naive'],
    plan: ['state', 'guard', 'child', 'parent', 'account', 'engine', 'host', 'naive'],
    state: ['guard', 'child', 'parent', 'account', 'engine', 'host', 'naive'],
    guard: ['child', 'parent', 'account', 'engine', 'host', 'naive'],
    child: ['parent', 'account', 'engine', 'host', 'naive'],
    parent: ['account', 'engine', 'host', 'naive'],
    account: ['engine', 'host', 'naive'],
    engine: ['host', 'naive'],
    host: ['plan', 'child', 'parent', 'account', 'naive'],
    naive: ['plan', 'guard', 'parent', 'account', 'engine', 'host'],
  },
  report: {
    schema: ['projection', 'text', 'figures', 'telling', 'many'],
    projection: ['text', 'figures', 'telling', 'many'],
    text: ['projection', 'figures', 'telling', 'many'],
    figures: ['telling', 'many'],
    telling: ['figures', 'many'],
    many: ['projection', 'figures', 'telling'],
  },
};

/** Folder -> folders it may not import; the complement of the table in ARCHITECTURE.md. */
export const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  core: ['sim', 'data', 'live', 'store', 'report', 'runs', 'server', 'cli'],
  sim: ['data', 'live', 'store', 'report', 'runs', 'server', 'cli'],
  data: ['sim/exchange', 'sim/clock', 'live', 'store', 'report', 'runs', 'server', 'cli'],
  live: ['sim', 'data', 'store', 'report', 'runs', 'server', 'cli'],
  store: ['sim', 'data', 'live', 'report', 'runs', 'server', 'cli'],
  report: ['sim', 'data', 'live', 'store', 'runs', 'server', 'cli'],
  runs: ['server', 'cli'],
  server: ['cli'],
  cli: [],
};
