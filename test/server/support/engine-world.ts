/**
 * A running engine behind its API, without a socket: the application over an engine on the simulated venue, in virtual time. A request is
 * answered while time passes as far as it has to; what it becomes is durable in memory.
 */
import type { Hono } from 'hono';
import { NEVER } from 'rxjs';
import type { Broker } from '../../../src/core/ports.js';
import type { EngineConfig } from '../../../src/core/state/config.js';
import type { Actor, Role } from '../../../src/core/state/input.js';
import type { JournalBlock } from '../../../src/core/state/journal-block.js';
import type { State } from '../../../src/core/state/state.js';
import { type Micros, seconds } from '../../../src/core/ground/units.js';
import type { EngineHost } from '../../../src/core/host/engine-host.js';
import type { QuoteBoard } from '../../../src/core/host/quote-board.js';
import { type Surroundings, assemble } from '../../../src/runs/assembly.js';
import { connectVenue } from '../../../src/runs/connect-venue.js';
import { EngineDesk } from '../../../src/runs/desk/engine-desk.js';
import { storedState } from '../../../src/runs/stored-state.js';
import { createEngineApp } from '../../../src/server/engine/engine-app.js';
import type { CheckFactor } from '../../../src/server/engine/second-factor.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';
import { NO_FAULTS } from '../../../src/sim/fault/fault-set.js';
import { limitsWith } from '../../support/limits.js';
import { INSTRUMENT, planOf, tapeOf } from '../../support/simulation-plan.js';
import type { Lots } from '../../../src/core/ground/units.js';

const PORT = 8090;
const ROLES: readonly Role[] = ['viewer', 'trader', 'operator', 'admin'];
/** Of no meaning but that it belongs to who has the role. */
export const tokenOf = (role: string): string => `token-of-${role}`;
const ACTORS = new Map<string, Actor>(
  ROLES.map((role) => [tokenOf(role), { operator: `the-${role}`, role }]),
);

export interface WorldOptions {
  readonly engine?: Partial<EngineConfig>;
  /** What another process left: it begins gated. */
  readonly blocks?: readonly JournalBlock[];
  readonly seed?: number;
  readonly patience?: Micros;
  /** The venue is never heard of: what another process left is never cleared up. */
  readonly silent?: boolean;
}

export interface Said {
  readonly role?: Role | null;
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Heard {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers: Headers;
  /** Fields that are not there are undefined, whatever their type says. */
  readonly json: Told;
}

/** What a client reads of an answer; which of it is there, the test says. */
export interface Told {
  readonly status: string | number;
  readonly type: string;
  readonly detail: string;
  readonly problems: readonly { readonly field: string; readonly text: string }[];
  readonly confirmation: string | undefined;
  readonly parentId: string;
  readonly clientOrderId: string;
  readonly averagePrice: string;
  readonly plan: object | null;
  readonly children: readonly Told[];
  readonly items: readonly Told[];
  readonly nextCursor: string | null;
  readonly causes: readonly string[];
  readonly engaged: boolean;
  readonly gate: string;
  readonly state: string;
  readonly ask: string;
  readonly bid: string;
  readonly ageMs: number;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

interface Described {
  readonly responses: object;
  readonly requestBody: {
    readonly content: Readonly<
      Record<
        string,
        {
          readonly schema: {
            readonly properties: Readonly<Record<string, { readonly description: string }>>;
          };
        }
      >
    >;
  };
}

/** Of the account: at most so many BTC held, and so many in one order. */
export const POSITION_MAX = 50_000;
const WORLD_LIMITS = limitsWith({ position: POSITION_MAX as Lots });

const DEFAULTS = { engine: {}, seed: 7, patience: seconds(10), silent: false, blocks: undefined };

export class EngineWorld {
  readonly clock: VirtualClock;
  readonly desk: EngineDesk;
  readonly app: Hono;
  readonly bugs: unknown[] = [];
  readonly blocks: JournalBlock[];
  readonly boards: ReadonlyMap<string, QuoteBoard>;
  readonly venue: ReturnType<typeof connectVenue>['venue'];
  /** Nobody has one. */
  checkFactor: CheckFactor = () => ({ said: 'failed', why: 'there is none' });
  /** Whose tokens have been taken away. */
  readonly outside = new Set<Role>();
  readonly #end: number;

