/** What to type, for the help of the verbs of engines: those that talk to a running one, and those of its files. */
type Example = readonly [line: string, what: string];

export const ENGINE_EXAMPLES: readonly (readonly [string, readonly Example[]])[] = [
  ['status', [['status --state paper.db', 'ready, reconciling, killed or tripped, and why']]],
  [
    'orders',
    [
      ['orders --state paper.db --open', 'those that are not over'],
      ['orders 0123456789abcdef01234567 --state paper.db', 'one, with what it became'],
    ],
  ],
  ['alerts', [['alerts --state paper.db', 'those that are raised']]],
  ['orphans ls', [['orphans ls --state paper.db', 'what nobody here placed']]],
  [
    'orphans adopt',
    [
      [
        'orphans adopt v17 --strategy demo --reason "placed by hand" --state paper.db',
        'it is ours',
      ],
    ],
  ],
  ['orphans cancel', [['orphans cancel v17 --state paper.db', 'away with it']]],
  ['orphans narrow', [['orphans narrow v17 --state paper.db', 'it keeps nobody out any more']]],
  [
    'reconcile',
    [
      ['reconcile --state paper.db', 'ask the venue now'],
      ['reconcile --force --reason "checked by hand" --state paper.db', 'open the gate'],
    ],
  ],
  [
    'kill',
    [
      [
        'kill on --reason "prices look wrong" --state paper.db',
        'no order leaves; working ones are canceled',
      ],
      ['kill on --file --reason "no API" --state paper.db', 'without the API'],
      ['kill off --reason "looked into" --state paper.db', 'orders may leave again'],
    ],
  ],
  ['breaker', [['breaker reset --reason "venue is back" --state paper.db', 'closed again']]],
  ['stop', [['stop --on-stop cancel --state paper.db', 'nothing is left working']]],
  ['token new', [['token new alice --role operator --state paper.db', 'put it into SQUALL_TOKEN']]],
  [
    'token totp',
    [
      ['token totp alice --state paper.db', 'for large orders by hand: codes of an authenticator'],
      ['token totp alice --off --state paper.db', 'the telephone is lost'],
    ],
  ],
  ['token ls', [['token ls --state paper.db', 'whose there are']]],
  ['quarantine ls', [['quarantine ls --state paper.db', 'which, whose and why']]],
  [
    'quarantine on',
    [['quarantine on BTCUSDT --reason "odd fills" --state paper.db', 'no new order in it']],
  ],
  [
    'quarantine off',
    [['quarantine off BTCUSDT --reason "looked into" --state paper.db', 'orders again']],
  ],
  ['limits', [['limits --state paper.db', 'per symbol and in all']]],
  ['backup', [['backup monday.db --state paper.db', 'while it runs, or not']]],
  [
    'restore',
    [
      ['restore monday.db --state paper.db', 'refused where anything would be lost'],
      [
        'restore monday.db --accept-loss --state paper.db',
        'all the same, once you have looked at the broker',
      ],
    ],
  ],
  [
    'state check',
    [['state check --state paper.db', 'its chain, to the last block, against its head']],
  ],
  [
    'state verify',
    [['state verify --state paper.db', 'every input decided again, the same entries']],
  ],
  [
    'state accept',
    [['state accept --state paper.db', 'its head is lost, and you have looked at the broker']],
  ],
  [
    'state export',
    [['state export session.squall --state paper.db', 'for squall run, which replays it']],
  ],
  ['token rm', [['token rm alice --state paper.db', 'alice is out']]],
];
