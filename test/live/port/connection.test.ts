/** The port when the connection fails: what is sent, what is unknown, what is told; and a venue that is sent rubbish. */
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { SYSTEM_TIME } from '../../../src/live/clock/system-time.js';
import { frameText } from '../../../src/live/port/frames.js';
import { VenueLine } from '../../../src/live/port/venue-line.js';
import { LOOPBACK } from '../../../src/server/venue/port/port-server.js';
import { Heard, readOrder, submitOf } from '../../contract/broker-rig.js';
import { type PortRig, portRig } from '../../contract/port-rig.js';
import { LATENCIES, scripted } from '../../contract/rig-venues.js';

const [, latency] = LATENCIES[0]!;
let rig: PortRig;
const started = async (): Promise<Heard> => {
  rig = await portRig(scripted, latency);
  return new Heard(rig.broker);
};
afterEach(() => rig.close());

const streams = (heard: Heard): readonly string[] =>
  heard.inputs.flatMap((input) => (input.kind === 'stream' ? [input.status] : []));

/** Everything a stranger is told, until the venue hangs up, or it has been greeted. */
const stranger = (bytes: string | Uint8Array): Promise<string> =>
  new Promise((done, fail) => {
    let told = '';
    const socket = connect({ host: LOOPBACK, port: rig.listens }, () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (told.includes('greeting')) socket.destroy();
    });
    socket.on('error', fail);
    socket.on('close', () => done(told));
  });

describe('a port whose connection ends', () => {
  it('SCH-4: what was on its way is unknown, once; what is sent without one is proven not sent', async () => {
    const heard = await started();
    const first = submitOf(rig.marketable);
    rig.broker.send(first, () => null);
    await rig.instant();
    await rig.cut();
    expect(heard.outcomesOf(first)).toEqual([{ kind: 'unknown', shape: 'reset' }]);
    const second = submitOf(rig.marketable);
    const read = readOrder(first.clientOrderId, rig.marketable.symbol);
    rig.broker.send(second, () => expect.unreachable());
    rig.broker.send(read, () => null);
    await rig.instant();
    expect(heard.outcomesOf(second)).toMatchObject([
      { kind: 'not-sent', reason: 'connection-refused' },
    ]);
    expect(heard.answersTo(read)).toMatchObject([{ kind: 'failed', failure: 'not-sent' }]);
    await rig.connected();
    await rig.settle();
    expect(heard.outcomesOf(first)).toHaveLength(1);
    expect(rig.arrivals().map(({ clientOrderId }) => clientOrderId)).toEqual([first.clientOrderId]);
  });

  it('tells of it as of a stream that is gone, and of its return; nothing that was missed comes later', async () => {
    const heard = await started();
    const events: string[] = [];
    rig.port.feed.events$.subscribe((input) => {
      if (input.kind === 'feed') events.push(input.status);
    });
    const submit = submitOf(rig.marketable);
    rig.broker.send(submit, () => null);
    await rig.instant();
    await rig.cut();
    expect(streams(heard)).toEqual(['down']);
    await rig.settle();
    await rig.connected();
    expect(streams(heard)).toEqual(['down', 'up']);
    expect(events).toEqual(['up', 'down', 'up']);
    await rig.settle();
    const answered = readOrder(submit.clientOrderId, rig.marketable.symbol);
    rig.broker.send(answered, () => null);
    await rig.settle();
    expect(heard.answersTo(answered)).toMatchObject([{ order: { status: 'filled' } }]);
  });

  it('is not reached for as long as was asked: says why, and gives up', async () => {
    await started();
    await rig.server.close();
    const why = await new Promise<string>((done) => {
      new VenueLine({
        address: { host: LOOPBACK, port: rig.listens },
        time: SYSTEM_TIME,
        retryMs: 50,
        ears: {
          up: () => expect.unreachable(),
          down: () => expect.unreachable(),
          heard: () => expect.unreachable(),
          unreachable: done,
        },
      });
    });
    expect(why).toMatch(/ECONNREFUSED/);
  });
});

describe('a venue that is sent rubbish', () => {
  it.each([
    ['no JSON', 'GET / HTTP/1.1\r\n', /no JSON/],
    ['a command before hello', frameText({ kind: 'ping', nth: 1 }), /no hello came before/],
    [
      'another protocol',
      frameText({ kind: 'hello', protocol: 7 }),
      /protocol 7, this venue speaks 1/,
    ],
    ['a line without an end', 'x'.repeat(70_000), /more than 65536 bytes/],
  ])(
    '%s: the connection ends with a reason, and the client that is there goes on',
    async (_, sent, why) => {
      const heard = await started();
      expect(await stranger(sent)).toMatch(why);
      const submit = submitOf(rig.marketable);
      rig.broker.send(submit, () => null);
      await rig.settle();
      expect(heard.outcomesOf(submit)).toMatchObject([{ kind: 'accepted' }]);
      expect(streams(heard)).toEqual([]);
    },
  );

  it('a client that says hello takes the place of the one that is there, which does not come back', async () => {
    const heard = await started();
    const gone = rig.givenUp();
    expect(await stranger(frameText({ kind: 'hello', protocol: 1 }))).toContain('greeting');
    await gone;
    expect(streams(heard)).toEqual(['down']);
  });
});
