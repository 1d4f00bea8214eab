/** What both of the venue's sockets have in common: answers to a request with its id, events with their kind, some of them wrapped. Pure. */
import { type Fields, textIn } from '../rest/fields.js';
import type { Heard } from './live-stream.js';
import { parsed } from './parsed.js';

export type Frame =
  | { readonly kind: 'event'; readonly event: Fields }
  | {
      readonly kind: 'answer';
      readonly id: string;
      readonly result: unknown;
      readonly isRefused: boolean;
      readonly text: string;
    }
  /** It may have been anything: what was told is not known any more. */
  | { readonly kind: 'rubbish' };

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function frameOf(text: string): Frame {
  const body = parsed(text);
  if (!isFields(body)) return { kind: 'rubbish' };
  const { event, data, error, result } = body;
  // Each of the two interfaces wraps in its own way, or not at all.
  if (isFields(event)) return { kind: 'event', event };
  if (isFields(data)) return { kind: 'event', event: data };
  const id = textIn(body, 'id');
  if (id === null && !isFields(error)) return { kind: 'event', event: body };
  const isRefused = isFields(error);
  return { kind: 'answer', id: id ?? '', result, isRefused, text: isRefused ? wordsOf(error) : '' };
}

const wordsOf = (error: Fields): string =>
  [textIn(error, 'code'), textIn(error, 'msg')].filter((word) => word !== null).join(' ');

/** Events of the connection, not of what it tells about; null = none of them. */
export function endIn(event: Fields): Heard | null {
  switch (textIn(event, 'e')) {
    // The connection stays open, and nothing comes any more.
    case 'eventStreamTerminated':
      return { kind: 'over', why: 'the venue has ended the subscription' };
    case 'listenKeyExpired':
      return { kind: 'over', why: 'the key to listen with has expired' };
    case 'serverShutdown':
      return { kind: 'over', why: 'the venue is about to close the connection' };
    default:
      return null;
  }
}
