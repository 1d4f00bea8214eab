/** Whom a read is asked for and whom a wake is for: one order at the broker, its parent, or the account as a whole. */
import type { ClientOrderId, ParentId } from '../order/order.js';

export type Owner =
  | { readonly kind: 'child'; readonly clientOrderId: ClientOrderId }
  | { readonly kind: 'parent'; readonly parentId: ParentId }
  | { readonly kind: 'account' };

export const ofChild = (clientOrderId: ClientOrderId): Owner => ({ kind: 'child', clientOrderId });
export const ofParent = (parentId: ParentId): Owner => ({ kind: 'parent', parentId });

/** One text for one owner: what tables of owners are keyed by. */
export function ownerKey(owner: Owner): string {
  switch (owner.kind) {
    case 'child':
      return `c${owner.clientOrderId}`;
    case 'parent':
      return `p${owner.parentId}`;
    case 'account':
      return 'account';
  }
}
