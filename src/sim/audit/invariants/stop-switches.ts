/**
 * S10: no order enters the wire while the kill switch is engaged, and none is accepted then but what was on its way.
 * S11: nor does one enter the wire while the breaker is tripped, nor two while it is half-open. Judged by when a request left, even where it arrives
 * after the switch was released; cancels pass.
 */
import { lengthText } from '../../../core/ground/length-text.js';
import type { OrderEntry } from '../../../core/order/venue-message.js';
import { type EpochMicros, seconds } from '../../../core/ground/units.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import type { CheckerFactory } from '../checker.js';
import { Column } from '../column.js';

/** Beyond the validity of a request: the venue's own granularity. */
const VALIDITY_SLACK = seconds(1);
/** In place of a time: a replace that only asks for less, which passes as a cancel does. */
const ASKS_FOR_LESS = -Infinity;

/** A stretch of time; `to` null = it lasts. */
interface Stretch {
  readonly from: EpochMicros;
  to: EpochMicros | null;
}

class Switch {
  readonly #stretches: Stretch[] = [];

  set(on: boolean, at: EpochMicros): void {
    const last = this.#stretches.at(-1);
    if (on && last?.to !== null) this.#stretches.push({ from: at, to: null });
    if (!on && last?.to === null) last.to = at;
  }

  /** Since when it was on at `at`; null = it was off. */
  onSince(at: EpochMicros): EpochMicros | null {
    const found = this.#stretches.find(({ from, to }) => at >= from && (to === null || at < to));
    return found?.from ?? null;
  }
}

/** The breaker half-open. */
class OneAtATime extends Switch {
  /** By the start of a stretch. */
  readonly #tried = new Map<EpochMicros, ClientOrderId>();

  /** The order that entered the wire first in the stretch in which this one did; null = it was not half-open. */
  firstAt(sentAt: EpochMicros, clientOrderId: ClientOrderId): ClientOrderId | null {
    const since = this.onSince(sentAt);
    if (since === null) return null;
    const first = this.#tried.get(since) ?? clientOrderId;
    this.#tried.set(since, first);
    return first;
  }
}

/** The order that a request may start; null = none. */
function startedBy(request: OrderEntry): ClientOrderId | null {
  if (request.kind === 'cancel') return null;
  return request.kind === 'replace' ? request.newClientOrderId : request.clientOrderId;
}

export const stopSwitches: CheckerFactory = ({ check, broken, orders, config, isForeign }) => {
  const { validFor } = config.venue;
  /** By the number of the order: its latest intent. */
  const meantAt = new Column(NaN);
  const kill = new Switch();
  const breaker = new Switch();
  const halfOpen = new OneAtATime();
  const switches = [
    { id: 'S10', name: 'kill switch engaged', of: kill },
    { id: 'S11', name: 'breaker tripped', of: breaker },
  ];
  return {
    id: 'S10',
    onArrival(arrival) {
      const { sentAt, at } = arrival;
      const clientOrderId = startedBy(arrival);
      if (clientOrderId === null) return;
      if (meantAt.get(orders.of(clientOrderId)) === ASKS_FOR_LESS) return;
      for (const { id, name, of } of switches) {
        const since = of.onSince(sentAt);
        const detail = `${clientOrderId} entered the wire, ${name} for ${lengthText(sentAt - (since ?? sentAt))} by then`;
        if (!check(since === null)) broken({ id, at, of: { order: clientOrderId }, detail });
      }
      const one = halfOpen.firstAt(sentAt, clientOrderId);
      if (one !== null && !check(one === clientOrderId))
        broken({
          id: 'S11',
          at,
          of: { order: clientOrderId },
          detail: `${clientOrderId} entered the wire, breaker half-open, after ${one} did`,
        });
    },
    onTruth(entry) {
      if (entry.kind !== 'accepted' || isForeign(entry.clientOrderId)) return;
      const since = kill.onSince(entry.at);
      if (since === null) return;
      const { clientOrderId, at } = entry;
      const meant = meantAt.get(orders.of(clientOrderId));
      // Later than any request that was on its way then can still be accepted.
      const isLate = validFor !== null && at > since + validFor + VALIDITY_SLACK;
      if (!check(meant === ASKS_FOR_LESS || (!isLate && meant <= since)))
        broken({
          id: 'S10',
          at,
          of: { order: clientOrderId },
          detail: `${clientOrderId} was accepted ${lengthText(at - since)} after the kill switch was engaged, and was not on its way then`,
        });
    },
    onEntry(entry, at) {
      if (entry.kind === 'submit-intent') meantAt.set(orders.of(entry.clientOrderId), at);
      // What asks for less passes as a cancel does.
      if (entry.kind === 'replace-intent')
        meantAt.set(orders.of(entry.clientOrderId), entry.reduces ? ASKS_FOR_LESS : at);
      if (entry.kind === 'kill-switch') kill.set(entry.engaged, at);
      if (entry.kind !== 'breaker') return;
      breaker.set(entry.state === 'tripped', at);
      halfOpen.set(entry.state === 'half-open', at);
    },
  };
};
