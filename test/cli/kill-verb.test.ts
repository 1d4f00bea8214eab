/** RSK-1, API-6: the verb that stops an engine: the file first, then the API, and the file for whatever the API does not do. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { KillFile, killFileOf } from '../../src/runs/paper/kill-file.js';
import { putAddress } from '../../src/runs/paper/api-address.js';
import { workplace } from './support/workplace.js';

const here = workplace();
const state = here.put('s.db', 'a state');
const file = new KillFile(killFileOf(state));
const TOKEN = 'squall_secret';
const env = { SQUALL_STATE: state, SQUALL_TOKEN: TOKEN };
let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
  file.takeAway();
  rmSync(`${state}.api`, { force: true });
});

/** What stands in for an engine: its address, and whether the file was there as each request came. */
async function api(
  answer: RequestListener | { readonly status: number; readonly body: object },
): Promise<{ readonly url: string; readonly asked: { killed: boolean; body: string }[] }> {
  const asked: { killed: boolean; body: string }[] = [];
  const listening = createServer((request, response) => {
    let body = '';
    request.on('data', (text: Buffer) => (body += text.toString()));
    request.on('end', () => {
      asked.push({ killed: file.isThere(), body });
      if (typeof answer === 'function') answer(request, response);
      else {
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer.body));
      }
    });
  });
  server = listening;
  await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  putAddress(state, url);
  return { url, asked };
}

const ENGAGED = { status: 200, body: { engaged: true, reason: 'stop it' } };
const HANGS: RequestListener = () => undefined;
const kill = (...argv: readonly string[]) =>
  here.run(['kill', 'on', '--reason', 'stop it', ...argv], { env });

describe('kill on', () => {
  it('RSK-1 API-6: puts the file before it asks, and takes it away once the switch is engaged', async () => {
    const { asked } = await api(ENGAGED);
    expect(await kill()).toEqual({ code: 0, out: 'kill switch: engaged\n', err: '' });
    expect(asked).toEqual([{ killed: true, body: '{"reason":"stop it","cancelWorking":true}' }]);
    expect(file.isThere()).toBe(false);
  });

  it('RSK-1 API-6: an API that hangs is waited for two seconds, and the file stays', async () => {
    await api(HANGS);
    const ran = await kill();
    expect(ran.code).toBe(0);
    expect(ran.out).toBe(`${file.path} is there: no order leaves\n`);
    expect(ran.err).toMatch(/no engine answers at http:.*\nby the file alone, which also cancels/);
    expect(file.reason()).toBe('stop it');
  });

  it.each([
    [
      'of too small a role',
      { status: 403, body: { title: 'Forbidden', detail: 'viewer' } },
      'viewer',
    ],
    ['that is ending', { status: 503, body: { title: 'Unavailable', detail: 'ended' } }, 'ended'],
  ])('RSK-1 API-6 API-7: an engine %s refuses, and the file stays', async (_, refusal, said) => {
    await api(refusal);
    const ran = await kill();
    expect(ran).toMatchObject({ code: 0, out: `${file.path} is there: no order leaves\n` });
    expect(ran.err).toContain(said);
    expect(file.isThere()).toBe(true);
    expect(ran.out + ran.err).not.toContain(TOKEN);
    const json = await kill('--json');
    expect(JSON.parse(json.out)).toEqual(refusal.body);
    expect(json.err).toContain('no order leaves');
  });

  it('RSK-1 API-7: needs no token and no address', async () => {
    const ran = await here.run(['kill', 'on', '--reason', 'x', '--state', state], { env: {} });
    expect(ran).toMatchObject({ code: 0, out: `${file.path} is there: no order leaves\n` });
    file.takeAway();
    await api(ENGAGED);
    const untold = await here.run(['kill', 'on', '--reason', 'x', '--state', state], { env: {} });
    expect(untold.err).toContain('SQUALL_TOKEN is not set');
    expect([untold.code, file.isThere()]).toEqual([0, true]);
  });

  it('RSK-1: a file that was there is left as it is', async () => {
    await api(ENGAGED);
    file.put('by somebody else');
    expect((await kill()).out).toBe(
      `kill switch: engaged\n${file.path} is there: no order leaves\n`,
    );
    expect(file.reason()).toBe('by somebody else');
  });

  it('RSK-1: what works is to stay: the API is asked alone, and the file, where it has to be, says what it does', async () => {
    const { asked } = await api(ENGAGED);
    await kill('--keep-working');
    expect(asked).toEqual([{ killed: false, body: '{"reason":"stop it","cancelWorking":false}' }]);
    expect(file.isThere()).toBe(false);
    server?.close();
    rmSync(`${state}.api`);
    expect((await kill('--keep-working')).err).toContain('which also cancels what works');
    expect(file.isThere()).toBe(true);
  });

  it('RSK-1 API-6: one engine by its address is not another by its state', async () => {
    const { url, asked } = await api(ENGAGED);
    expect((await kill('--engine', url)).code).toBe(0);
    expect(asked.map(({ killed }) => killed)).toEqual([false]);
    const away = await kill('--engine', 'http://127.0.0.1:9');
    expect([away.code, file.isThere()]).toEqual([5, false]);
    // What is typed counts before what is set.
    const set = { env: { ...env, SQUALL_ENGINE: 'http://127.0.0.1:9' } };
    const typed = await here.run(['kill', 'on', '--reason', 'x', '--state', state], set);
    expect([typed.code, asked.length, typed.err]).toEqual([0, 2, '']);
  });

  it('RSK-1: beside a state that is not there it stops nobody, and says so', async () => {
    const typo = here.at('typo.db');
    const ran = await kill('--state', typo);
    expect(ran.code).toBe(5);
    expect(ran.err).toContain(`there is no state ${typo}`);
    const byFile = await kill('--state', typo, '--file');
    expect(byFile.code).toBe(0);
    expect(byFile.err).toContain(`there is no state ${typo}`);
  });

  it('RSK-1: where the file cannot be put the API is asked all the same, and its word is the end', async () => {
    mkdirSync(here.at('none'), { recursive: true });
    rmSync(here.at('none'), { recursive: true });
    const lost = here.at('none/s.db');
    const { url } = await api(ENGAGED);
    const on = await kill('--state', lost, '--engine', url);
    expect([on.code, on.out]).toEqual([0, 'kill switch: engaged\n']);
    expect(on.err).toContain('cannot be written');
    const away = await kill('--state', lost);
    expect([away.code, away.out, existsSync(killFileOf(lost))]).toEqual([5, '', false]);
  });
});