  constructor(options: WorldOptions = {}) {
    const { engine, blocks, seed, patience, silent } = { ...DEFAULTS, ...options };
    const plan = planOf({
      seed,
      tape: tapeOf(1),
      engine: { limits: WORLD_LIMITS, ...engine },
      orders: [],
    });
    const last = blocks?.at(-1)?.input.at ?? plan.start;
    this.clock = new VirtualClock(plan.start);
    const { clock } = this;
    const made = { clock, faults: NO_FAULTS, earlier: undefined, onDeparture: () => undefined };
    const { venue, link } = connectVenue(plan, made);
    this.venue = venue;
    this.#end = plan.end;
    this.blocks = [...(blocks ?? [])];
    const { broker: loud, feed } = link.connect(venue);
    const broker: Broker = silent ? { reports$: NEVER, send: () => undefined } : loud;
    const journal = { blocks: (from: number) => this.blocks.slice(from) };
    const { boards } = link;
    this.boards = boards;
    const asked = { clock, feed, boards, isUp: () => true, patience, journal };
    this.desk = new EngineDesk({ config: plan.engine, ...asked });
    for (const block of this.blocks) this.desk.book.note(block);
    this.#runTo(last);
    const host = this.#begun(plan, { broker, feed, boards: link.boards }, blocks);
    this.desk.connect(host);
    if (blocks !== undefined) host.restart();
    this.app = createEngineApp({
      desk: this.desk,
      whoHas: (token) => {
        const actor = ACTORS.get(token) ?? null;
        return actor === null || this.outside.has(actor.role) ? null : actor;
      },
      checkFactor: (name, code) => this.checkFactor(name, code),
      port: () => PORT,
      onBug: (error) => this.bugs.push(error),
    });
  }

  #begun(
    { engine }: ReturnType<typeof planOf>,
    ports: Pick<Surroundings, 'broker' | 'feed' | 'boards'>,
    blocks: readonly JournalBlock[] | undefined,
  ): EngineHost {
    return assemble(
      { orders: [], operator: [], strategies: [] },
      {
        engine,
        clock: this.clock,
        ...ports,
        journal: { append: () => undefined },
        riskStore: { engaged: () => false },
        instruments: [INSTRUMENT],
        trades: () => () => () => [],
        onBlock: (block) => {
          this.blocks.push(block);
          this.desk.onBlock(block);
        },
        mayRestart: false,
        earlier: blocks === undefined ? null : { ...storedState(blocks), blocks: [] },
      },
    ).host;
  }

  get state(): State {
    return this.desk.state;
  }

  /** Asked by who has the role; null = by nobody with a token. */
  async ask(method: string, path: string, said: Said = {}): Promise<Heard> {
    const [heard] = await this.together([[method, path, said]]);
    if (heard === undefined) throw new Error('no answer');
    return heard;
  }

  /** Several at once. */
  async together(
    asked: readonly (readonly [method: string, path: string, said?: Said])[],
  ): Promise<readonly Heard[]> {
    let left = asked.length;
    const answers = asked.map(async ([method, path, said = {}]) => {
      const response = await this.#send(method, path, said);
      const heard = await heardOf(response);
      left -= 1;
      return heard;
    });
    for (let turn = 0; left > 0; turn += 1) {
      for (let tick = 0; tick < 12 && left > 0; tick += 1) await Promise.resolve();
      // What reads a body waits for the machine, not for the clock.
      await new Promise((done) => setImmediate(done));
      if (left > 0) this.#step();
      if (turn > 100_000) throw new Error('it is never answered');
    }
    return Promise.all(answers);
  }

  /** Time passes. */
  run(length: number): void {
    this.#runTo(this.clock.now() + Math.round(length * 1_000_000));
  }

  /** The answer itself, for what goes on. */
  async open(path: string, said: Said = {}): Promise<Response> {
    return this.#send('GET', path, said);
  }

  #send(method: string, path: string, { role = 'admin', body, text, headers }: Said) {
    const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
    return this.app.request(`http://127.0.0.1:${PORT}${path}`, {
      method,
      ...(content === undefined ? {} : { body: content }),
      headers: {
        host: `127.0.0.1:${PORT}`,
        ...(role === null ? {} : { authorization: `Bearer ${tokenOf(role)}` }),
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    });
  }

  #runTo(until: number): void {
    for (;;) {
      const next = this.clock.peekTime();
      if (next === null || next > until) break;
      this.#step();
    }
    if (until > this.clock.now()) {
      this.venue.advance(until as never);
      this.clock.advanceTo(until as never);
    }
  }

  /** One timer, and what the market brings before it. */
  #step(): void {
    const next = this.clock.peekTime();
    if (next === null) return;
    const until = Math.min(next, this.#end) as never;
    if (next <= this.#end && this.venue.advance(until) < until) return;
    this.clock.runOne();
  }
}

async function heardOf(response: Response): Promise<Heard> {
  const type = response.headers.get('content-type') ?? '';
  // What has no end is let go once it has begun.
  const isEndless = type === 'text/event-stream';
  const text = isEndless ? '' : await response.text();
  if (isEndless) await response.body?.cancel();
  const isJson = /json/.test(type);
  const { status, headers } = response;
  return {
    status,
    type,
    text,
    headers,
    json: (isJson && text !== '' ? JSON.parse(text) : {}) as Told,
  };
}
