/** Bad input, part one: every damaged scenario is refused with a place and a reason, every other spelling runs the same. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import { type Ran, STACK_LINE, runMain, temporaryFolder } from '../cli/support/run-main.js';
import { runProcess } from '../cli/support/run-process.js';
import { type DamagedScenario, SOUND_SCENARIO, damagedScenarios } from './damage.js';

const SEED = 20_240_808;
/** Processor time: how busy the machine is says nothing about an answer. */
const IN_TIME_MICROS = 5_000_000;
const PROCESS_TIMEOUT_MS = 60_000;

const folder = temporaryFolder();
afterAll(folder.remove);

const cases = damagedScenarios(SEED);
const fileOf = new Map(
  cases.map((damaged, index) => {
    const file = join(folder.path, `damaged-${index}.yaml`);
    writeFileSync(file, damaged.bytes);
    return [damaged, file];
  }),
);
const soundFile = join(folder.path, 'sound.yaml');
writeFileSync(soundFile, SOUND_SCENARIO);
const db = join(folder.path, 'results.db');

const commandOf = (file: string): string[] => ['run', file, '--no-attribute', '--json', '--db', db];
const hashOf = ({ out }: Ran): string | null => (JSON.parse(out) as Report).journalHash;

async function soundHash(): Promise<string | null> {
  const ran = await runMain(commandOf(soundFile));
  expect(ran.err).toBe('');
  expect(ran.code).toBe(0);
  return hashOf(ran);
}

function judge({ label }: DamagedScenario, ran: Ran, sound: string | null): void {
  expect(ran.err).not.toMatch(STACK_LINE);
  expect(ran.out).not.toMatch(STACK_LINE);
  if (label === 'must-equal') {
    expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
    expect(hashOf(ran)).toBe(sound);
    return;
  }
  expect({ code: ran.code, out: ran.out }).toEqual({ code: 3, out: '' });
  // A place, then a reason.
  expect(ran.err).toMatch(/damaged-\d+\.yaml:\d+:\d+: .{5,}/);
}

describe('damaged scenarios', () => {
  it('there are a hundred of them, of both kinds', () => {
    expect(cases.length).toBeGreaterThanOrEqual(100);
    expect(cases.filter(({ label }) => label === 'must-equal').length).toBeGreaterThanOrEqual(30);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  const sound = soundHash();
  it.each(cases)('$label: $name', async (damaged) => {
    const started = process.cpuUsage();
    judge(damaged, await runMain(commandOf(fileOf.get(damaged) ?? '')), await sound);
    const { user, system } = process.cpuUsage(started);
    expect(user + system).toBeLessThan(IN_TIME_MICROS);
  });

  const chosen = (['must-reject', 'must-equal'] as const).map((label) =>
    cases.find((damaged) => damaged.label === label)!,
  );
  it.each(chosen)(
    'as a process, $label: $name',
    async (damaged) => {
      judge(damaged, await runProcess(commandOf(fileOf.get(damaged) ?? '')), await sound);
    },
    PROCESS_TIMEOUT_MS,
  );
});
