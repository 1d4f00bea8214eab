/**
 * The short names by which people know orders in reports, traces and explanations: P1, P2 … in the order of receipt,
 * P1/3 for slice 3 (counted from 0, as in the journal), P1/c12 for a catch-up, P1/3.1 for the first fill of a child.
 */
import type { ChildKind } from '../../core/state/entry.js';

export const parentName = (index: number): string => `P${index + 1}`;

export const childName = (
  parent: string,
  child: { readonly slice: number; readonly childKind: ChildKind },
): string => `${parent}/${child.childKind === 'catch-up' ? 'c' : ''}${child.slice}`;

/** Of the order in its place: P1/3r, then P1/3rr. */
export const successorName = (child: string): string => `${child}r`;

/** `index` counts from 0. */
export const fillName = (child: string, index: number): string => `${child}.${index + 1}`;
