/**
 * A session: requests one after the other, and some at once, to an engine that begins with nothing, or gated on what another left. Each answer is
 * held against the model; at the end venue and journal are asked whether anybody did what was not theirs to do, or anything passed a limit.
 */
import type { JournalBlock } from '../../../../src/core/state/journal-block.js';
import { EngineWorld, type Heard, POSITION_MAX, tokenOf } from '../engine-world.js';
import { Dice } from './dice.js';
import { CODES, type Drawn, type Memory, draw } from './draw.js';
import { type Model, expectedOf, newModel } from './model.js';

export interface Tally {
  requests: number;
  /** Of those, sent at once with others. */
  raced: number;
  sessions: number;
  gated: number;
  /** Orders that the venue took. */
  venueOrders: number;
  readonly byStatus: Map<number, number>;
  readonly byLine: Map<string, number>;
  readonly findings: string[];
}

export const newTally = (): Tally => ({
  requests: 0,
  raced: 0,
  sessions: 0,
  gated: 0,
  venueOrders: 0,
  byStatus: new Map(),
  byLine: new Map(),
  findings: [],
});

const FINDINGS_MAX = 20;
const REQUESTS = 100;
const SECRETS = [
  ...['viewer', 'trader', 'operator', 'admin'].map(tokenOf),
  ...Object.values(CODES).map((code) => `"${code}"`),
];
const STACK = /\n\s+at |node_modules|\/src\/|\.ts:\d|TypeError|RangeError|InvariantError/;

/** What another process left: an order that works, and one under way. */
let left: readonly JournalBlock[] | null = null;

async function whatWasLeft(): Promise<readonly JournalBlock[]> {
  if (left !== null) return left;
  const world = new EngineWorld();
  world.run(1);
  const body = {
    symbol: 'BTCUSDT',
    side: 'buy',
    quantity: '0.01',
    source: 'strategy',
    type: 'limit',
    limitPrice: '10000',
    timeInForce: 'gtc',
    fillTimeout: '1h',
  };
  await world.ask('POST', '/api/v1/orders', { body, headers: { 'idempotency-key': 'earlier' } });
  world.run(1);
  left = world.blocks;
  return left;
}

/** So many requests from one seed on; findings are added to the tally. */
export async function playSession(seed: number, tally: Tally): Promise<void> {
  const dice = new Dice(seed);
  const isGated = dice.chance(0.25);
  const world = isGated
    ? new EngineWorld({ blocks: await whatWasLeft(), silent: true, seed })
    : new EngineWorld({ seed });
  world.checkFactor = (_, code) => ({
    said: code === CODES.right ? 'verified' : 'failed',
    why: 'it is wrong',
  });
  world.run(1);
  const before = usesIn(world);
  let commands = 0;
  const memory: Memory = { ids: new Map(), tokens: new Map() };
  let models: readonly Model[] = [newModel(isGated)];
  tally.sessions += 1;
  if (isGated) tally.gated += 1;
  const find = (text: string): void => {
    if (tally.findings.length < FINDINGS_MAX) tally.findings.push(`seed ${seed}: ${text}`);
  };
  for (let sent = 0; sent < REQUESTS;) {
    const together = dice.chance(0.1) ? 2 + dice.below(2) : 1;
    const asked = Array.from({ length: together }, () => draw(dice, memory));
    const heard = await world.together(asked.map(({ method, path, said }) => [method, path, said]));
    sent += together;
    tally.requests += together;
    if (together > 1) tally.raced += together;
    asked.forEach((one, index) => note(tally, one, heard[index]));
    commands += asked.filter(isCommand).length;
    heard.forEach((one, index) => checkForm(one, asked[index]!, find));
    const after = inEveryOrder(models, asked, heard);
    if (after.length === 0) {
      find(asked.map((one, index) => told(models, one, heard[index])).join(' | '));
      break;
    }
    const tokens = remembered(memory, asked, heard);
    models = after.map((one) => withTokens(one, tokens));
    world.run(dice.roll() * 0.8);
  }
  const uses = usesIn(world) - before;
  if (uses !== commands) find(`${commands} commands, and ${uses} in the journal`);
  judge(world, find);
  tally.venueOrders += acceptedOf(world).length;
}

function note({ byStatus, byLine }: Tally, asked: Drawn, heard: Heard | undefined): void {
  const status = heard?.status ?? 0;
  byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  byLine.set(asked.line, (byLine.get(asked.line) ?? 0) + 1);
}

const told = (models: readonly Model[], asked: Drawn, heard: Heard | undefined): string =>
  `${asked.role} ${asked.method} ${asked.path.slice(0, 80)} ${JSON.stringify(asked.said.body ?? '')} ` +
  `[${[...asked.defects].join(' ')}] ${JSON.stringify(asked.act)}: ${heard?.status}, ` +
  `right is ${[...new Set(models.flatMap((model) => expectedOf(model, asked).statuses))].join(' or ')}; ${heard?.text.slice(0, 200)}`;

