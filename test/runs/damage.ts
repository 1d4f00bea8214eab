/**
 * More than a hundred scenario files made of one sound one: damaged (`must-reject`: exit 3, a place, a reason) or only
 * written differently (`must-equal`: the undamaged journal hash). Seeded: same seed, same files.
 */
import { RandomStreams } from '../../src/sim/random/random.js';
import { equalTexts } from './damage-equal.js';
import { rejectedTexts } from './damage-reject.js';

export interface DamagedScenario {
  readonly name: string;
  readonly label: 'must-reject' | 'must-equal';
  readonly bytes: Uint8Array;
}

/** Small, so that a hundred runs are quick; with a fault and a peg, so that there is something to damage. */
export const SOUND_SCENARIO = `name: sound
shows: a short run to be damaged
seed: 7
instrument:
  symbol: BTCUSDT
  tickSize: "0.1"
  lotSize: "0.001"
  minNotional: "5"
  calendar: always-open
  adv: "25000"
market:
  synthetic:
    model: random-walk
    startPrice: "61800"
    messagesPerSecond: 10
clock:
  start: 2024-08-08T12:00:00Z
  duration: 40s
venue:
  latency: { feed: 5ms, submit: 20ms, ack: 20ms, query: 30ms, stream: 10ms }
  fees: { makerBps: 1, takerBps: 5 }
  fill: { queue: back, through: pool }
  account: { cash: "1000000", shorting: true }
  idempotency: forever
  validFor: 5s
faults:
  - { kind: outage, paths: [stream], at: 12s, for: 6s }
  - { kind: ack-lost, probability: 0.5 }
orders:
  - { at: 2s, strategy: demo, algo: twap, side: buy, quantity: "1.2", type: market, duration: 30s, slices: 3 }
  - { at: 3s, side: sell, quantity: "0.4", type: limit, limitPrice: { peg: ask }, duration: 20s, slices: 2 }
operator:
  - { at: 25s, do: cancel-slices, order: 1 }
execution:
  earlyStop: { spreadBps: 50 }
expect:
  - filledShare > 0
  - invariantViolations == 0
`;

/** Named edits of text; a replacement that finds nothing would test nothing, so it throws. */
export function edit(from: string, to: string): string {
  if (!SOUND_SCENARIO.includes(from)) throw new Error(`the sound scenario has no ${from}`);
  return SOUND_SCENARIO.replace(from, to);
}

export function damagedScenarios(seed: number): readonly DamagedScenario[] {
  const streams = new RandomStreams(seed);
  const below = (n: number): number => streams.of('damage').nextInt(n);
  const labeled = (
    label: DamagedScenario['label'],
    texts: ReadonlyMap<string, string | Uint8Array>,
  ): readonly DamagedScenario[] =>
    [...texts].map(([name, text]) => ({
      name,
      label,
      bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
    }));
  return [
    ...labeled('must-reject', rejectedTexts(below)),
    ...labeled('must-equal', equalTexts(below)),
  ];
}
