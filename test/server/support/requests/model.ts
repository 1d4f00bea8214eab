/**
 * Which status is right: what the rules say of a request to a running engine, in a model that shares no code with it. Where a rule leaves it to
 * the market or to time whether an order is over by now, two are right.
 */

export type Role = 'viewer' | 'trader' | 'operator' | 'admin';

/** What a request means to do, where nothing is wrong with its form. */
export type Act =
  | { readonly do: 'look'; readonly status: readonly number[] }
  | { readonly do: 'ready' }
  | {
      readonly do: 'order';
      readonly kind: OrderKind;
      readonly identity: string;
      readonly confirms: string | null;
      /** The code beside it. */
      readonly factor: 'right' | 'wrong' | 'none';
    }
  | { readonly do: 'signal'; readonly kind: 'small' | 'beyond'; readonly id: string }
  /** `identity` null: an id that nobody has given. */
  | { readonly do: 'show' | 'cancel' | 'cancel-slices'; readonly identity: string | null }
  | {
      readonly do:
        'kill-on' | 'kill-off' | 'trip' | 'reset' | 'reconcile' | 'force' | 'engine' | 'stop';
    }
  /** Of every strategy, in the only symbol that is listed, or in another. */
  | { readonly do: 'quarantine' | 'lift'; readonly known: boolean }
  /** As they are, or off the grid. */
  | { readonly do: 'limits'; readonly sound: boolean }
  | { readonly do: 'orphan' }
  | { readonly do: 'acknowledge'; readonly code: 'kill-switch' | 'nothing-like-it' };

/**
 * small: by hand, and too small to be asked about. large, huge: by hand, asked about; huge takes a second factor as well. resting:
 * never fills. medium: several of them pass the limit. beyond: one passes it. sliced: takes longer than a session.
 */
export type OrderKind =
  | 'small'
  | 'large'
  | 'huge'
  | 'resting'
  | 'medium'
  | 'beyond'
  | 'sliced'
  | 'sliced-beyond'
  | 'strange-symbol'
  | 'invalid';

/** Wrong with the form of a request, in the order in which it is looked at. */
export type Defect =
  | 'foreign-host'
  | 'foreign-origin'
  | 'long-address'
  | 'chunked'
  | 'large-body'
  | 'unknown-path'
  | 'wrong-method'
  | 'no-token'
  | 'strange-token'
  | 'bad-id'
  | 'not-json-type'
  | 'not-json'
  | 'wrong-shape'
  | 'no-key';

const DEFECTS: readonly (readonly [Defect, number])[] = [
  ['foreign-host', 421],
  ['foreign-origin', 403],
  ['long-address', 414],
  ['chunked', 411],
  ['large-body', 413],
  ['unknown-path', 404],
  ['wrong-method', 405],
  ['no-token', 401],
  ['strange-token', 401],
  ['bad-id', 404],
  ['not-json-type', 415],
  ['not-json', 400],
  ['wrong-shape', 422],
  ['no-key', 400],
];

export interface Asked {
  readonly act: Act;
  readonly role: Role;
  readonly defects: ReadonlySet<Defect>;
}

interface Given {
  readonly kind: OrderKind;
  readonly canceled: boolean;
}

export interface Model {
  readonly killed: boolean;
  readonly acknowledged: boolean;
  readonly tripped: boolean;
  readonly gated: boolean;
  readonly quarantined: boolean;
  /** Something has happened by which any order may have ended. */
  readonly stirred: boolean;
  /** Of orders that were taken. */
  readonly given: ReadonlyMap<string, Given>;
  readonly signals: ReadonlySet<string>;
  /** Tokens that confirm, by order. */
  readonly tokens: ReadonlyMap<string, ReadonlySet<string>>;
}

export const newModel = (gated: boolean): Model => ({
  killed: false,
  acknowledged: false,
  tripped: false,
  gated,
  quarantined: false,
  stirred: false,
  given: new Map(),
  signals: new Set(),
  tokens: new Map(),
});

export interface Expected {
  readonly statuses: readonly number[];
  readonly then: (status: number) => Model;
}

const RANK: Readonly<Record<Role, number>> = { viewer: 0, trader: 1, operator: 2, admin: 3 };

const TAKES: Readonly<Record<Act['do'], Role>> = {
  look: 'viewer',
  ready: 'viewer',
  show: 'viewer',
  order: 'trader',
  signal: 'trader',
  cancel: 'trader',
  'cancel-slices': 'trader',
  'kill-on': 'operator',
  'kill-off': 'operator',
  trip: 'operator',
  reset: 'operator',
  reconcile: 'operator',
  orphan: 'operator',
  acknowledge: 'operator',
  stop: 'operator',
  quarantine: 'operator',
  lift: 'operator',
  limits: 'admin',
  force: 'admin',
  engine: 'admin',
};

export function expectedOf(model: Model, { act, role, defects }: Asked): Expected {
  const always = (...statuses: number[]): Expected => ({ statuses, then: () => model });
  const wrong = DEFECTS.find(([defect]) => defects.has(defect));
  if (wrong !== undefined) return always(wrong[1]);
  // What is wrong with a body is said to anybody with a token.
  if (act.do === 'limits' && !act.sound) return always(422);
  return RANK[role] < RANK[TAKES[act.do]] ? always(403) : served(model, act);
}

