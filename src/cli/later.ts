/** Commands that belong to parts not built yet: typing one says so instead of calling it a typo. */
export const LATER: ReadonlyMap<string, string> = new Map([
  ['live', 'live trading'],
  ['status', 'talking to a running engine'],
  ['orphans', 'reconciliation'],
  ['reconcile', 'reconciliation'],
  ['kill', 'talking to a running engine'],
  ['breaker', 'talking to a running engine'],
  ['alerts', 'talking to a running engine'],
  ['orders', 'talking to a running engine'],
  ['stop', 'talking to a running engine'],
  ['backup', 'backups'],
  ['restore', 'backups'],
  ['completion', 'shell completion'],
]);
