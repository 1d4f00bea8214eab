/**
 * The API of a running engine as a table: a line says method, address, who may, what body it takes and what it answers with. The application
 * and its description (`/openapi.json`) are both made from it.
 */
import type { z } from 'zod';
import type { Actor, Role } from '../../core/state/input.js';
import type { EngineDesk } from '../../runs/desk/engine-desk.js';
import type { CheckFactor } from './second-factor.js';

export interface Asked<B = unknown> {
  readonly desk: EngineDesk;
  readonly actor: Actor;
  /** A part of the address by its name; '' where the address has none of that name. */
  readonly param: (name: string) => string;
  readonly query: Readonly<Record<string, string>>;
  /** Checked. */
  readonly body: B;
  /** Checked where the line says that it is needed; else ''. */
  readonly idempotencyKey: string;
  /** Of the figures of the server itself. */
  readonly requests: ReadonlyMap<string, number>;
  /** ORD-6: whether a code of an authenticator is right. */
  readonly checkFactor: CheckFactor;
  /** A header; '' where there is none. */
  readonly header: (name: string) => string;
  /** Whether the token it came with still is one: of what goes on after it was answered. */
  readonly stillMay: () => boolean;
  /** Who follows what goes on. */
  readonly readers: Readers;
}

/** How many follow at the moment; one of them too many would keep others out. */
export interface Readers {
  count: number;
}

export interface Answer {
  readonly status: number;
  /** A stream goes out as it comes. */
  readonly body: unknown;
  /** JSON where it is left out. */
  readonly type?: string;
}

export interface Route<B = unknown> {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'PUT';
  /** `{name}` stands for a part. */
  readonly path: string;
  readonly summary: string;
  /** The least role, for the description; the core asks it of every command, and reading takes any token. */
  readonly role: Role;
  readonly body?: z.ZodType<B>;
  /** Nothing has to be said. */
  readonly bodyOptional?: true;
  readonly keyed?: true;
  /** What it may answer with beside what any request may meet. */
  readonly statuses: readonly number[];
  readonly handle: (asked: Asked<B>) => Answer | Promise<Answer>;
}

/** With its body's type forgotten: what a table holds. */
export const route = <B>(line: Route<B>): Route => line as unknown as Route;

export const ok = (body: unknown): Answer => ({ status: 200, body });
