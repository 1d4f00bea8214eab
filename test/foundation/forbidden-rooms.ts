/** The rooms of the layers that have any, and what each may not import: written down a second time, by hand. */

/** Inside a layer with rooms: room -> rooms it may not import. */
export const FORBIDDEN_ROOMS: Readonly<
  Record<string, Readonly<Record<string, readonly string[]>>>
> = {
  core: {
    ground: ['order', 'plan', 'state', 'guard', 'child', 'parent', 'account', 'engine', 'host'],
    order: ['plan', 'state', 'guard', 'child', 'parent', 'account', 'engine', 'host'],
    plan: ['state', 'guard', 'child', 'parent', 'account', 'engine', 'host'],
    state: ['guard', 'child', 'parent', 'account', 'engine', 'host'],
    guard: ['child', 'parent', 'account', 'engine', 'host'],
    child: ['parent', 'account', 'engine', 'host'],
    parent: ['account', 'engine', 'host'],
    account: ['engine', 'host'],
    engine: ['host'],
    host: ['plan', 'child', 'parent', 'account'],
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
