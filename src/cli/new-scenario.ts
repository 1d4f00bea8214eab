/** The text `squall scenario new` writes: a run that works, with a comment where one would change it first. */
import { basename } from 'node:path';

export const newScenarioText = (
  file: string,
): string => `# squall run ${basename(file)}      all keys: squall scenario schema
name: ${nameOf(file)}
shows: a TWAP through an outage of the order stream
seed: 7
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", minNotional: "5", adv: "25000" }
market:
  # A recorded market instead: replay: { files: [btcusdt_20240808.gz] }
  synthetic: { model: random-walk, startPrice: "61800" }
clock: { duration: 300s }
venue:
  latency: { feed: 5ms, submit: 20ms, ack: 20ms, query: 30ms, stream: 10ms }
  fees: { makerBps: 1, takerBps: 5 }
faults:
  - { kind: outage, paths: [stream], at: 100s, for: 60s }
orders:
  - { at: 10s, side: buy, quantity: "1.2", duration: 240s, slices: 12 }
expect:
  - filledShare >= 0.99
  - invariantViolations == 0
`;

function nameOf(file: string): string {
  const name = basename(file)
    .replace(/\.ya?ml$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
  return name === '' ? 'my-scenario' : name;
}
