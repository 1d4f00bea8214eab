/**
 * What the faults of a simulated run did, as only the simulator knows it: when each was in force, and every message it
 * acted on. Types, and the record of a run without faults.
 */
import type { EpochMicros } from '../ground/units.js';
import type { ClientOrderId } from './order.js';
import type { VenueRequest } from './venue-message.js';

/** What lies between client and venue. Replaces travel on `submit`; every query on `query`. */
export const LINK_PATHS = ['feed', 'submit', 'cancel', 'query', 'stream'] as const;
export type LinkPath = (typeof LINK_PATHS)[number];

/** A span in which a fault was in force, the end not included; a fault that hits one message ends with it. */
export interface FaultWindow {
  readonly kind: string;
  /** Null = of all instruments. */
  readonly symbol: string | null;
  /** Empty: it acts in the venue; `client`: it acts there; neither is on the way. */
  readonly paths: readonly (LinkPath | 'client')[];
  readonly from: EpochMicros;
  readonly to: EpochMicros;
  /** How often it acted meanwhile. */
  readonly acts: number;
  /** Why a slice waited, where its kind can be behind that; left out = behind none. */
  readonly holds?: readonly string[];
}

/** One message that a fault acted on; of the feed there are none, it is the hot path. */
export interface FaultAct {
  readonly at: EpochMicros;
  readonly kind: string;
  readonly path: LinkPath;
  readonly symbol: string | null;
  /** Null for a message about no single order. */
  readonly clientOrderId: ClientOrderId | null;
  readonly message: VenueRequest['kind'] | 'report';
  readonly leg: 'request' | 'answer' | 'report';
  /** `answered`: by the fault instead of the venue. */
  readonly deed: 'lost' | 'answered' | 'altered';
  /** What was said instead; '' where nothing was. */
  readonly said: string;
}

export interface FaultRecord {
  readonly windows: readonly FaultWindow[];
  /** In order of time. */
  readonly acts: readonly FaultAct[];
}

export const NO_FAULT_RECORD: FaultRecord = { windows: [], acts: [] };
