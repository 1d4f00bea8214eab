/**
 * The scenario of a soak: so many twelve-slice TWAPs, one behind the other so that some thirty are worked at a time, at a venue that loses
 * acknowledgements and frames, cuts and ends the order stream, refuses requests for a while again and again, and goes away altogether.
 */

/** Of market time, between two parents; each takes four minutes. */
const EVERY_SECONDS = 8;
const LENGTH_SECONDS = 240;

/** Of real time, as the program has it: one of each kind in so long, and how long each lasts. */
const TROUBLE_SECONDS = 45;

export function soakScenario(parents, speed) {
  const last = parents * EVERY_SECONDS + LENGTH_SECONDS;
  const orders = Array.from({ length: parents }, (_, nth) => {
    const side = nth % 2 === 0 ? 'buy' : 'sell';
    // Every fourth one rests at the best price of its own side and is canceled where that does not fill.
    const how =
      nth % 4 === 3
        ? `type: limit, limitPrice: { peg: ${side === 'buy' ? 'bid' : 'ask'} }, fillTimeout: 15s, `
        : '';
    return `  - { at: ${1 + nth * EVERY_SECONDS}s, side: ${side}, quantity: '0.${12 + 12 * (nth % 3)}', ${how}duration: ${LENGTH_SECONDS}s, slices: 12, completion: catch-up }`;
  });
  const cycles = Math.ceil(last / speed / TROUBLE_SECONDS);
  const troubles = Array.from({ length: cycles }, (_, nth) => nth).flatMap((nth) => {
    const of = (seconds) => `${Math.round(seconds * speed)}s`;
    const at = (share) => of((nth + share) * TROUBLE_SECONDS);
    return [
      `  - { kind: rate-limit, at: ${at(0.1)}, retryAfter: ${of(2)} }`,
      `  - { kind: stream-disconnect, at: ${at(0.25)}, for: ${of(2)} }`,
      `  - { kind: rate-limit, at: ${at(0.45)}, retryAfter: ${of(2)}, ban: ${of(4)} }`,
      `  - { kind: stream-expired, at: ${at(0.6)}, quiet: ${of(3)}, renewal: ${of(1)} }`,
      `  - { kind: outage, paths: [feed, submit, cancel, query, stream], at: ${at(0.85)}, for: ${of(2)} }`,
    ];
  });
  return `name: soak
shows: many orders at a venue that misbehaves, by a program that is killed now and then
seed: 1
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '2500000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: ${last + 1_200}s }
venue:
  account: { cash: '100000000', positions: { BTCUSDT: '100' } }
  requestTimeout: 5s
execution:
  limits: { perSymbol: [{ symbol: BTCUSDT, position: '200', orderValue: '10000000' }] }
  earlyStop: { spreadBps: off, deviationBps: off, liquidityLevels: off, quoteMaxAge: 30s, onSliceFailure: continue }
faults:
  - { kind: ack-lost, probability: 0.05, shape: timeout }
  - { kind: ack-lost, probability: 0.05, shape: reset }
  - { kind: ack-lost, probability: 0.03, shape: 5xx }
  - { kind: garbled-reply, probability: 0.03, shape: truncated, paths: [submit] }
  - { kind: frame-lost, probability: 0.05 }
  - { kind: frame-repeated, probability: 0.05 }
${troubles.join('\n')}
orders:
${orders.join('\n')}
`;
}
