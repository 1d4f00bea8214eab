/** One message of the WebSocket API: what it asks for, by which parameters, and what its signature has to be of. Pure. */
import type { RawData } from 'ws';
import { Params } from './request/params.js';
import { textOf } from './streams/text-of.js';
import { refused } from './words/refusal.js';

export type MessageId = string | number | null;

export interface WsMessage {
  readonly id: MessageId;
  readonly method: string;
  readonly params: Params;
  /** Its parameters by name, but for the signature. */
  readonly payload: string;
}

const INVALID = refused(-1135, 'Invalid JSON Request');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null where it is none, or cannot be told. */
export function idIn(data: RawData): MessageId {
  try {
    const message: unknown = JSON.parse(textOf(data));
    if (!isRecord(message)) return null;
    const { id } = message;
    return typeof id === 'string' || typeof id === 'number' ? id : null;
  } catch {
    return null;
  }
}

/** Errors: `Refusal`. */
export function wsMessage(data: RawData): WsMessage {
  const message = parsed(textOf(data));
  if (!isRecord(message)) throw INVALID;
  const { id = null, method, params = {} } = message;
  const isId = id === null || typeof id === 'string' || typeof id === 'number';
  if (!isId || typeof method !== 'string' || !isRecord(params)) throw INVALID;
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(params)) {
    const text = textOfValue(name, value);
    if (text !== null) values.set(name, text);
  }
  // A method may be named with its version.
  return {
    id,
    method: method.replace(/^v3\//, ''),
    params: new Params(values),
    payload: payloadOf(values),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw INVALID;
  }
}

/** Null: as if it had not been sent. */
function textOfValue(name: string, value: unknown): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return JSON.stringify(value);
  throw refused(-1130, `Data sent for parameter '${name}' is not valid.`);
}

const payloadOf = (values: ReadonlyMap<string, string>): string =>
  [...values]
    .filter(([name]) => name !== 'signature')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