/** Whatever it was: problem details for a refusal, and nothing of the inside. */
function checkForm(heard: Heard, asked: Drawn, find: (text: string) => void): void {
  const { status, text } = heard;
  const what = `${asked.method} ${asked.path.slice(0, 80)}: ${status}`;
  if (STACK.test(text)) find(`${what} tells of the inside: ${text.slice(0, 200)}`);
  if (SECRETS.some((secret) => text.includes(secret))) find(`${what} tells a token or a code`);
  const isHealth = asked.line === 'GET /health' || asked.line === 'GET /ready';
  if (status >= 400 && !(isHealth && status === 503)) checkProblem(heard, what, find);
  if (status !== 422 || asked.defects.size > 0 || !isInvalid(asked)) return;
  for (const field of ['quantity', 'limitPrice', 'postOnly'])
    if (!text.includes(`"field":"${field}"`)) find(`${what} does not name ${field}`);
}

const isInvalid = ({ act }: Drawn): boolean => act.do === 'order' && act.kind === 'invalid';

function checkProblem(
  { status, type, json }: Heard,
  what: string,
  find: (text: string) => void,
): void {
  if (type !== 'application/problem+json') find(`${what} is no problem but ${type}`);
  else if (json.status !== status) find(`${what} says it is ${json.status}`);
}

/** Every model after them by an order in which all answers are right: of two that ran at once nobody knows which was first. */
function inEveryOrder(
  models: readonly Model[],
  asked: readonly Drawn[],
  heard: readonly Heard[],
): readonly Model[] {
  if (asked.length === 0) return models;
  const after = new Map<string, Model>();
  asked.forEach((one, first) => {
    const status = heard[first]?.status ?? 0;
    const fitting = models.flatMap((model) => {
      const { statuses, then } = expectedOf(model, one);
      return statuses.includes(status) ? [then(status)] : [];
    });
    if (fitting.length === 0) return;
    const rest = <T>(list: readonly T[]): T[] => list.filter((_, index) => index !== first);
    for (const model of inEveryOrder(fitting, rest(asked), rest(heard)))
      after.set(modelText(model), model);
  });
  return [...after.values()];
}

const modelText = ({ given, signals, tokens, ...rest }: Model): string =>
  JSON.stringify([
    rest,
    [...given].sort(),
    [...signals].sort(),
    [...tokens].map(([identity, held]) => [identity, [...held].sort()]).sort(),
  ]);

/** Ids and tokens in the answers; the tokens by which order they confirm. */
function remembered(
  memory: Memory,
  asked: readonly Drawn[],
  heard: readonly Heard[],
): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  asked.forEach(({ act }, index) => {
    const { status, json } = heard[index]!;
    if (act.do !== 'order') return;
    if (status === 201 || status === 202) memory.ids.set(act.identity, [json.parentId]);
    const { confirmation: token } = json;
    if (token === undefined) return;
    memory.tokens.set(act.identity, token);
    tokens.set(act.identity, token);
  });
  return tokens;
}

function withTokens(model: Model, fresh: ReadonlyMap<string, string>): Model {
  if (fresh.size === 0) return model;
  const tokens = new Map(model.tokens);
  for (const [identity, token] of fresh)
    tokens.set(identity, new Set([...(tokens.get(identity) ?? []), token]));
  return { ...model, tokens };
}

/** What gets as far as the core, which writes it down whether it is permitted or not. */
const isCommand = ({ act, defects }: Drawn): boolean =>
  defects.size === 0 && !LOOKING.has(act.do) && !(act.do === 'limits' && !act.sound);

const LOOKING: ReadonlySet<Drawn['act']['do']> = new Set(['look', 'ready', 'show']);

const usesIn = ({ blocks }: EngineWorld): number =>
  blocks.filter(({ input }) => input.kind === 'operator' || 'by' in input).length;

const acceptedOf = ({ venue }: EngineWorld) =>
  venue.truth.entries.flatMap((entry) => (entry.kind === 'accepted' ? [entry] : []));

const OF_OPERATORS = new Set<string>([
  'kill-switch',
  'breaker',
  'stop-asked',
  'reconciliation-begun',
  'quarantine',
]);
const OF_ADMINS = new Set<string>(['gate-forced', 'engine-chosen', 'limits-set']);

/** Who may do what, once more, from what is durable; and the venue's own ledger against the limits. */
function judge(world: EngineWorld, find: (text: string) => void): void {
  for (const bug of world.bugs) find(`a bug: ${String(bug)}`);
  if (world.desk.ended !== null) find(`the engine ended: ${world.desk.ended}`);
  for (const block of world.blocks) judgeRole(block, find);
  let position = 0;
  for (const { terms } of acceptedOf(world))
    if (terms.quantity > POSITION_MAX) find(`an order of ${terms.quantity} lots left`);
  for (const { quantity, side } of world.venue.truth.executions) {
    position += side === 'buy' ? quantity : -quantity;
    if (Math.abs(position) > POSITION_MAX) find(`a position of ${position} lots`);
  }
}

function judgeRole({ seq, input, entries }: JournalBlock, find: (text: string) => void): void {
  const role = input.kind === 'operator' ? input.role : 'by' in input ? input.by.role : undefined;
  if (role === undefined || role === 'admin') return;
  const kinds = entries.map(({ kind }) => kind);
  const did =
    (role === 'viewer' && !kinds.includes('operator-refused')) ||
    (role === 'trader' && kinds.some((kind) => OF_OPERATORS.has(kind))) ||
    kinds.some((kind) => OF_ADMINS.has(kind));
  if (did) find(`block ${seq}: a ${role} did ${kinds.join(', ')}`);
}