/** `then` where it was carried out. */
const carried = (
  model: Model,
  statuses: readonly number[],
  after: Partial<Model> = {},
): Expected => ({ statuses, then: (status) => (status < 300 ? { ...model, ...after } : model) });

function served(model: Model, act: Act): Expected {
  switch (act.do) {
    case 'look':
      return carried(model, act.status);
    case 'ready':
      return carried(model, [model.killed || model.tripped || model.gated ? 503 : 200]);
    case 'order':
      return orderExpected(model, act);
    case 'signal':
      return signalExpected(model, act);
    case 'show':
      return carried(model, [act.identity === null ? 404 : 200]);
    case 'cancel':
    case 'cancel-slices':
      return cancelExpected(model, act);
    case 'kill-on':
      return carried(model, [200], { killed: true, stirred: true });
    case 'kill-off':
      return carried(model, [200], { killed: false, acknowledged: false });
    case 'trip':
      return carried(model, [200], { tripped: true, stirred: true });
    case 'reset':
      return carried(model, [200], { tripped: false });
    case 'reconcile':
      return carried(model, [202, 409]);
    case 'force':
      return carried(model, [model.gated ? 200 : 409], { gated: false });
    case 'engine':
      return carried(model, [200]);
    case 'stop':
      return carried(model, [202]);
    case 'orphan':
      return carried(model, [404]);
    case 'quarantine':
    case 'lift':
      return quarantineExpected(model, act);
    case 'limits':
      return carried(model, [200]);
    case 'acknowledge': {
      const known = act.code === 'kill-switch' && model.killed && !model.acknowledged;
      return carried(model, [known ? 200 : 409], { acknowledged: true });
    }
  }
}

function quarantineExpected(
  model: Model,
  { do: what, known }: Extract<Act, { do: 'quarantine' | 'lift' }>,
): Expected {
  if (!known) return carried(model, [404]);
  return what === 'quarantine'
    ? carried(model, [200], { quarantined: true, stirred: true })
    : carried(model, [model.quarantined ? 200 : 409], { quarantined: false });
}

type OrderAct = Extract<Act, { do: 'order' }>;

/** Which codes are enough. */
const FACTORS = { large: ['right', 'wrong', 'none'], huge: ['right'] };

/** TWAP-5, TWAP-4, ORD-6 and then what ORD-1 lists, in its order. */
function orderExpected(model: Model, { kind, identity, confirms, factor }: OrderAct): Expected {
  if (kind === 'invalid' || kind === 'strange-symbol') return carried(model, [422]);
  const before = model.given.get(identity);
  if (before !== undefined) return carried(model, isSureToLive(model, before) ? [200] : [200, 409]);
  const asks = kind === 'large' || kind === 'huge';
  const held = model.tokens.get(identity) ?? new Set();
  const isSure = confirms !== null && held.has(confirms);
  // The token is kept until the code beside it is right.
  if (asks && !(isSure && FACTORS[kind].includes(factor))) return carried(model, [409]);
  // A token works once, whatever comes of it.
  const used = new Set([...held].filter((token) => token !== confirms));
  const tokens = asks ? new Map(model.tokens).set(identity, used) : model.tokens;
  const given = new Map(model.given).set(identity, { kind, canceled: false });
  return {
    statuses: intakeOf(model, kind),
    then: (status) => (status < 300 ? { ...model, tokens, given } : { ...model, tokens }),
  };
}

function intakeOf(
  { killed, tripped, gated, quarantined }: Model,
  kind: OrderKind,
): readonly number[] {
  if (killed || tripped) return [503];
  if (quarantined) return [409];
  if (kind === 'beyond' || kind === 'sliced-beyond') return [409];
  if (gated && kind === 'sliced') return [503];
  // REC-2: whether it reduces nobody knows yet, and here never will.
  const taken = gated ? 202 : 201;
  return kind === 'medium' ? [taken, 409] : [taken];
}

/** Whatever may have happened to it meanwhile it is not over. */
const isSureToLive = ({ stirred }: Model, { kind, canceled }: Given): boolean =>
  kind === 'resting' && !canceled && !stirred;

function signalExpected(model: Model, { kind, id }: Extract<Act, { do: 'signal' }>): Expected {
  if (kind === 'small' && model.signals.has(id))
    return carried(model, model.stirred ? [200, 202, 409, 503] : [200]);
  const after = { signals: new Set(model.signals).add(id) };
  if (model.killed || model.tripped) return carried(model, [503]);
  if (model.quarantined) return carried(model, [409]);
  if (kind === 'beyond') return carried(model, [409]);
  return carried(model, [202], after);
}

function cancelExpected(
  model: Model,
  { do: what, identity }: Extract<Act, { do: 'show' | 'cancel' | 'cancel-slices' }>,
): Expected {
  const before = identity === null ? undefined : model.given.get(identity);
  if (identity === null || before === undefined) return carried(model, [404]);
  const given = new Map(model.given).set(identity, { ...before, canceled: true });
  if (what === 'cancel-slices') return carried(model, [200], { given });
  return carried(model, isSureToLive(model, before) ? [202] : [202, 409], { given });
}
