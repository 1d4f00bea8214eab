/** Bots of docs/test-your-bot.md, as they stand there, in processes of their own: the judge catches those that send again, and lets those pass that look. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { endAll, squallWith } from './support/children.js';
import { workplace } from './support/workplace.js';

const here = workplace();
afterAll(endAll);

const BOTS = join(PACKAGE_ROOT, 'docs/examples/bots');
const KEYS = {
  APCA_API_KEY_ID: 'bot-key',
  APCA_API_SECRET_KEY: 'bot-secret-4b1d',
  BINANCE_API_KEY: 'bot-key',
  BINANCE_API_SECRET: 'bot-secret-4b1d',
};

/** What a bot said, once it has ended by itself. */
function botRan(file: string, venue: string, keys: object = KEYS): Promise<string> {
  const bot = spawn(process.execPath, [join(BOTS, file), venue], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...keys },
  });
  let said = '';
  bot.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((done, fail) => {
    bot.on('error', fail);
    bot.on('close', (code) => {
      if (code === 0) done(said);
      else fail(new Error(`${file} ended with ${code}: ${said}`));
    });
  });
}

async function judgedBot(dialect: string, file: string) {
  const scenario = join(BOTS, 'lossy.yaml');
  const junit = here.at(`${file}.xml`);
  const asked = ['--scenario', scenario, '--dialect', dialect, '--judge', '--junit', junit];
  const venue = squallWith(KEYS, 'venue', ...asked);
  await venue.until(({ out }) => out.includes('Ctrl+C'), 'the venue to listen');
  const [address = ''] = /http:\/\/\S+:\d+/.exec(venue.out) ?? [];
  const said = await botRan(file, address);
  venue.kill('SIGINT');
  const { code } = await venue.ended('the venue to judge');
  return { code, said, out: venue.out, err: venue.err, xml: readFileSync(junit, 'utf8') };
}

/** Two lines of what it says of its three orders, and the two names of the one that was doubled. */
const TWICE =
  /sent-twice: .+\n +1\. [\d:.]+ {2}looks like one order sent twice: (\S+) \(buy 0\.01 BTCUSDT market\) .+ after (\S+) \(/;

describe.concurrent.each([
  ['binance', 'ccxt'],
  ['alpaca', 'alpaca'],
])('a bot at %s', (dialect, name) => {
  it('LIV-3: that sends again what had no answer is caught, the doubled order by its names; that looks up first passes', async () => {
    const [blind, careful] = await Promise.all([
      judgedBot(dialect, `${name}-resends.mjs`),
      judgedBot(dialect, `${name}-looks-up.mjs`),
    ]);
    expect(blind).toMatchObject({ code: 1 });
    expect(blind.said).toContain('sent again');
    expect(blind.out).toMatch(/^orders taken +4$/m);
    const [, second, first] = TWICE.exec(blind.out) ?? [];
    expect(second).not.toBe(first);
    expect(blind.out).toMatch(
      new RegExp(`ack-lost +submit ${first} .+ sent it again without a look`),
    );
    expect(blind.xml).toContain('tests="8" failures="1"');

    expect(careful).toMatchObject({ code: 0 });
    expect(careful.said).toContain('looked up');
    expect(careful.out).toMatch(/^orders taken +3$/m);
    expect(careful.out).toMatch(/ack-lost .+ looked it up/);
    expect(careful.xml).toContain('tests="8" failures="0"');
    for (const { out, err, xml } of [blind, careful])
      expect(out + err + xml).not.toContain(KEYS.BINANCE_API_SECRET);
  }, 60_000);
});

describe.concurrent('two bots at one venue', () => {
  it('LIV-3: each trades for its own account and is judged by itself; that one is wrong is the end of both', async () => {
    const scenario = join(BOTS, 'two-accounts.yaml');
    const junit = here.at('two.xml');
    const flags = ['--dialect', 'alpaca', '--judge', '--junit', junit];
    const venue = squallWith({}, 'venue', '--scenario', scenario, ...flags);
    await venue.until(({ out }) => out.includes('Ctrl+C'), 'the venue to listen');
    const [address = ''] = /http:\/\/\S+:\d+/.exec(venue.out) ?? [];
    const ran = (file: string, name: string): Promise<string> =>
      botRan(file, address, {
        APCA_API_KEY_ID: `SQUALL-${name}`,
        APCA_API_SECRET_KEY: `squall-secret-${name}`,
      });
    const said = await Promise.all([
      ran('alpaca-looks-up.mjs', 'careful'),
      ran('alpaca-resends.mjs', 'hasty'),
    ]);
    expect(said.map((text) => /looked up|sent again/.exec(text)?.[0])).toEqual([
      'looked up',
      'sent again',
    ]);
    venue.kill('SIGINT');
    expect(await venue.ended('the venue to judge')).toMatchObject({ code: 1 });
    const [, careful = '', hasty = ''] = venue.out.split(/^account (?:careful|hasty)$/m);
    expect(careful).toMatch(/^orders taken +3$/m);
    expect(careful).not.toContain('WRONG');
    expect(hasty).toMatch(/^orders taken +4$/m);
    expect(hasty).toContain('sent-twice');
    expect(venue.out).toMatch(/^WRONG in 1 of 2 accounts: hasty$/m);
    const xml = readFileSync(junit, 'utf8');
    expect(xml).toContain('two-accounts.yaml careful" tests="8" failures="0"');
    expect(xml).toContain('two-accounts.yaml hasty" tests="8" failures="1"');
  }, 60_000);
});

describe('docs/test-your-bot.md and docs/venue-accounts.md', () => {
  const pages = ['test-your-bot.md', 'venue-accounts.md'];
  const page = pages
    .map((name) => readFileSync(join(PACKAGE_ROOT, 'docs', name), 'utf8'))
    .join('\n');
  const fences = [...page.matchAll(/<!-- (\S+) -->\n```\w+\n([\s\S]*?)```/g)];

  it('shows parts of the files that are run here, as they are', () => {
    expect(fences.length).toBeGreaterThan(2);
    for (const [, file = '', code = ''] of fences)
      expect(readFileSync(join(BOTS, file), 'utf8')).toContain(code);
  });
});

describe.concurrent('squall venue', () => {
  it('LIV-3: ends by itself after --duration; a judge to whom nobody came says so', async () => {
    const scenario = join(BOTS, 'lossy.yaml');
    const flags = ['--dialect', 'binance', '--judge', '--duration', '1s', '--speed', '10'];
    const venue = squallWith(KEYS, 'venue', '--scenario', scenario, ...flags);
    expect(await venue.ended('the end of its time')).toMatchObject({ code: 1 });
    expect(venue.err).toContain('its time is over');
    expect(venue.out).toContain('nothing-judged');
  });
});
