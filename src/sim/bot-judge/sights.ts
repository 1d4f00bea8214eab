/** Which orders an answer or a frame shows, and how much of each: what a client was told, whatever it made of it. Pure. */
import type { Lots } from '../../core/ground/units.js';
import type { ExecutionReport, OrderSnapshot } from '../../core/order/execution-report.js';
import type { ClientOrderId, ExecId, VenueOrderId } from '../../core/order/order.js';
import type { VenueReply, VenueRequest } from '../../core/order/venue-message.js';

export interface Sight {
  readonly clientOrderId: ClientOrderId;
  /** Null: it says the client's id alone. */
  readonly venueOrderId: VenueOrderId | null;
  /** What it says has executed in all; null = it does not say. */
  readonly cumQty: Lots | null;
  /** Executions, and undoings of some, that it names. */
  readonly execIds: readonly ExecId[];
}

const inFrame = (report: ExecutionReport): Sight => ({
  clientOrderId: report.clientOrderId,
  venueOrderId: report.venueOrderId,
  cumQty: report.cumQty,
  execIds: report.execution === null ? [] : [report.execution.execId],
});

export const sightsInFrame = (report: ExecutionReport): readonly Sight[] =>
  // A refusal shows no order that there is.
  report.execType === 'rejected' ? [] : [inFrame(report)];

const ofSnapshot = ({ clientOrderId, venueOrderId, cumQty }: OrderSnapshot): Sight => ({
  ...{ clientOrderId, venueOrderId, cumQty },
  execIds: [],
});

type ReplyOf<K extends VenueReply['kind']> = Extract<VenueReply, { kind: K }>;

const NOTHING = (): readonly Sight[] => [];

const IN_REPLY: {
  readonly [K in VenueReply['kind']]: (
    reply: ReplyOf<K>,
    request: VenueRequest,
  ) => readonly Sight[];
} = {
  accepted: ({ venueOrderId, cumQty }, request) =>
    idsOf(request).map((clientOrderId) => ({ clientOrderId, venueOrderId, cumQty, execIds: [] })),
  exists: (_reply, request) =>
    idsOf(request).map((clientOrderId) => ({
      ...{ clientOrderId, venueOrderId: null, cumQty: null, execIds: [] },
    })),
  rejected: NOTHING,
  'rate-limited': NOTHING,
  unavailable: NOTHING,
  order: ({ order }) => (order === null ? [] : [ofSnapshot(order)]),
  executions: ({ executions, busts = [] }, request) => {
    const execIds = [...executions, ...busts.map(({ execution }) => execution)].map(
      ({ execId }) => execId,
    );
    if (execIds.length === 0) return [];
    return idsOf(request).map((clientOrderId) => ({
      ...{ clientOrderId, venueOrderId: null, cumQty: null, execIds },
    }));
  },
  'open-orders': ({ orders }) => orders.map(ofSnapshot),
  history: ({ orders }) => orders.map(ofSnapshot),
  positions: NOTHING,
  time: NOTHING,
  depth: NOTHING,
};

export function sightsInReply(reply: VenueReply, request: VenueRequest): readonly Sight[] {
  const sights = IN_REPLY[reply.kind] as (
    reply: VenueReply,
    request: VenueRequest,
  ) => readonly Sight[];
  return sights(reply, request);
}

/** Which order a request is about, by the client's name for it; of a replace, the order that it makes. */
function idsOf(request: VenueRequest): readonly ClientOrderId[] {
  if (request.kind === 'replace') return [request.newClientOrderId];
  return 'clientOrderId' in request ? [request.clientOrderId] : [];
}
